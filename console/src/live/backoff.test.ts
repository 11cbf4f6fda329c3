/** The pace of reconnecting. */
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test.each([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [4, 4_000],
  [5, 5_000],
  [60, 5_000],
])('attempt %i waits %i ms at most', (attempt, ms) => {
  expect(backoffMs(attempt, 0)).toBe(ms);
});

test('chance shortens a wait by a quarter, never below half a second', () => {
  expect(backoffMs(3, 0.999)).toBeGreaterThanOrEqual(1_500);
  expect(backoffMs(3, 0.999)).toBeLessThan(2_000);
  expect(backoffMs(1, 0.999)).toBe(500);
});
