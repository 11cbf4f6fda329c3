import { expect, test } from 'vitest';
import { sine } from '../../media/tones.ts';
import { Ear } from './ear.ts';
import { findSound } from './find-sound.ts';
import { laid, spokenTexts, throughOpus } from './test-arrangement.ts';

const [echo = new Int16Array(0), goodbye = new Int16Array(0)] = spokenTexts.values();
const heard = async (...parts: Parameters<typeof laid>[0]): Promise<Ear> => {
  const ear = new Ear();
  ear.take(0, await throughOpus(laid(parts, 9_000)));
  return ear;
};

test('a sound is found where it lies, as loud as it is, through a codec', async () => {
  const found = findSound(await heard({ samples: echo, atMs: 1_234, gainDb: -9 }), echo);
  expect(Math.abs((found?.atMs ?? 0) - 1_234)).toBeLessThan(20);
  expect(Math.abs((found?.gainDb ?? 0) + 9)).toBeLessThan(1.5);
  expect(found?.likeness).toBeGreaterThan(0.8);
});

test('from a later time on the next one is found', async () => {
  const ear = await heard({ samples: goodbye, atMs: 500 }, { samples: goodbye, atMs: 4_000 });
  expect(findSound(ear, goodbye)?.atMs).toBeLessThan(1_000);
  expect(Math.abs((findSound(ear, goodbye, { fromMs: 1_000 })?.atMs ?? 0) - 4_000)).toBeLessThan(20);
  expect(findSound(ear, goodbye, { fromMs: 5_000 })).toBeUndefined();
});

test('another sound, half of it, and silence are not it', async () => {
  expect(findSound(await heard({ samples: goodbye, atMs: 100 }), echo)).toBeUndefined();
  expect(findSound(await heard({ samples: echo.subarray(0, echo.length / 2), atMs: 100 }), echo)).toBeUndefined();
  expect(findSound(new Ear(), echo)).toBeUndefined();
});

test('what hardly sounds cannot be looked for', () => {
  expect(() => findSound(new Ear(), sine({ hertz: [500], ms: 50 }, 0.3))).toThrow(TypeError);
  expect(() => findSound(new Ear(), new Int16Array(16_000))).toThrow(TypeError);
});
