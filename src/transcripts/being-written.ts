/** A transcript that is being made, as whoever makes it holds it. */
import type { RedactedSpan } from '../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../speech/segment.ts';
import type { OpenTranscript } from './port.ts';
import type { Volume } from './volume.ts';

export type BeingWrittenOptions = {
  readonly recordingId: string;
  readonly volume: Volume;
  readonly onSegment: (segment: Segment) => void;
  readonly onTranslated: (translated: TranslatedSegment) => void;
  /** Nobody adds to it here any more; all that was written is on disk, or is still tried. */
  readonly onFinished: () => Promise<void>;
};

export class BeingWritten implements OpenTranscript {
  readonly #options: BeingWrittenOptions;
  #finishing: Promise<void> | undefined;

  constructor(options: BeingWrittenOptions) {
    this.#options = options;
  }

  get recordingId(): string {
    return this.#options.recordingId;
  }

  write(segment: Segment): void {
    if (this.#finishing) return;
    const { volume, onSegment } = this.#options;
    if (segment.state === 'interim') return onSegment(segment);
    if (volume.put({ kind: 'segment', segment })) onSegment(volume.said.latest(segment.segmentId) ?? segment);
  }

  writeTranslation(translated: TranslatedSegment): void {
    if (this.#finishing) return;
    const { volume, onTranslated } = this.#options;
    if (!translated.isFinal || volume.put({ kind: 'translated', translated })) onTranslated(translated);
  }

  writeSpans(spans: readonly RedactedSpan[]): void {
    if (this.#finishing) return;
    const { volume } = this.#options;
    for (const span of spans) if (!volume.said.hasSpan(span)) volume.put({ kind: 'redacted', span });
  }

  flush(): Promise<void> {
    return this.#options.volume.flush();
  }

  finish(): Promise<void> {
    this.#finishing ??= this.#finish();
    return this.#finishing;
  }

  async #finish(): Promise<void> {
    const { volume, onFinished } = this.#options;
    try {
      await volume.flush();
    } finally {
      volume.writers--;
      await onFinished();
    }
  }
}
