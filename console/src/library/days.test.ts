/** Days of the viewer's zone. */
import { expect, test } from 'vitest';
import { byPeriod, dayEnd, dayOf, dayStart, periodOf } from './days.ts';

const at = (...parts: [number, number, number, number?]): number => new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0).getTime();

test('a day begins and ends at midnight of the viewer, whatever its length', () => {
  expect(dayStart('2026-11-23')).toBe(at(2026, 11, 23));
  expect(dayEnd('2026-11-23')).toBe(at(2026, 11, 24));
  expect(dayEnd('2026-12-31')).toBe(at(2027, 1, 1));
  expect(dayEnd('2026-03-29')).toBe(at(2026, 3, 30));
});

test.each(['', 'today', '2026-13-01', '2026-02-30', '26-1-1'])('"%s" is no day', (day) => expect(dayStart(day)).toBeUndefined());

test('times are named as one speaks of them', () => {
  const now = at(2026, 11, 23, 15);
  expect(periodOf(at(2026, 11, 23, 1), now)).toBe('Today');
  expect(periodOf(at(2026, 11, 22, 23), now)).toBe('Yesterday');
  expect(periodOf(at(2026, 11, 18), now)).toMatch(/Wednesday/);
  expect(periodOf(at(2026, 11, 16, 23), now)).toMatch(/^November$/);
  expect(periodOf(at(2025, 3, 3), now)).toMatch(/March 2025/);
  expect(dayOf(at(2026, 3, 3))).toBe('2026-03-03');
});

test('recordings of one time stand together', () => {
  const all = [at(2026, 11, 23, 9), at(2026, 11, 23, 8), at(2026, 10, 21), at(2026, 10, 2)].map((startedMs) => ({ startedMs }));
  expect(byPeriod(all, at(2026, 11, 23, 15)).map(({ isDay, items }) => [isDay, items.length])).toEqual([
    [true, 2],
    [false, 2],
  ]);
});
