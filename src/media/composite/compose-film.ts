/** A film of a recording: everybody's pictures in one, with names, and the mixed sound; made when the recording is over. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { MediaError } from '../errors.ts';
import type { ByteSink, FileSummary } from '../files/recording-file.ts';
import { Remix } from '../files/remix.ts';
import { Withdrawals } from '../files/withdrawals.ts';
import { summaryOf, type LogSummary } from '../segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../segments/record.ts';
import type { FilmFormat } from './film-encoders.ts';
import { FilmMaker } from './film-maker.ts';
import type { Layout, Size } from './layout.ts';
import { RecordOrder } from './record-order.ts';

export type FilmOptions = Cancel & {
  readonly layout: Layout;
  /** `webm`: VP8, and Opus as it was recorded. `mp4`: H.264 and AAC. */
  readonly format: FilmFormat;
  /** 1280 × 720; even numbers. */
  readonly size?: Size | undefined;
  /** Pictures a second at most: 15. */
  readonly fps?: number | undefined;
  readonly clock: Clock;
  readonly sink: ByteSink;
  /** Where ffmpeg is looked for: `PATH`, unless given. */
  readonly path?: string | undefined;
};

export type ComposeOptions = FilmOptions & {
  /** All of them, each time that it is called. */
  readonly records: () => AsyncIterable<SegmentRecord>;
  /** Of the same records; found in a pass of its own where it is not given. */
  readonly summary?: LogSummary | undefined;
  /** 0 … 1, rising, a hundred times at most. */
  readonly onProgress?: ((done: number) => void) | undefined;
};

const SIZE: Size = { width: 1_280, height: 720 };
const FPS = 15;
const MIME = { webm: 'video/webm; codecs="vp8, opus"', mp4: 'video/mp4; codecs="avc1.4d401f, mp4a.40.2"' } as const;
/** Between two of them there is progress to tell. */
const PROGRESS_STEP = 0.01;

/**
 * As long as the recording, pauses included; whoever took consent back is neither seen nor heard before that moment. Rejects with
 * `media/no-ffmpeg`, with `media/composite-failed` when an encoder gave up or there is nothing in the recording, with what the sink or
 * the records reject with, or with the signal's reason. No child is left then; what was written to the sink is of no use.
 */
export async function composeFilm(options: ComposeOptions): Promise<FileSummary> {
  const { records, signal, onProgress } = options;
  signal?.throwIfAborted();
  const summary = options.summary ?? (await summaryOf(records()));
  const { durationMs } = summary;
  if (durationMs <= 0) throw new MediaError('media/composite-failed', 'a recording in which nothing is cannot be made into a film');
  const maker = await FilmMaker.begin({ ...filmMakerOptions(options), hiddenUntil: summary.withdrawn });
  try {
    let told = 0;
    for await (const record of usable(records(), summary, options.clock)) {
      signal?.throwIfAborted();
      await maker.take(record);
      const done = Math.min(1, maker.atMs / durationMs);
      if (done - told < PROGRESS_STEP || done === 1) continue;
      told = done;
      onProgress?.(done);
    }
    const sizeBytes = await maker.finish(durationMs);
    signal?.throwIfAborted();
    onProgress?.(1);
    return filmSummary(options, { sizeBytes, durationMs });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await maker.release();
  }
}

export function filmMakerOptions({
  size = SIZE,
  fps = FPS,
  ...options
}: FilmOptions): FilmOptions & { readonly size: Size; readonly fps: number } {
  if (size.width % 2 !== 0 || size.height % 2 !== 0) throw new TypeError('the width and the height of a film are even numbers');
  return { ...options, size, fps };
}

export function filmSummary(
  { layout, format }: Pick<FilmOptions, 'layout' | 'format'>,
  measured: { readonly sizeBytes: number; readonly durationMs: number },
): FileSummary {
  return { content: { kind: 'composite', layout }, format, mime: MIME[format], ...measured };
}

/** In order, without what was taken back; the mix is made anew where it has some of that in it. */
async function* usable(
  records: AsyncIterable<SegmentRecord>,
  summary: LogSummary,
  clock: Clock,
): AsyncGenerator<SegmentRecord, void, undefined> {
  const withdrawals = new Withdrawals(summary);
  using remix = withdrawals.any ? await Remix.begin(clock) : undefined;
  const voices = new Set(summary.tracks.filter(({ info }) => info?.kind === 'voice').map(({ track }) => track));
  const order = new RecordOrder();
  for await (const record of records) {
    if (withdrawals.covers(record)) continue;
    if (remix && record.kind === 'sound') {
      if (record.track === MIXED_TRACK) continue;
      if (voices.has(record.track)) for (const mixed of await remix.take(record)) yield* order.take(mixed);
    }
    yield* order.take(record);
  }
  for (const mixed of remix?.end() ?? []) yield* order.take(mixed);
  yield* order.end();
}
