import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { levelDb, likeness, shareOfTone } from './likeness.ts';

const names = ['ada-hello', 'grace-hello', 'voicemail', 'echo', 'sales'];
const fixture = (name: string): Int16Array => {
  const file = readFileSync(join(import.meta.dirname, '../fixtures/speech', `${name}.wav`));
  return new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length - (file.length % 2)));
};

test.each(names)('%s is found in a quiet, noisy recording, and nothing else is', (name) => {
  const random = seededRandom(1);
  const said = fixture(name);
  const recording = new Int16Array(said.length + 32_000).map(() => (random.unit() - 0.5) * 200);
  said.forEach((sample, i) => (recording[16_000 + i] = (recording[16_000 + i] ?? 0) + sample * 0.3));
  const same = likeness(recording, said);
  expect(same.score).toBeGreaterThan(0.75);
  expect(Math.abs(same.atMs - 1000)).toBeLessThanOrEqual(20);
  for (const other of names.filter((each) => each !== name)) expect(likeness(recording, fixture(other)).score, other).toBeLessThan(0.55);
});

test('silence and a sound that is longer than the recording are like nothing', () => {
  expect(likeness(new Int16Array(80_000), fixture('echo')).score).toBeLessThan(0.1);
  expect(likeness(new Int16Array(8_000), fixture('voicemail')).score).toBe(-1);
});

test('a tone is told from another, and loud from soft', () => {
  const tone = Int16Array.from({ length: 16_000 }, (_, i) => 16_384 * Math.sin((2 * Math.PI * 440 * i) / 16_000));
  expect(shareOfTone(tone, 440)).toBeGreaterThan(0.99);
  expect(shareOfTone(tone, 700)).toBeLessThan(0.01);
  expect(levelDb(tone)).toBeCloseTo(-9, 0);
  expect(levelDb(new Int16Array(100))).toBe(-100);
});
