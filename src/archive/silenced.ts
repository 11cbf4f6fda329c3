/**
 * A segment log in which stretches of people's sound are silence: in their own tracks, and in the mix, which has in such a stretch what is left
 * of the others' tracks. Only the talk around a stretch is encoded anew, from one pause to the next, so that no packet leans on one that is gone.
 */
import type { Clock } from '../base/clock.ts';
import { Remix } from '../media/files/remix.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../media/frame.ts';
import type { LogSummary } from '../media/segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../media/segments/record.ts';

export type SilentSpan = { readonly personId: string; readonly fromMs: number; readonly toMs: number };

type Sound = Extract<SegmentRecord, { kind: 'sound' }>;
type Interval = { readonly fromMs: number; readonly toMs: number };
/** Talk without a pause that is encoded anew, ticks inclusive. */
type Talk = { readonly track: number; readonly from: number; readonly to: number; remix: Remix | undefined; isOver: boolean };

const SAMPLES_PER_MS = FRAME_SAMPLES / FRAME_MS;
/** A decoder that begins in the middle has caught up after that. */
const RUN_UP_MS = 400;
/** What belongs to one moment is together in the log but for so much. */
const DISORDER_MS = 1_000;

/** `records` are read twice. */
export async function* silenced(
  records: AsyncIterable<SegmentRecord>,
  summary: LogSummary,
  spans: readonly SilentSpan[],
  clock: Clock,
): AsyncGenerator<SegmentRecord> {
  const quiet = quietOf(summary, spans);
  const all = quiet.get(MIXED_TRACK) ?? [];
  const talks = await talksIn(records, quiet);
  const voices = new Set(summary.tracks.filter(({ info }) => info?.kind === 'voice').map(({ track }) => track));
  const remixOf = async (talk: Talk): Promise<Remix> => {
    const touch = (track: number, tick: number, frame: Int16Array): void => {
      // Of the others the mix gets what they say in a stretch that is taken out of it, and of itself what lies outside.
      if (talk.track === MIXED_TRACK && track !== MIXED_TRACK) keepOnly(frame, tick, all);
      hush(frame, tick, quiet.get(track) ?? []);
    };
    talk.remix ??= await Remix.begin(clock, touch);
    return talk.remix;
  };
  try {
    for await (const record of records) {
      yield* over(talks, record);
      if (record.kind !== 'sound') {
        yield record;
        continue;
      }
      const tick = Math.round(record.atMs / FRAME_MS);
      for (const talk of talks) {
        const isInMix = talk.track === MIXED_TRACK && voices.has(record.track) && isNear(record, all);
        if (talk.isOver || tick > talk.to || (!isInMix && (talk.track !== record.track || tick < talk.from))) continue;
        yield* ofTalk(talk, await (await remixOf(talk)).take(record));
      }
      if (!talks.some(({ track, from, to }) => track === record.track && tick >= from && tick <= to)) yield record;
    }
    yield* over(talks);
  } finally {
    for (const { remix } of talks) remix?.[Symbol.dispose]();
  }
}

/** What is taken out of each track, in order and without overlaps. Of whom there is no track it is taken out of the mix. */
function quietOf({ tracks }: LogSummary, spans: readonly SilentSpan[]): ReadonlyMap<number, readonly Interval[]> {
  const quiet = new Map<number, readonly Interval[]>();
  for (const { track, info } of tracks) {
    const isTheirs = ({ personId }: SilentSpan): boolean =>
      info?.kind === 'mixed' || (info?.kind === 'voice' && info.personId === personId);
    const own = joined(spans.filter(isTheirs));
    if (own.length > 0) quiet.set(track, own);
  }
  return quiet;
}

function joined(spans: readonly Interval[]): readonly Interval[] {
  const all: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else all.push({ fromMs, toMs });
  }
  return all;
}

/** From pause to pause, wherever something is taken out. */
async function talksIn(records: AsyncIterable<SegmentRecord>, quiet: ReadonlyMap<number, readonly Interval[]>): Promise<readonly Talk[]> {
  const talks: Talk[] = [];
  const going = new Map<number, { readonly from: number; to: number }>();
  const close = (track: number, { from, to }: { readonly from: number; readonly to: number }): void => {
    // An encoder is behind: the packet after a stretch still has the end of it.
    const isTouched = ({ fromMs, toMs }: Interval): boolean => (from - 1) * FRAME_MS < toMs && (to + 1) * FRAME_MS > fromMs;
    if (quiet.get(track)?.some(isTouched)) talks.push({ track, from, to, remix: undefined, isOver: false });
  };
  for await (const record of records) {
    if (record.kind !== 'sound' || !quiet.has(record.track)) continue;
    const tick = Math.round(record.atMs / FRAME_MS);
    const talk = going.get(record.track);
    if (talk && tick <= talk.to + 1) {
      talk.to = Math.max(talk.to, tick);
      continue;
    }
    if (talk) close(record.track, talk);
    going.set(record.track, { from: tick, to: tick });
  }
  for (const [track, talk] of going) close(track, talk);
  return talks;
}

/** The rest of those to which nothing more can come; of all where there are no more records. */
function* over(talks: readonly Talk[], record?: SegmentRecord): Generator<Sound> {
  const isLast = !record || (record.kind === 'note' && record.note.kind === 'ended');
  for (const talk of talks) {
    if (talk.isOver || !talk.remix) continue;
    // Whatever comes of the same track belongs after it.
    const isNext = record?.kind === 'sound' && record.track === talk.track && record.atMs > talk.to * FRAME_MS;
    if (!isLast && !isNext && record.atMs <= (talk.to + 1) * FRAME_MS + DISORDER_MS) continue;
    talk.isOver = true;
    yield* ofTalk(talk, talk.remix.end());
    talk.remix[Symbol.dispose]();
    talk.remix = undefined;
  }
}

function ofTalk({ track, from, to }: Talk, sounds: readonly Sound[]): readonly Sound[] {
  const isInside = ({ atMs }: Sound): boolean => atMs >= from * FRAME_MS && atMs <= to * FRAME_MS;
  return sounds.filter(isInside).map((sound) => ({ ...sound, track }));
}

function isNear({ atMs }: Sound, intervals: readonly Interval[]): boolean {
  return intervals.some(({ fromMs, toMs }) => atMs > fromMs - RUN_UP_MS && atMs < toMs + 2 * FRAME_MS);
}

function hush(frame: Int16Array, tick: number, intervals: readonly Interval[]): void {
  for (const interval of intervals) {
    const [from, to] = samplesOf(interval, tick);
    if (from < to) frame.fill(0, from, to);
  }
}

function keepOnly(frame: Int16Array, tick: number, intervals: readonly Interval[]): void {
  let at = 0;
  for (const interval of intervals) {
    const [from, to] = samplesOf(interval, tick);
    if (from >= to) continue;
    frame.fill(0, at, from);
    at = to;
  }
  frame.fill(0, at);
}

/** Which samples of a tick an interval covers, rounded outwards. */
function samplesOf({ fromMs, toMs }: Interval, tick: number): readonly [number, number] {
  const startMs = tick * FRAME_MS;
  const from = Math.floor((fromMs - startMs) * SAMPLES_PER_MS);
  const to = Math.ceil((toMs - startMs) * SAMPLES_PER_MS);
  return [Math.max(0, Math.min(FRAME_SAMPLES, from)), Math.max(0, Math.min(FRAME_SAMPLES, to))];
}
