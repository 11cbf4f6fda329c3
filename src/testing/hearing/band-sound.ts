/** Speech as numbers that can be laid over one another: its band from 200 Hz to 3.8 kHz as complex sound, 4 points a millisecond. */
import { SAMPLE_RATE } from '../../media/frame.ts';

/** What turns with the phase of the sound: so two copies agree wherever between two points they lie. */
export type BandSound = { readonly re: Float32Array; readonly im: Float32Array };

export const POINTS_PER_MS = 4;
/** Samples of 16 kHz for one point. */
export const STRIDE = 4;
/** So many samples before and after are needed for a point. */
export const REACH = 32;

const PIECE_POINTS = 1_000;
const LOWEST_HZ = 200;
const HIGHEST_HZ = 3_800;
/** Voices are strongest below; raised to here, all that carries words counts alike. */
const LEVEL_HZ = 2_000;

const taps = filterTaps();

/** `count` points; the first is `REACH` samples after the beginning of `samples`, which must be long enough for the last. */
export function bandSound(samples: Int16Array, count: number): BandSound {
  const sound = { re: new Float32Array(count), im: new Float32Array(count) };
  const { re: evenTaps, im: oddTaps } = taps;
  // The filter is the same on both sides of its middle, but for the sign of `im`.
  const middle = evenTaps[REACH] ?? 0;
  for (let point = 0; point < count; point++) {
    const at = point * STRIDE + REACH;
    let re = (samples[at] ?? 0) * middle;
    let im = 0;
    for (let i = 1; i <= REACH; i++) {
      const before = samples[at - i] ?? 0;
      const after = samples[at + i] ?? 0;
      re += (before + after) * (evenTaps[REACH + i] ?? 0);
      im += (after - before) * (oddTaps[REACH + i] ?? 0);
    }
    sound.re[point] = re;
    sound.im[point] = im;
  }
  return sound;
}

/** A whole sound with silence around it, begun `delay` samples (0 to 3) after the first point. */
export function wholeBandSound(samples: Int16Array, delay: number = 0): BandSound {
  return growingBandSound(samples, delay)(Infinity);
}

/** The same, made up to the point that is asked for, and on from there the next time; beyond it are zeroes. */
export function growingBandSound(samples: Int16Array, delay: number): (to: number) => BandSound {
  const count = Math.ceil((samples.length + delay) / STRIDE);
  const sound = { re: new Float32Array(count), im: new Float32Array(count) };
  let made = 0;
  return (to) => {
    if (made >= Math.min(to, count)) return sound;
    const end = Math.min(count, Math.max(to, made + PIECE_POINTS));
    const padded = new Int16Array((end - made) * STRIDE + REACH * 2);
    const from = made * STRIDE - REACH - delay;
    padded.set(samples.subarray(Math.max(0, from), from + padded.length), Math.max(0, -from));
    const piece = bandSound(padded, end - made);
    sound.re.set(piece.re, made);
    sound.im.set(piece.im, made);
    made = end;
    return sound;
  };
}

/** Of the points from `from` on. */
export function energyOf({ re, im }: BandSound, from: number = 0, to: number = re.length): number {
  let energy = 0;
  for (let i = from; i < to; i++) energy += (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
  return energy;
}

/** A filter of finite length by its wanted response, under a Hann window. */
function filterTaps(): { readonly re: Float64Array; readonly im: Float64Array } {
  const made = { re: new Float64Array(REACH * 2 + 1), im: new Float64Array(REACH * 2 + 1) };
  const step = 10;
  for (let i = 0; i <= REACH * 2; i++) {
    const window = 0.5 + 0.5 * Math.cos((Math.PI * (i - REACH)) / (REACH + 1));
    for (let hz = LOWEST_HZ; hz <= HIGHEST_HZ; hz += step) {
      const weight = (window * step * Math.sqrt(Math.min(1, hz / LEVEL_HZ))) / SAMPLE_RATE;
      const angle = (2 * Math.PI * hz * (i - REACH)) / SAMPLE_RATE;
      made.re[i] = (made.re[i] ?? 0) + weight * Math.cos(angle);
      made.im[i] = (made.im[i] ?? 0) + weight * Math.sin(angle);
    }
  }
  return made;
}
