/** A tone that is as long and as loud, moment by moment, as what somebody said: speech is where speech was, and no word of it. */
import { FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import { levelDb } from '../media/level.ts';

const hertz = 330;
/** Quieter than this is silence. */
const quietDb = -60;
/** A sine of full amplitude has this level. */
const fullDb = -3.01;
/** Loudness is told in steps of so much, and for 100 ms at once, so that nothing of a voice is left in it. */
const stepDb = 3;
const spanSamples = FRAME_SAMPLES * 5;

export function toneInPlaceOf(said: Int16Array): Int16Array {
  const tone = new Int16Array(said.length);
  for (let from = 0; from < said.length; from += spanSamples) {
    const to = Math.min(said.length, from + spanSamples);
    const level = levelDb(said, from, to);
    if (level <= quietDb) continue;
    const amplitude = Math.min(1, 10 ** ((Math.round(level / stepDb) * stepDb - fullDb) / 20));
    for (let i = from; i < to; i++) tone[i] = Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE));
  }
  return tone;
}
