/** What a service's Retry-After means. */
import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const day = 24 * 3_600_000;

test.each([
  ['7', 7_000],
  [' 7 ', 7_000],
  ['0', 0],
  ['0.25', 250],
  ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
  ['Thursday, 01-Jan-26 12:00:30 GMT', 30_000],
  ['Thu Jan  1 12:00:30 2026', 30_000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  ['-5', undefined],
  ['5 s', undefined],
  ['soon 5', undefined],
  ['1e3', undefined],
  ['2026-01-01', undefined],
  ['Thu, 99 Jan 2026 12:00:30 GMT', undefined],
  [null, undefined],
  [undefined, undefined],
])('%j is %j ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});

test.each(['86401', '9999999999', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])('of %s a day is believed', (header) => {
  expect(retryAfterMs(header, now)).toBe(day);
});
