/** Keys as sound: each is told from all others by its two tones. */
import { expect, test } from 'vitest';
import type { TelephoneKey } from '../wire/rtp/telephone-event.ts';
import { keyHertz, keyTone } from './dtmf.ts';
import { toneDb } from './goertzel.ts';

const KEYS: readonly TelephoneKey[] = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'];
const HERTZ = [697, 770, 852, 941, 1209, 1336, 1477, 1633];

test('a key has its own two tones and no other, the high one 2 dB louder', () => {
  for (const key of KEYS) {
    const tone = keyTone(key, 100);
    const [low, high] = keyHertz(key);
    expect(HERTZ.filter((hertz) => toneDb(tone, hertz) > -25)).toEqual([low, high]);
    expect(toneDb(tone, high) - toneDb(tone, low)).toBeCloseTo(2, 0);
  }
  expect(new Set(KEYS.map((key) => keyHertz(key).join())).size).toBe(16);
  expect(keyHertz('0')).toEqual([941, 1336]);
});

test('it is as long as it is held, and begins and ends without a click', () => {
  const tone = keyTone('5', 70);
  expect(tone.length).toBe(1_120);
  expect(Math.abs(tone[0] ?? 0) + Math.abs(tone[1_119] ?? 0)).toBeLessThan(400);
});
