/** Makes a spoken sound fit to be played: loud enough for a telephone, with no more than a breath before and after. */
import { SAMPLE_RATE } from '../media/frame.ts';

/** −3 dB below full scale: loud, with room for what is mixed to it. */
const PEAK = Math.round(32_768 * 10 ** (-3 / 20));
const LEADING = (30 * SAMPLE_RATE) / 1_000;
const TRAILING = (120 * SAMPLE_RATE) / 1_000;
/** Below this part of the peak (−40 dB) nobody hears speech. */
const QUIET = 0.01;
/** What is said of a text that makes no sound: a WAV file cannot be empty. */
const SHORTEST = (20 * SAMPLE_RATE) / 1_000;

/** At most 50 ms of silence before, 150 ms after, its peak at −3 dB. Silence stays silence. */
export function finished(samples: Int16Array): Int16Array {
  const peak = peakOf(samples);
  if (peak === 0) return samples.length > 0 ? samples : new Int16Array(SHORTEST);
  const isHeard = (sample: number): boolean => Math.abs(sample) > peak * QUIET;
  const first = samples.findIndex(isHeard);
  const last = samples.findLastIndex(isHeard);
  const factor = PEAK / peak;
  return samples.slice(Math.max(0, first - LEADING), last + 1 + TRAILING).map((sample) => Math.round(sample * factor));
}

function peakOf(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
