/** The beginnings of all texts that are looked for: those that begin alike are one, and the likely ones are told by their fingerprints. */
import type { BandSound } from './band-sound.ts';
import { bitsIn, type Fingerprint, fingerprintOf, HOP_POINTS } from './fingerprint.ts';
import type { Spoken } from './spoken.ts';
import { FRAME_POINTS, type Voiceprint } from './voiceprint.ts';

export type Wanted = { readonly spoken: Spoken; readonly print: Voiceprint };
/** `print`: that of the first of them. */
export type Head = { readonly print: Voiceprint; readonly texts: Wanted[]; readonly mark: Mark };
type Mark = Fingerprint & { readonly firstBits: number; readonly bits: number };

/** Of two words only one is compared: neighbours say much the same. */
const SPARSE = 2;
/** So many of the surest bits may be wrong; a third of the words is compared first. */
const MOST_WRONG = 0.34;
const FIRST_WRONG = 0.46;
/** A beginning of fewer words is always likely. */
const LEAST_WORDS = 12;
/** 2 ms: what follows the beginning is heard in its last points. */
const BLURRED_POINTS = 8;

export class Heads {
  readonly #all: Head[] = [];
  /** By a few of their points. */
  readonly #alike = new Map<string, Head[]>();

  get all(): readonly Head[] {
    return this.#all;
  }

  add(wanted: Wanted): void {
    const { print } = wanted;
    const key = keyOf(print);
    const alike = this.#alike.get(key) ?? [];
    this.#alike.set(key, alike);
    const known = alike.find((head) => areAlike(head.print, print));
    if (known) {
      known.texts.push(wanted);
      return;
    }
    const head = { print, texts: [wanted], mark: markOf(print) };
    alike.push(head);
    this.#all.push(head);
  }

  /** Those that may begin at one of the first `count` points. */
  likelyIn(sound: BandSound, count: number): Head[] {
    const { words } = fingerprintOf(sound, 0, sound.re.length);
    const places = Math.ceil(count / HOP_POINTS) + 1;
    return this.#all.filter(({ mark }) => mark.words.length < LEAST_WORDS || isLikely(mark, words, places));
  }
}

function isLikely({ words, mask, firstBits, bits }: Mark, heard: Int32Array, places: number): boolean {
  const count = words.length;
  const to = Math.min(places, heard.length - count + 1);
  const mostFirst = FIRST_WRONG * firstBits;
  const most = MOST_WRONG * bits;
  for (let place = 0; place < to; place++) {
    let wrong = 0;
    for (let i = 0; i < count; i += SPARSE * 3) wrong += bitsIn(((words[i] ?? 0) ^ (heard[place + i] ?? 0)) & (mask[i] ?? 0));
    if (wrong > mostFirst) continue;
    for (let i = SPARSE; i < count; i += SPARSE * 3) wrong += bitsIn(((words[i] ?? 0) ^ (heard[place + i] ?? 0)) & (mask[i] ?? 0));
    for (let i = SPARSE * 2; i < count; i += SPARSE * 3) wrong += bitsIn(((words[i] ?? 0) ^ (heard[place + i] ?? 0)) & (mask[i] ?? 0));
    if (wrong <= most) return true;
  }
  return false;
}

const marks = new WeakMap<Voiceprint, Mark>();

function markOf(print: Voiceprint): Mark {
  const known = marks.get(print);
  if (known) return known;
  const from = print.first * FRAME_POINTS;
  const made = fingerprintOf(print.sound(0), from, from + print.headPoints);
  let [firstBits, bits] = [0, 0];
  for (let i = 0; i < made.words.length; i += SPARSE) {
    const sure = bitsIn(made.mask[i] ?? 0);
    bits += sure;
    if (i % (SPARSE * 3) === 0) firstBits += sure;
  }
  const mark = { ...made, firstBits, bits };
  marks.set(print, mark);
  return mark;
}

function keyOf(print: Voiceprint): string {
  const { re } = print.sound(0);
  const from = print.first * FRAME_POINTS;
  return [print.headPoints, re[from + 20], re[from + 100], re[from + 300]].join(' ');
}

function areAlike(a: Voiceprint, b: Voiceprint): boolean {
  if (a.headPoints !== b.headPoints) return false;
  const [one, other] = [a.sound(0), b.sound(0)];
  const [from, otherFrom] = [a.first * FRAME_POINTS, b.first * FRAME_POINTS];
  for (let i = 0; i < a.headPoints - BLURRED_POINTS; i++)
    if (one.re[from + i] !== other.re[otherFrom + i] || one.im[from + i] !== other.im[otherFrom + i]) return false;
  return true;
}
