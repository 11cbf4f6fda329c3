/** The beginnings of all texts that are looked for: those that begin alike are one, and the likely ones are told by their fingerprints. */
import { type BandSound, energyOf } from './band-sound.ts';
import { type Fingerprint, fingerprintOf, HOP_POINTS, wordsOf } from './fingerprint.ts';
import type { Spoken } from './spoken.ts';
import { FRAME_POINTS, type Voiceprint } from './voiceprint.ts';

export type Wanted = { readonly spoken: Spoken; readonly print: Voiceprint };
/** `print`: that of the first of them. */
export type Head = { readonly print: Voiceprint; readonly texts: Wanted[]; readonly mark: Mark };
/** `key`: the same for all that begin alike. `bits`: how many are sure, and how many of those in every third word. */
type Mark = Fingerprint & { readonly key: string; readonly firstBits: number; readonly bits: number };

/** So many of the surest bits may be wrong; a third of the words is compared first. */
const MOST_WRONG = 0.3;
const FIRST_WRONG = 0.4;
const EVERY = 3;
/** Against the loudest 10 ms. */
const FAINT = 1e-3;
const MOST_LIKELY = 10;
/** A beginning of fewer words is always likely. */
const LEAST_WORDS = 12;
/** 2 ms: what follows the beginning is heard in its last points. */
const BLURRED_POINTS = 8;

export class Heads {
  readonly #all: Head[] = [];
  readonly #byKey = new Map<string, Head>();

  get all(): readonly Head[] {
    return this.#all;
  }

  add(wanted: Wanted): void {
    const { print } = wanted;
    const mark = markOf(print);
    const known = this.#byKey.get(mark.key);
    if (known) {
      known.texts.push(wanted);
      return;
    }
    const head = { print, texts: [wanted], mark };
    this.#byKey.set(mark.key, head);
    this.#all.push(head);
  }

  /** Those that may begin at one of the first `count` points: of many only the likeliest. */
  likelyIn(sound: BandSound, count: number): Head[] {
    const words = wordsOf(sound, 0, sound.re.length);
    const places = soundingPlaces(sound, Math.min(Math.ceil(count / HOP_POINTS) + 1, words.length));
    const likely: { readonly head: Head; readonly wrong: number }[] = [];
    for (const head of this.#all) {
      const wrong = head.mark.words.length < LEAST_WORDS ? 0 : leastWrong(head.mark, words, places);
      if (wrong <= MOST_WRONG) likely.push({ head, wrong });
    }
    if (likely.length > MOST_LIKELY) likely.sort((a, b) => a.wrong - b.wrong).length = MOST_LIKELY;
    return likely.map(({ head }) => head);
  }
}

/** What begins begins with a sound: to 10 ms. */
function soundingPlaces(sound: BandSound, places: number): readonly number[] {
  const frames = Math.floor(sound.re.length / HOP_POINTS);
  const energies = Float64Array.from({ length: frames }, (_, i) => energyOf(sound, i * HOP_POINTS, (i + 1) * HOP_POINTS));
  const least = energies.reduce((most, energy) => Math.max(most, energy), 0) * FAINT;
  const isSounding = (i: number): boolean => (energies[i] ?? 0) > least;
  return Array.from({ length: places }, (_, i) => i).filter((i) => isSounding(i - 1) || isSounding(i) || isSounding(i + 1));
}

/** The share of its surest bits that are wrong at the best place. */
function leastWrong({ words, mask, firstBits, bits }: Mark, heard: Int32Array, places: readonly number[]): number {
  const last = heard.length - words.length;
  const mostFirst = FIRST_WRONG * firstBits;
  let least = bits;
  for (const place of places) {
    if (place > last) break;
    let wrong = wrongBits(words, mask, heard, place, 0);
    if (wrong > mostFirst || wrong >= least) continue;
    for (let first = 1; first < EVERY && wrong < least; first++) wrong += wrongBits(words, mask, heard, place, first);
    if (wrong < least) least = wrong;
  }
  return bits === 0 ? 0 : least / bits;
}

/** In every third word. */
function wrongBits(words: Int32Array, mask: Int32Array, heard: Int32Array, place: number, first: number): number {
  const count = words.length;
  let wrong = 0;
  for (let i = first; i < count; i += EVERY) {
    const bits = ((words[i] ?? 0) ^ (heard[place + i] ?? 0)) & (mask[i] ?? 0);
    // Counted here and not by a call: there is nothing that is done more often.
    const pairs = bits - ((bits >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    wrong += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return wrong;
}

const marks = new WeakMap<Voiceprint, Mark>();

function markOf(print: Voiceprint): Mark {
  const known = marks.get(print);
  if (known) return known;
  const from = print.first * FRAME_POINTS;
  const made = fingerprintOf(print.sound(0), from, from + print.headPoints);
  const unlike = made.words.map((word) => ~word);
  const [firstBits = 0, ...others] = Array.from({ length: EVERY }, (_, first) => wrongBits(made.words, made.mask, unlike, 0, first));
  const bits = others.reduce((sum, some) => sum + some, firstBits);
  const mark = { ...made, key: keyOf(print), firstBits, bits };
  marks.set(print, mark);
  return mark;
}

/** Of all its bits: two sums that differ wherever two sounds do, but for one pair in many millions of millions. */
function keyOf(print: Voiceprint): string {
  const { re } = print.sound(0);
  const from = print.first * FRAME_POINTS;
  const bits = new Int32Array(re.buffer, re.byteOffset + from * 4, print.headPoints - BLURRED_POINTS);
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (const word of bits) {
    one = Math.imul(one ^ word ^ (word >>> 15), 0x01000193);
    other = Math.imul((other << 5) ^ (other >>> 27) ^ word, 0x85ebca6b);
  }
  return `${String(print.headPoints)} ${String(one)} ${String(other)}`;
}
