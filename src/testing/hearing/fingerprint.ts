/** Sound as words of 32 bits, most of which stay the same through codecs, loss and noise: which of its bands is stronger, and which grows. */
import type { BandSound } from './band-sound.ts';
import { Spectrum } from './spectrum.ts';

/** 10 ms from one word to the next. */
export const HOP_POINTS = 40;

/** `mask`: the bits that are surest. */
export type Fingerprint = { readonly words: Int32Array; readonly mask: Int32Array };

/** 32 ms are in one word, and what was 20 ms before. */
const WIDTH = 128;
const BACK = 2;
const BANDS = 17;
/** 200 Hz and 3.5 kHz, of 128 bins for 4 kHz. */
const LOWEST_BIN = 6.5;
const HIGHEST_BIN = 113;
const SURE_SHARE = 0.4;
/** Against the strongest band: what lies beneath is no difference to rely on. */
const FAINT = 10 ** -2.5;

const spectrum = new Spectrum(WIDTH);
const hann = Float64Array.from({ length: WIDTH }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / WIDTH));
/** Each is wider than the one below by the same factor. */
const edges = Int32Array.from({ length: BANDS + 1 }, (_, i) => Math.round(LOWEST_BIN * (HIGHEST_BIN / LOWEST_BIN) ** (i / BANDS)));
const workRe = new Float64Array(WIDTH);
const workIm = new Float64Array(WIDTH);

/** Of as many words as the points from `from` to `to` have; the first says what is so 20 ms after the first point. */
export function fingerprintOf(sound: BandSound, from: number, to: number): Fingerprint {
  const margins = new Float64Array(wordsIn(from, to) * 32);
  return { words: wordsOf(sound, from, to, margins), mask: surest(margins) };
}

/** The words alone. `margins`: is told how sure each bit is. */
export function wordsOf(sound: BandSound, from: number, to: number, margins?: Float64Array): Int32Array {
  const words = new Int32Array(wordsIn(from, to));
  const levels = levelsOf(sound, from, words.length + BACK);
  for (let word = 0; word < words.length; word++) {
    const at = (word + BACK) * BANDS;
    let bits = 0;
    for (let band = 0; band + 1 < BANDS; band++) {
      const rise = (levels[at + band] ?? 0) - (levels[at + band + 1] ?? 0);
      const before = at - BACK * BANDS + band;
      const growth = rise - (levels[before] ?? 0) + (levels[before + 1] ?? 0);
      if (rise > 0) bits |= 1 << band;
      if (growth > 0) bits |= 65_536 << band;
      if (!margins) continue;
      margins[word * 32 + band] = Math.abs(rise);
      margins[word * 32 + 16 + band] = Math.abs(growth);
    }
    words[word] = bits;
  }
  return words;
}

function wordsIn(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from - WIDTH) / HOP_POINTS) + 1 - BACK);
}

/** Logarithms of what each band has in each frame. */
function levelsOf(sound: BandSound, from: number, frames: number): Float64Array {
  const levels = new Float64Array(frames * BANDS);
  for (let frame = 0; frame < frames; frame++) measure(sound, from + frame * HOP_POINTS, levels, frame * BANDS);
  let most = 1;
  for (const level of levels) if (level > most) most = level;
  const floor = most * FAINT;
  for (let i = 0; i < levels.length; i++) levels[i] = Math.log((levels[i] ?? 0) + floor);
  return levels;
}

function surest(margins: Float64Array): Int32Array {
  const mask = new Int32Array(margins.length / 32);
  const least = margins.toSorted()[Math.floor((1 - SURE_SHARE) * margins.length)] ?? 0;
  for (const [i, margin] of margins.entries()) if (margin > least) mask[i >> 5] = (mask[i >> 5] ?? 0) | (1 << (i & 31));
  return mask;
}

/** The energy of each band, as a sum of squares. */
function measure({ re, im }: BandSound, from: number, into: Float64Array, at: number): void {
  for (let i = 0; i < WIDTH; i++) {
    const weight = hann[i] ?? 0;
    workRe[i] = (re[from + i] ?? 0) * weight;
    workIm[i] = (im[from + i] ?? 0) * weight;
  }
  spectrum.transform(workRe, workIm);
  for (let band = 0; band < BANDS; band++) {
    let energy = 0;
    const to = edges[band + 1] ?? 0;
    for (let i = edges[band] ?? 0; i < to; i++) {
      const x = workRe[i] ?? 0;
      const y = workIm[i] ?? 0;
      energy += x * x + y * y;
    }
    into[at + band] = energy;
  }
}
