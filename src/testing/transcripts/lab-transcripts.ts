/** Where the transcripts of a lab are kept: in memory. What a killed bot had written stays. */
import type { RedactedSpan } from '../../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { OpenTranscript, TranscriptAbout, TranscriptArchive } from '../../transcripts/port.ts';

export class LabTranscripts {
  readonly #all: LabTranscript[] = [];

  /** In the order in which they were begun. */
  get all(): readonly LabTranscript[] {
    return this.#all;
  }

  /** For one bot: `ready` resolves when its store can be reached, and rejects where it cannot. */
  of(ready: () => Promise<void>): Pick<TranscriptArchive, 'begin'> {
    return {
      begin: async (about) => {
        await ready();
        const transcript = new LabTranscript(about);
        this.#all.push(transcript);
        return writing(transcript, ready);
      },
    };
  }
}

/** A transcript as a test looks at it. */
export class LabTranscript {
  readonly about: TranscriptAbout;
  readonly #segments = new Map<string, Segment>();
  readonly #translations = new Map<string, TranslatedSegment>();
  /** What was taken out, and when it was said. */
  redacted: readonly RedactedSpan[] = [];
  /** No more comes. */
  isDone = false;

  constructor(about: TranscriptAbout) {
    this.about = about;
  }

  /** The latest revision of each, by time. */
  get segments(): readonly Segment[] {
    const there = [...this.#segments.values()].filter(({ state }) => state !== 'removed');
    return there.toSorted((one, other) => one.startMs - other.startMs);
  }

  /** As `Ada Lovelace: Good morning.` */
  get said(): readonly string[] {
    return this.segments.map(({ speaker, text }) => `${speaker.name ?? (speaker.isUnknown ? 'somebody' : speaker.speakerId)}: ${text}`);
  }

  /** What was said, in that language: of those segments alone that were translated. */
  translation(language: string): readonly string[] {
    return this.segments.flatMap(({ segmentId }) => this.#translations.get(`${language} ${segmentId}`)?.text ?? []);
  }

  take(segment: Segment): void {
    this.#segments.set(segment.segmentId, segment);
  }

  takeTranslation(translated: TranslatedSegment): void {
    this.#translations.set(`${translated.language} ${translated.segmentId}`, translated);
  }
}

function writing(transcript: LabTranscript, ready: () => Promise<void>): OpenTranscript {
  return {
    recordingId: transcript.about.recordingId,
    write: (segment) => segment.state !== 'interim' && transcript.take(segment),
    writeTranslation: (translated) => transcript.takeTranslation(translated),
    writeSpans: (spans) => void (transcript.redacted = spans),
    flush: ready,
    finish: async () => {
      await ready();
      transcript.isDone = true;
    },
  };
}
