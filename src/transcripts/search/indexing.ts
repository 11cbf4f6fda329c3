/** How a transcript gets into the index: some of its segments as they are written, or all of it; a slice at a time, so that nobody waits for long. */
import type { Clock } from '../../base/clock.ts';
import type { Seal } from '../sealed-stream.ts';
import type { Volume } from '../volume.ts';
import type { BlindDocument, BlindIndex } from './blind-index.ts';
import type { BlindWords } from './blind-words.ts';
import { breathe, rest } from './breathe.ts';
import { namesText, sealedLine, type Seals } from './sealed-lines.ts';

export type SearchedPlace = { readonly recordingId: string; readonly startedMs: number };
/** `asking`: how many searches there are at the moment. */
export type OpenIndex = { readonly blind: BlindIndex; readonly words: BlindWords; asking: number };
/** What is changed of a transcript, and up to which sequence of its event log. */
export type Touched = { volume: Volume | undefined; sequence: number; readonly segmentIds: Set<string> };

type IndexingOptions = {
  readonly index: OpenIndex;
  readonly seals: Seals;
  readonly clock: Clock;
  readonly place: SearchedPlace;
  readonly volume: Volume;
  /** Asked before each slice: whether the index is the same, and the transcript there. */
  readonly isStill: () => boolean;
};

/** Some ten milliseconds of work. */
const SLICE = 64;
/** Searches go first; so many rests of work that nobody waits for, and it goes on all the same. */
const MOST_RESTS = 50;
const NOTHING = new Uint8Array(0);
/** The names that are in the index, by the transcript. */
const namesThere = new WeakMap<Volume, string>();

/** Rejects as the seal and the index do. */
export async function indexSegments(options: IndexingOptions & { readonly touched: Touched }): Promise<void> {
  const { index, seals, clock, place, volume, touched, isStill } = options;
  const { sequence, segmentIds } = touched;
  const seal = await seals.of(place.recordingId);
  const all = [...segmentIds].map((segmentId) => volume.said.placeOf(segmentId));
  for (let at = 0; isStill(); at += SLICE) {
    const isLast = at + SLICE >= all.length;
    const documents = all.slice(at, at + SLICE).map((each) => documentOf(volume, each, index.words, seal));
    const text = isLast ? namesText(volume.said.names) : undefined;
    const names = text === undefined || namesThere.get(volume) === text ? undefined : seal.seal(Buffer.from(text));
    index.blind.put([{ ...place, documents, ...(isLast && { written: sequence, names }) }]);
    if (text !== undefined) namesThere.set(volume, text);
    if (isLast) return;
    await breathe(clock);
  }
}

/** In place of what was there of it. Told `onWhole` in the turn in which all of it is there. Rejects as the seal and the index do, and when it is called off. */
export async function indexWhole(
  options: IndexingOptions & { readonly touched: Touched; readonly signal: AbortSignal; readonly onWhole: () => void },
): Promise<void> {
  const { index, seals, clock, place, volume, touched, isStill, signal, onWhole } = options;
  const seal = await seals.of(place.recordingId);
  for (let at = 0; isStill();) {
    const { size } = volume.said;
    const to = Math.min(size, at + SLICE);
    const documents = Array.from({ length: to - at }, (_, each) => documentOf(volume, at + each, index.words, seal));
    const piece = { ...place, documents, isFresh: at === 0 };
    if (to < size) {
      index.blind.put([{ ...piece, written: 0 }]);
      at = to;
      await restBetween(index, clock, signal);
      continue;
    }
    // What was changed meanwhile may be in slices before; it may have been forgotten, and read anew.
    const latest = touched.volume ?? volume;
    const text = namesText(latest.said.names);
    const changed = [...touched.segmentIds].map((segmentId) => documentOf(latest, latest.said.placeOf(segmentId), index.words, seal));
    const names = seal.seal(Buffer.from(text));
    index.blind.put([piece, { ...place, documents: changed, written: latest.sequence, names }]);
    namesThere.set(latest, text);
    onWhole();
    return;
  }
}

/** After a slice of work that nobody waits for: everybody else has a turn, and who searches has theirs first. Rejects when it is called off. */
export async function restBetween(index: OpenIndex, clock: Clock, signal: AbortSignal): Promise<void> {
  let rests = 0;
  do await rest(clock, signal);
  while (index.asking > 0 && ++rests < MOST_RESTS);
}

function documentOf({ said }: Volume, place: number, words: BlindWords, seal: Seal): BlindDocument {
  const segment = said.at(place);
  const blind = segment && segment.state !== 'removed' ? words.documentOf(segment.text, segment.speaker.speakerId) : '';
  return { place, words: blind, sealed: segment && blind !== '' ? sealedLine(seal, place, segment) : NOTHING };
}
