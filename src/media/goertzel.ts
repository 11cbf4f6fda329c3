/** How loud one frequency is in a sound, for whoever judges sound by what is heard in it (Goertzel's algorithm). */
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from './frame.ts';
import { levelDb, SILENCE_DB } from './level.ts';

/** In dB below full scale, measured as `levelDb` does: a sine that is alone gives the same figure in both. */
export function toneDb(samples: Int16Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let before = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample / 32_768 + turn * last - before;
    before = last;
    last = next;
  }
  const power = before * before + last * last - turn * before * last;
  const meanSquare = samples.length === 0 ? 0 : (2 * power) / samples.length ** 2;
  return meanSquare <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 10 * Math.log10(meanSquare));
}

/** For how long that frequency makes up most of what is heard, to 20 ms: within `shareDb` of the whole, which is louder than `leastDb`. */
export function toneMs(
  samples: Int16Array,
  hertz: number,
  { leastDb = -40, shareDb = 3 }: { readonly leastDb?: number; readonly shareDb?: number } = {},
): number {
  let ms = 0;
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES);
    const level = levelDb(frame);
    if (level > leastDb && toneDb(frame, hertz) > level - shareDb) ms += FRAME_MS;
  }
  return ms;
}
