/**
 * Makes the files of a recording from its segment log: any number in one pass, in little memory however long it is.
 * What lies before somebody took consent back is in none of them; the mix is made anew without it.
 */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { summaryOf, type LogSummary } from '../segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../segments/record.ts';
import type { FileMaker } from './file-maker.ts';
import { mp4File } from './mp4-file.ts';
import { oggFile } from './ogg-file.ts';
import type { ByteSink, FileContent, FileFormat, FileSummary } from './recording-file.ts';
import { Remix } from './remix.ts';
import { wavFile } from './wav-file.ts';
import { webmFile } from './webm-file.ts';
import { Withdrawals } from './withdrawals.ts';

export type FileOrder = {
  readonly content: Exclude<FileContent, { kind: 'composite' }>;
  /** `ogg` and `wav` of the mix and of a voice; `webm` and `mp4` of a camera or a screen, with what its owner said. */
  readonly format: FileFormat;
  readonly sink: ByteSink;
};

export type MakingOptions = Cancel & {
  readonly clock: Clock;
  /** Of the same log; found in a pass of its own where it is not given. */
  readonly summary?: LogSummary | undefined;
  /** Where ffmpeg is looked for, which makes `mp4`: `PATH`, unless given. */
  readonly path?: string | undefined;
};

/** Between two turns in which others get theirs. */
const RECORDS_A_TURN = 2_000;
const MIME = { ogg: 'audio/ogg; codecs=opus', wav: 'audio/wav', webm: 'video/webm; codecs="vp8, opus"', mp4: 'video/mp4' } as const;

/**
 * In the order of the orders. All files are as long as the recording. Throws a `TypeError` for a format that the track does not come in;
 * rejects with what a sink rejects with, `media/no-ffmpeg` or `media/ffmpeg-failed` for `mp4`, or the signal's reason.
 */
export async function makeFiles(
  records: () => AsyncIterable<SegmentRecord>,
  orders: readonly FileOrder[],
  options: MakingOptions,
): Promise<readonly FileSummary[]> {
  const summary = options.summary ?? (await summaryOf(records()));
  const making = new Making(summary);
  try {
    for (const order of orders) await making.begin(order, options);
    await making.run(records(), options);
    return await making.finish(orders);
  } finally {
    await making.release();
  }
}

class Making {
  readonly #summary: LogSummary;
  readonly #withdrawals: Withdrawals;
  readonly #makers: FileMaker[] = [];
  readonly #voices: ReadonlySet<number>;
  #remix: Remix | undefined;

  constructor(summary: LogSummary) {
    this.#summary = summary;
    this.#withdrawals = new Withdrawals(summary);
    this.#voices = new Set(summary.tracks.filter(({ info }) => info?.kind === 'voice').map(({ track }) => track));
  }

  async begin({ content, format, sink }: FileOrder, options: MakingOptions): Promise<void> {
    const { durationMs, tracks } = this.#summary;
    const number = content.kind === 'mixed' ? MIXED_TRACK : content.track;
    const track = tracks.find((each) => each.track === number);
    const isPicture = track?.info?.kind === 'camera' || track?.info?.kind === 'screen';
    if (isPicture !== (format === 'webm' || format === 'mp4')) throw new TypeError(`track ${String(number)} does not come as ${format}`);
    if (content.kind === 'mixed' && this.#withdrawals.any) this.#remix ??= await Remix.begin(options.clock);
    if (format === 'ogg') this.#makers.push(oggFile(sink, { durationMs, soundTrack: number }));
    else if (format === 'wav') this.#makers.push(await wavFile(sink, { clock: options.clock, durationMs, soundTrack: number }));
    else {
      const owner = track?.info?.kind === 'mixed' ? undefined : track?.info?.personId;
      const voice = tracks.find(({ info }) => info?.kind === 'voice' && info.personId === owner);
      const { width = 0, height = 0 } = track ?? {};
      const wanted = { clock: options.clock, durationMs, soundTrack: voice?.track, pictureTrack: number, width, height };
      this.#makers.push(
        format === 'webm' ? await webmFile(sink, wanted) : await mp4File(sink, { ...wanted, path: options.path, signal: options.signal }),
      );
    }
  }

  async run(records: AsyncIterable<SegmentRecord>, { signal, clock }: MakingOptions): Promise<void> {
    let count = 0;
    for await (const record of records) {
      signal?.throwIfAborted();
      if (++count % RECORDS_A_TURN === 0) await clock.hold(() => new Promise<void>((resolve) => void setImmediate(resolve)));
      await this.#take(record);
    }
    for (const mixed of this.#remix?.end() ?? []) await this.#give(mixed);
  }

  async finish(orders: readonly FileOrder[]): Promise<readonly FileSummary[]> {
    const { durationMs } = this.#summary;
    const made: FileSummary[] = [];
    for (const [i, { content, format }] of orders.entries()) {
      const sizeBytes = (await this.#makers[i]?.finish()) ?? 0;
      made.push({ content, format, mime: MIME[format], sizeBytes, durationMs });
    }
    return made;
  }

  async release(): Promise<void> {
    this.#remix?.[Symbol.dispose]();
    for (const maker of this.#makers) await maker.release();
  }

  async #take(record: SegmentRecord): Promise<void> {
    if (this.#withdrawals.covers(record)) return;
    if (this.#remix && record.kind === 'sound') {
      if (record.track === MIXED_TRACK) return;
      if (this.#voices.has(record.track)) for (const mixed of await this.#remix.take(record)) await this.#give(mixed);
    }
    await this.#give(record);
  }

  async #give(record: SegmentRecord): Promise<void> {
    for (const maker of this.#makers) {
      const waits = maker.take(record);
      if (waits) await waits;
    }
  }
}
