/** Which key of a telephone sounds in a frame: one low tone and one high tone, and hardly anything else (ITU-T Q.24). */
import { keyHertz } from '../../media/dtmf.ts';
import { toneDb } from '../../media/goertzel.ts';

const KEYS = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'] as const;
const LOW: readonly number[] = [0, 4, 8, 12].map((i) => keyHertz(KEYS[i] ?? '1')[0]);
const HIGH: readonly number[] = [0, 1, 2, 3].map((i) => keyHertz(KEYS[i] ?? '1')[1]);

const LEAST_DB = -45;
/** The two tones together make up nearly all that sounds. */
const SHARE_DB = 2;
/** So far above the other tones of its group is the one that is meant. */
const AHEAD_DB = 6;
/** The two may differ by so much. */
const TWIST_DB = 9;

/** `levelDb` is the frame's own level. */
export function keyIn(frame: Int16Array, levelDb: number): string | undefined {
  if (levelDb < LEAST_DB) return undefined;
  const low = strongest(frame, LOW);
  const high = strongest(frame, HIGH);
  if (!low || !high || Math.abs(low.db - high.db) > TWIST_DB) return undefined;
  const both = 10 * Math.log10(10 ** (low.db / 10) + 10 ** (high.db / 10));
  return both > levelDb - SHARE_DB ? KEYS[low.index * 4 + high.index] : undefined;
}

function strongest(frame: Int16Array, group: readonly number[]): { readonly index: number; readonly db: number } | undefined {
  const levels = group.map((hertz) => toneDb(frame, hertz));
  const db = Math.max(...levels);
  const index = levels.indexOf(db);
  return levels.every((level, i) => i === index || level < db - AHEAD_DB) ? { index, db } : undefined;
}
