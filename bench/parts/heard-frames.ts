/** How much of what was said is heard, 20 ms by 20 ms: a frame is heard if its spectrum is there, about when it is due. */
import { Spectrum } from '../../src/testing/hearing/spectrum.ts';

const SIZE = 512;
/** 5 ms: sound may be drawn together a little. */
const HOP = 80;
const FRAME_HOPS = 4;
const BANDS = 20;
/** 200 Hz to 3.8 kHz, in bins of 31.25 Hz. */
const LOWEST = 6;
const HIGHEST = 122;
const FLOOR_DB = -65;
/** Frames of the original that are quieter are pauses. */
const PAUSE_DB = -45;
/** Bands may differ by so much on the average: neighbouring frames of speech differ by twice that. */
const ALIKE_DB = 5;
/** A jitter buffer puts sound off by so much at most, and by so much more from frame to frame. */
const MOST_LATE_HOPS = 60;
const WANDER_HOPS = 8;

/** Shares of the frames that hold speech, and the longest stretch in which none was heard. */
export type HeardFrames = { readonly heard: number; readonly longestGapMs: number };

export function heardFrames(said: Int16Array, heard: Int16Array): HeardFrames {
  const [original, copy] = [bandsOf(said), bandsOf(heard)];
  let [lag, speech, found, gap, longest] = [-1, 0, 0, 0, 0];
  for (let row = 0; row < original.length; row += FRAME_HOPS) {
    const wanted = original[row] ?? new Float32Array(BANDS);
    if (Math.max(...wanted) < PAUSE_DB) continue;
    speech++;
    const [from, to] = lag < 0 ? [0, MOST_LATE_HOPS] : [Math.max(0, lag - WANDER_HOPS), lag + WANDER_HOPS];
    let best = { difference: Infinity, lag };
    for (let late = from; late <= to; late++) {
      const there = copy[row + late];
      const difference = there ? differenceOf(wanted, there) : Infinity;
      if (difference < best.difference) best = { difference, lag: late };
    }
    if (best.difference <= ALIKE_DB) {
      lag = best.lag;
      found++;
      gap = 0;
    } else longest = Math.max(longest, ++gap);
  }
  return { heard: found / Math.max(1, speech), longestGapMs: longest * 20 };
}

function differenceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < BANDS; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / BANDS;
}

function bandsOf(samples: Int16Array): Float32Array[] {
  const spectrum = new Spectrum(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  return Array.from({ length: Math.max(0, Math.floor((samples.length - SIZE) / HOP)) }, (_, row) => {
    for (let i = 0; i < SIZE; i++) {
      re[i] = ((samples[row * HOP + i] ?? 0) / 32_768) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE));
      im[i] = 0;
    }
    spectrum.transform(re, im);
    return Float32Array.from({ length: BANDS }, (_band, band) => {
      const edge = (at: number): number => Math.round(LOWEST * (HIGHEST / LOWEST) ** (at / BANDS));
      let power = 0;
      for (let bin = edge(band); bin < Math.max(edge(band) + 1, edge(band + 1)); bin++) power += (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2;
      return Math.max(FLOOR_DB, 10 * Math.log10(power / SIZE + 1e-12) + 10);
    });
  });
}
