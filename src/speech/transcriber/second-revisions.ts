/** What a second pass makes of the segments that are there: pure, for one transcript. */
import type { Segment, SegmentOrigin } from '../segment.ts';

export type SecondRevisionsOptions = {
  /** What holds now. */
  readonly live: readonly Segment[];
  /** What the second pass has found, final or `unheard`, under ids of its own. */
  readonly found: readonly Segment[];
  /** How much of that stretch of that speaker there was to be heard, 0 … 1. */
  readonly heard: (segment: Segment) => number;
  readonly origin: SegmentOrigin;
};

export type SecondRevisions = {
  /** Under the id of what they replace, one revision further; or under their own. */
  readonly replaced: readonly Segment[];
  readonly added: readonly Segment[];
  readonly removed: readonly Segment[];
};

/** More than that of a segment lies in another one: it is of the same words. */
const MOST_OF_IT = 0.5;

/**
 * A segment that was found takes the place of the one of the same speaker that it overlaps most. What has no counterpart is taken back, unless it
 * could not be heard again: the recording lacks it, or nobody understood it this time. What a person has corrected stays, and nothing is added
 * in its place.
 */
export function secondRevisions({ live, found, heard, origin }: SecondRevisionsOptions): SecondRevisions {
  const present = live.filter(({ state }) => state !== 'removed');
  const fixed = present.filter(({ made }) => made.by === 'person');
  const open = present.filter(({ made }) => made.by !== 'person');
  const unheard = found.filter(({ state }) => state === 'unheard');
  const texts = found.filter((each) => each.state === 'final' && shareIn(each, fixed) < MOST_OF_IT);
  const names = new Map(present.map(({ speaker }) => [speaker.speakerId, speaker]));
  const partner = partners(texts, open);
  const taken = new Set(partner.values());
  const named = (segment: Segment): Segment => ({ ...segment, speaker: names.get(segment.speaker.speakerId) ?? segment.speaker });
  const isGone = (segment: Segment): boolean =>
    !taken.has(segment) && heard(segment) >= MOST_OF_IT && shareIn(segment, unheard) < MOST_OF_IT;
  return {
    replaced: texts.flatMap((segment) => {
      const before = partner.get(segment);
      return before ? [{ ...named(segment), segmentId: before.segmentId, revision: before.revision + 1 }] : [];
    }),
    added: [...texts.filter((segment) => !partner.has(segment)), ...unheard.filter((gap) => shareIn(gap, present) === 0)].map(named),
    removed: open.filter(isGone).map((segment) => takenBack(segment, origin)),
  };
}

/** For each the one that it shares most time with, each of which is given away once: the longest common stretches first. */
function partners(texts: readonly Segment[], open: readonly Segment[]): ReadonlyMap<Segment, Segment> {
  const pairs = texts.flatMap((text) => near(text, open).map((before) => ({ text, before, ms: commonMs(text, before) })));
  const found = new Map<Segment, Segment>();
  const taken = new Set<Segment>();
  for (const { text, before } of pairs.toSorted((a, b) => b.ms - a.ms)) {
    if (found.has(text) || taken.has(before)) continue;
    found.set(text, before);
    taken.add(before);
  }
  return found;
}

function near(segment: Segment, among: readonly Segment[]): readonly Segment[] {
  return among.filter((other) => other.speaker.speakerId === segment.speaker.speakerId && commonMs(segment, other) > 0);
}

function commonMs(one: Segment, other: Segment): number {
  return Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);
}

/** Of its time, how much lies in those of the same speaker. */
function shareIn(segment: Segment, among: readonly Segment[]): number {
  let ms = 0;
  for (const other of near(segment, among)) ms += commonMs(segment, other);
  return ms / Math.max(1, segment.endMs - segment.startMs);
}

function takenBack({ segmentId, revision, speaker, startMs, endMs, language }: Segment, made: SegmentOrigin): Segment {
  return { segmentId, revision: revision + 1, state: 'removed', speaker, startMs, endMs, text: '', language, made };
}
