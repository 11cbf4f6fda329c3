/** What the pages write for times and counts. */
import { describe, expect, test } from 'vitest';
import { count, exactOf, momentOf, spanOf, spokenSpanOf, tookOf } from './words.ts';

describe('a span', () => {
  test.each([
    [0, '0:00'],
    [7_400, '0:07'],
    [750_000, '12:30'],
    [3_723_000, '1:02:03'],
    [-500, '0:00'],
  ])('%i ms reads %s', (ms, words) => {
    expect(spanOf(ms)).toBe(words);
  });

  test.each([
    [1_000, '1 second'],
    [125_000, '2 minutes 5 seconds'],
  ])('%i ms is spoken as %s', (ms, words) => {
    expect(spokenSpanOf(ms)).toBe(words);
  });
});

test.each([
  [0, 'no calls'],
  [1, '1 call'],
  [3, '3 calls'],
])('%i is counted as %s', (value, words) => {
  expect(count(value, 'call')).toBe(words);
});

test.each([
  [12.4, '12 ms'],
  [1_440, '1.4 s'],
])('a step of %d ms took %s', (ms, words) => {
  expect(tookOf(ms)).toBe(words);
});

test('a moment of today has no date, one of yesterday says so, an older one carries its date', () => {
  const noon = new Date(2026, 5, 15, 12, 0).getTime();
  expect(momentOf(noon - 3_600_000, noon)).toMatch(/11:00/);
  expect(momentOf(noon - 3_600_000, noon)).not.toMatch(/Yesterday|Jun|15/);
  expect(momentOf(noon - 86_400_000, noon)).toMatch(/^Yesterday /);
  expect(momentOf(noon - 5 * 86_400_000, noon)).toMatch(/10/);
});

test('the exact moment keeps milliseconds and says its offset', () => {
  expect(exactOf(1_750_000_000_123)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.123 [+−]\d\d:\d\d$/);
});
