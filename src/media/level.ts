/** How loud a sound is, in dB below full scale (a sine of full amplitude has −3). */

/** What is returned for digital silence. */
export const SILENCE_DB = -100;

export function levelDb(samples: Int16Array, from: number = 0, to: number = samples.length): number {
  let energy = 0;
  for (let i = from; i < to; i++) {
    const sample = samples[i] ?? 0;
    energy += sample * sample;
  }
  if (energy === 0 || to <= from) return SILENCE_DB;
  return Math.max(SILENCE_DB, 10 * Math.log10(energy / (to - from)) - FULL_SCALE_DB);
}

const FULL_SCALE_DB = 20 * Math.log10(32_768);
