/** Finds every text of the catalogue in what an ear has, as it arrives: where, how loud, how far, and what was lost. */
import { type BandSound, energyOf, POINTS_PER_MS, STRIDE } from './band-sound.ts';
import { BandTrack } from './band-track.ts';
import type { Ear } from './ear.ts';
import { followTogether } from './follow-together.ts';
import { Following } from './following.ts';
import type { Heard } from './heard.ts';
import { type Head, Heads, type Wanted } from './heads.ts';
import { heardText } from './heard-text.ts';
import { startOf } from './laid-over.ts';
import { MOST_PLACES, PlacesIn } from './places.ts';
import { residue } from './residue.ts';
import { RIPE_POINTS, thatStand } from './rivals.ts';
import type { Catalogue } from './spoken.ts';
import { isUnexplained } from './unexplained.ts';
import { FRAME_MS, FRAME_POINTS, HEAD_POINTS, voiceprintOf, WINDOW_POINTS } from './voiceprint.ts';

export type ListenerOptions = {
  readonly ear: Ear;
  readonly catalogue: Catalogue;
  readonly nowMs: () => number;
};

type Find = Wanted & { readonly following: Following };

/** What is newer may still be on its way. */
const SETTLE_MS = 40;
/** Looks once there are so many new places, or fewer when it has become silent. */
const STEP_POINTS: number = 500 * POINTS_PER_MS;
const SILENT_STEP_POINTS: number = 100 * POINTS_PER_MS;
const PIECE_POINTS: number = 500 * POINTS_PER_MS;
/** Texts that are new to the catalogue are looked for so far back. */
const BACK_POINTS: number = 10_000 * POINTS_PER_MS;
/** Places that are less like are not looked at more closely. */
const LEAST_LIKE = 0.24;
/** In 300 ms, so much must be unexplained for a look, and so much for a search among all texts. */
const LOOK_FRAMES = 10;
const CHECK_FRAMES = 20;
const CHECK_POINTS: number = 300 * POINTS_PER_MS;
/** A find of that text within 8 ms is the same. */
const SAME_POINTS: number = 8 * POINTS_PER_MS;
const MOST_TURNS = 3;
/** Within 60 ms only the best places are followed, and those that are nearly as good. */
const NEAR_POINTS: number = 60 * POINTS_PER_MS;
const NEARLY = 0.8;
/** A find must be there in so many of its frames; one that was cut must have had 200 ms. */
const LEAST_SHARE = 0.5;
const LEAST_FRAMES = 20;

