import { expect, test } from 'vitest';
import { holdMusic } from './hold-music.ts';
import { levelDb } from './level.ts';

test('the music is soft, never clips, never stops, and its end runs into its beginning', () => {
  const music = holdMusic();
  expect(music.length).toBe(16 * 16_000);
  expect(music.every((sample) => Math.abs(sample) < 16_000)).toBe(true);
  for (let at = 0; at < music.length; at += 8_000) {
    const level = levelDb(music.subarray(at, at + 8_000));
    expect(level).toBeGreaterThan(-32);
    expect(level).toBeLessThan(-15);
  }
  let largestStep = 0;
  for (let at = 1; at < music.length; at++) largestStep = Math.max(largestStep, Math.abs((music[at] ?? 0) - (music[at - 1] ?? 0)));
  expect(Math.abs((music[0] ?? 0) - (music.at(-1) ?? 0))).toBeLessThanOrEqual(largestStep);
});
