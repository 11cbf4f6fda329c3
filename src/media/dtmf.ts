/** The two tones of a telephone key (ITU-T Q.23), for whoever sends keys as sound, and for whoever judges that. */
import type { TelephoneKey } from '../wire/rtp/telephone-event.ts';
import { sine } from './tones.ts';

export type { TelephoneKey } from '../wire/rtp/telephone-event.ts';

const LOW_HERTZ = [697, 770, 852, 941] as const;
const HIGH_HERTZ = [1209, 1336, 1477, 1633] as const;
/** The rows of the key pad: a low tone for each, a high one for each column. */
const ROWS = ['123A', '456B', '789C', '*0#D'] as const;

/** −11 and −9 dBm0: the high tone is sent 2 dB louder, because lines take more from it. */
const LOW_AMPLITUDE = 0.196;
const HIGH_AMPLITUDE = 0.247;

/** The low and the high frequency of a key. */
export function keyHertz(key: TelephoneKey): readonly [number, number] {
  const row = ROWS.findIndex((keys) => keys.includes(key));
  return [LOW_HERTZ[row] ?? 0, HIGH_HERTZ[ROWS[row]?.indexOf(key) ?? 0] ?? 0];
}

/** The sound of a key that is held for `ms`. */
export function keyTone(key: TelephoneKey, ms: number): Int16Array {
  const [low, high] = keyHertz(key);
  const tone = sine({ hertz: [low], ms }, LOW_AMPLITUDE);
  const second = sine({ hertz: [high], ms }, HIGH_AMPLITUDE);
  return tone.map((sample, i) => sample + (second[i] ?? 0));
}