export class Listener {
  readonly #options: ListenerOptions;
  readonly #places = new PlacesIn();
  readonly #heads = new Heads();
  /** Entries of the catalogue that are known here. */
  #known = 0;
  #track: BandTrack | undefined;
  /** The first place that was not looked at. */
  #next = 0;
  /** The first place of which it is not known whether something is left that has to be searched for among all texts. */
  #checked = 0;
  #finds: Find[] = [];
  #stand: readonly Find[] = [];
  /** The finds of which those stand, and how far each of them was. */
  #judged: readonly Find[] = [];
  #state: readonly number[] = [];
  /** Too long ago to change. */
  readonly #past: Heard[] = [];
  #heard: readonly Heard[] = [];

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** In order of time. What still sounds is there already, as far as it was heard; call it again for more. */
  heard(): readonly Heard[] {
    const track = this.#trackNow();
    if (!track) return this.#heard;
    this.#learn(track);
    this.#search(track);
    const standing = this.#standing(track).map(heardOf);
    const length = this.#past.length + standing.length;
    if (this.#heard.length === length && standing.every((piece, i) => this.#heard[this.#past.length + i] === piece)) return this.#heard;
    return (this.#heard = [...this.#past, ...standing]);
  }

  #trackNow(): BandTrack | undefined {
    const { ear } = this.#options;
    if (ear.startMs === undefined) return undefined;
    if (!this.#track) {
      this.#next = this.#checked = Math.floor((ear.startMs - 1) * POINTS_PER_MS);
      this.#track = new BandTrack(ear, this.#next);
    }
    return this.#track;
  }

  #learn(track: BandTrack): void {
    const { catalogue } = this.#options;
    if (catalogue.size === this.#known) return;
    const added = [...catalogue.all].slice(this.#known);
    this.#known = catalogue.size;
    const heads = new Heads();
    for (const spoken of added) {
      const print = voiceprintOf(spoken);
      if (!print) continue;
      heads.add({ spoken, print });
      this.#heads.add({ spoken, print });
    }
    const step = MOST_PLACES - NEAR_POINTS;
    for (let at = Math.max(track.first, this.#next - BACK_POINTS); at < this.#next; at += step) {
      this.#look(track, at, Math.min(step, this.#next - at) + NEAR_POINTS, () => heads.all);
    }
  }

  /** Piece by piece, so that a long time is heard as if it had been heard bit by bit. */
  #search(track: BandTrack): void {
    const to = Math.floor((this.#options.nowMs() - SETTLE_MS) * POINTS_PER_MS);
    while (track.end < to) {
      track.extend(this.#endOfPiece(track, to));
      this.#next = Math.max(this.#next, track.first);
      // First, so that what goes on as it is known needs no look.
      this.#follow(track);
      for (let count = this.#count(track); count > 0; count = this.#count(track)) {
        this.#look(track, this.#next, count, (rest) => this.#heads.likelyIn(rest, count));
        this.#next += count - NEAR_POINTS;
      }
      this.#check(track);
      this.#settle(track);
    }
  }

  /** A silence of any length is one piece, once all that sounded before it is over. */
  #endOfPiece(track: BandTrack, to: number): number {
    const piece = Math.min(to, track.end + PIECE_POINTS);
    if (this.#next < track.end - HEAD_POINTS - SILENT_STEP_POINTS || this.#finds.length > 0) return piece;
    if (this.#checked < track.end - HEAD_POINTS - 2 * STEP_POINTS - CHECK_POINTS) return piece;
    const next = this.#options.ear.nextMs(track.end / POINTS_PER_MS);
    return next === undefined ? to : Math.max(piece, Math.min(to, Math.floor(next * POINTS_PER_MS) - PIECE_POINTS));
  }

  /** How many places are to be looked at now. */
  #count(track: BandTrack): number {
    const count = Math.min(MOST_PLACES, track.end - this.#next - HEAD_POINTS);
    const silent = track.between(Math.max(track.first, track.end - SILENT_STEP_POINTS), track.end);
    return count >= STEP_POINTS || (count >= SILENT_STEP_POINTS && energyOf(silent) < silent.re.length) ? count : 0;
  }

  /** Where something goes on that nothing explains, all texts are looked for. */
  #check(track: BandTrack): void {
    this.#checked = Math.max(this.#checked, track.first);
    for (;;) {
      const count = Math.min(MOST_PLACES, this.#next - this.#checked - CHECK_POINTS);
      if (count < STEP_POINTS) return;
      const [from, to] = [this.#checked, this.#checked + count + CHECK_POINTS];
      const rest = residue(track, from, to, this.#between(track, from, to));
      if (isUnexplained(rest, track.between(from, to), CHECK_FRAMES)) this.#look(track, from, count, () => this.#heads.all);
      this.#checked += count - NEAR_POINTS;
    }
  }

  #between(track: BandTrack, from: number, to: number): readonly Following[] {
    const standing = this.#standing(track).map(({ following }) => following);
    return standing.filter(({ fromMs, toMs }) => fromMs * POINTS_PER_MS < to && toMs * POINTS_PER_MS > from);
  }

  /** Beneath what is known to sound, and once more beneath what was found with that. */
  #look(track: BandTrack, from: number, count: number, among: (rest: BandSound) => readonly Head[]): void {
    const to = Math.min(track.end, from + WINDOW_POINTS);
    let known = -1;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const here = this.#between(track, from, to);
      if (here.length === known) return;
      if (!isUnexplained(residue(track, from, to, here), track.between(from, to), LOOK_FRAMES)) return;
      // What began a moment ago may have a rival that begins alike, which would be spoilt without it.
      const beneath = turn > 0 ? here : here.filter(({ at, print }) => at + print.first * FRAME_POINTS < from - NEAR_POINTS);
      known = beneath.length;
      const rest = residue(track, from, to, beneath);
      const heads = among(rest);
      if (heads.length === 0) return;
      this.#places.hear(rest);
      if (!this.#places.isSounding(0, count)) return;
      for (const head of heads) this.#lookFor(track, from, count, head);
    }
  }

  /** What lies in the last 60 ms is left for the next time: the best place may be still to come. */
  #lookFor(track: BandTrack, from: number, count: number, { print, texts }: Head): void {
    const found = this.#places.find(print, count, LEAST_LIKE);
    for (const place of found) {
      const isBest = found.every(({ at, likeness }) => Math.abs(at - place.at) > NEAR_POINTS || likeness * NEARLY <= place.likeness);
      if (!isBest || place.at >= count - NEAR_POINTS) continue;
      const point = from + place.at;
      const unknown = texts.filter((wanted) => !this.#isKnown(wanted, point));
      if (unknown.length === 0) continue;
      const sample = startOf(track, print, point) + print.first * FRAME_POINTS * STRIDE;
      const begun = unknown.map((wanted) => begunAt(track, wanted, sample));
      const givenUp = followTogether(
        begun.map(({ following }) => following),
        track,
      );
      this.#finds.push(...begun.filter(({ following }) => !givenUp.has(following) && following.isThere(LEAST_SHARE)));
    }
  }

  #isKnown({ print }: Wanted, point: number): boolean {
    const begin = point - print.first * FRAME_POINTS;
    return this.#finds.some(({ print: other, following }) => other === print && Math.abs(following.at - begin) < SAME_POINTS);
  }

  #follow(track: BandTrack): void {
    const givenUp = followTogether(
      this.#finds.map(({ following }) => following),
      track,
    );
    if (givenUp.size > 0) this.#finds = this.#finds.filter(({ following }) => !givenUp.has(following));
  }

  /** Worked out again only when something has changed that decides it. */
  #standing(track: BandTrack): readonly Find[] {
    const state = this.#finds.map(stateOf);
    const isSame =
      state.length === this.#state.length && state.every((each, i) => each === this.#state[i] && this.#finds[i] === this.#judged[i]);
    if (!isSame) {
      this.#stand = thatStand(this.#finds.filter(isCredible), track);
      this.#judged = [...this.#finds];
      this.#state = state;
    }
    return this.#stand;
  }

  /** What ended long enough ago, and everything that lies over it, stays as it is; what was no find is dropped. */
  #settle(track: BandTrack): void {
    const ripeMs = (track.end - RIPE_POINTS) / POINTS_PER_MS;
    const finds = this.#finds.toSorted((a, b) => a.following.fromMs - b.following.fromMs);
    let [ripe, toMs] = [0, -Infinity];
    for (const [i, { following }] of finds.entries()) {
      if (following.fromMs >= toMs) ripe = i;
      if (!following.isOver || following.toMs > ripeMs) break;
      toMs = Math.max(toMs, following.toMs);
      if (i === finds.length - 1) ripe = finds.length;
    }
    if (ripe === 0) return;
    this.#past.push(...thatStand(finds.slice(0, ripe).filter(isCredible), track).map(heardOf));
    this.#finds = finds.slice(ripe);
    // Put together anew: those that lie over one another may have been judged otherwise than with all others beside them.
    this.#heard = [];
  }
}

/** `sample`: where what sounds first in it begins. */
function begunAt(track: BandTrack, wanted: Wanted, sample: number): Find {
  const { print } = wanted;
  return { ...wanted, following: new Following(print, sample - print.first * FRAME_POINTS * STRIDE, track) };
}

/** In steps of 200 ms. */
function stateOf(find: Find): number {
  const { isOver, heardFrames, isShifted } = find.following;
  return (
    (isOver ? heardFrames + 1 : Math.floor(heardFrames / LEAST_FRAMES)) * 8 +
    (isOver ? 4 : 0) +
    (isShifted ? 2 : 0) +
    (isCredible(find) ? 1 : 0)
  );
}

function isCredible({ following }: Find): boolean {
  return following.isThere(LEAST_SHARE) && (following.isWhole || following.soundingFrames >= LEAST_FRAMES);
}

const pieces = new WeakMap<Following, { readonly revision: number; readonly heard: Heard }>();

function heardOf({ spoken, print, following }: Find): Heard {
  const { revision } = following;
  const known = pieces.get(following);
  if (known?.revision === revision) return known.heard;
  const { isOver, isWhole, fromMs, toMs, gaps, likeness, gainDb, heardFrames } = following;
  const text = isWhole ? spoken.text : heardText(spoken, heardFrames * FRAME_MS, print.last * FRAME_MS);
  const heard = { text, full: spoken.text, by: spoken.by, fromMs, toMs, isOver, isWhole, gainDb, gaps, likeness };
  pieces.set(following, { revision, heard });
  return heard;
}
