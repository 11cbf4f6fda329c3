/** What a service's Retry-After means. */
import { expect, test } from 'vitest';
import { retryAfterMs } from './retry.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  ['7', 7_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('%j is %j ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
