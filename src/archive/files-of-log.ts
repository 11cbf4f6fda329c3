/** Which files can be made of a recording here, and their making: tracks by `media/files`, films of all by a composer that is handed in. */
import type { Clock } from '../base/clock.ts';
import { makeFiles } from '../media/files/make-files.ts';
import type { ByteSink, FileContent, FileFormat } from '../media/files/recording-file.ts';
import type { LogSummary } from '../media/segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../media/segments/record.ts';
import { ArchiveError } from './errors.ts';
import type { KeptRecording } from './port.ts';

export type Source = {
  /** All records from the beginning; may be read several times. */
  readonly records: () => AsyncIterable<SegmentRecord>;
  readonly summary: LogSummary;
  readonly content: FileContent;
  readonly format: FileFormat;
  readonly sink: ByteSink;
  readonly signal: AbortSignal;
  /** A share, 0 … 1. */
  readonly onProgress: (done: number) => void;
};

type Composing = Omit<Source, 'content' | 'format'> & {
  readonly layout: (FileContent & { kind: 'composite' })['layout'];
  readonly format: 'webm' | 'mp4';
};

/** Makes one film of the pictures and the sound of all. */
export interface Composer {
  /** Resolves with its MIME type when the sink has it all; rejects with the signal's reason. */
  make(composing: Composing): Promise<string>;
}

export type FilesOfLogOptions = { readonly clock: Clock; readonly composer?: Composer | undefined };

/** Progress is told so often at most, in shares. */
const STEP = 0.01;

export class FilesOfLog {
  readonly #options: FilesOfLogOptions;

  constructor(options: FilesOfLogOptions) {
    this.#options = options;
  }

  /** Whether it is made as quickly as the log is read: no picture is encoded. */
  isQuick(content: FileContent, format: FileFormat): boolean {
    return content.kind !== 'composite' && format !== 'mp4';
  }

  /** Throws `archive/cannot`, with what could be had instead, where a recording has no such file. */
  check({ recordingId, tracks }: Pick<KeptRecording, 'recordingId' | 'tracks'>, content: FileContent, format: FileFormat): void {
    const cannot = (why: string): ArchiveError =>
      new ArchiveError('archive/cannot', `no ${format} can be made of the recording ${recordingId}: ${why}`);
    if (content.kind === 'composite') {
      if (!this.#options.composer) throw cannot('films are encoded by ffmpeg, which is not set up here');
      if (format !== 'webm' && format !== 'mp4') throw cannot('a film comes as webm or mp4');
      return;
    }
    const number = content.kind === 'mixed' ? MIXED_TRACK : content.track;
    const info = tracks.find(({ track }) => track === number)?.info;
    if (!info) throw cannot(`it has no track ${String(number)}`);
    const isPicture = info.kind === 'camera' || info.kind === 'screen';
    if (isPicture && (format === 'ogg' || format === 'wav')) throw cannot('that track is of pictures: ask for webm or mp4');
    if (!isPicture && (format === 'webm' || format === 'mp4')) throw cannot('that track is of sound: ask for ogg or wav');
  }

  /** Resolves with its MIME type when the sink has it all; rejects with the signal's reason, and with what the sink rejects with. */
  async make(source: Source): Promise<string> {
    const { content, format, signal, summary, sink } = source;
    const { clock, composer } = this.#options;
    if (content.kind === 'composite') {
      if (!composer || format === 'ogg' || format === 'wav') throw new TypeError('what can be made is checked before');
      return composer.make({ ...source, layout: content.layout, format });
    }
    const [made] = await makeFiles(() => watched(source), [{ content, format, sink }], { clock, signal, summary });
    return made?.mime ?? '';
  }
}

async function* watched({ records, summary, onProgress }: Source): AsyncGenerator<SegmentRecord> {
  const stepMs = Math.max(1_000, summary.durationMs * STEP);
  let nextMs = stepMs;
  for await (const record of records()) {
    if (record.atMs >= nextMs) {
      nextMs = record.atMs + stepMs;
      onProgress(Math.min(1, record.atMs / summary.durationMs));
    }
    yield record;
  }
}
