/** What a meter shows for what is heard. */
import { expect, test } from 'vitest';
import { levelOf } from './level.ts';

const sine = (amplitude: number): Float32Array =>
  Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin((i * 2 * Math.PI) / 32));

test('silence is nought, and so is no sound at all', () => {
  expect(levelOf(new Float32Array(1024))).toBe(0);
  expect(levelOf(new Float32Array(0))).toBe(0);
  expect(levelOf(sine(0.0001))).toBe(0);
});

test('a full-scale tone fills the meter, half of it stands a tenth lower', () => {
  expect(levelOf(sine(1))).toBeCloseTo(0.95, 2);
  expect(levelOf(sine(0.5))).toBeCloseTo(0.85, 2);
});
