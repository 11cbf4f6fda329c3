/** The time line's geometry. */
import { describe, expect, test } from 'vitest';
import { afterPause, chapterAt, isPausedAt, momentAt, pausedSince, placeOf, stretchesOf, ticksOf, windowOf } from './time-line.ts';

test('a moment has its place, and a place its moment; both stay within', () => {
  expect([placeOf(0, 100), placeOf(25, 100), placeOf(200, 100), placeOf(5, 0)]).toEqual([0, 25, 100, 0]);
  expect([momentAt(50, 200, 1_000), momentAt(-5, 200, 1_000), momentAt(500, 200, 1_000), momentAt(5, 0, 1_000)]).toEqual([
    250, 0, 1_000, 0,
  ]);
});

describe('ticks', () => {
  test.each([
    [10_800_000, 1_000, 900_000, 12],
    [10_800_000, 300, 3_600_000, 3],
    [60_000, 1_000, 5_000, 12],
    [500, 800, 1_000, 1],
  ])('of %i ms on %i px are every %i ms', (durationMs, width, step, count) => {
    const ticks = ticksOf(durationMs, width);
    expect(ticks).toHaveLength(count);
    if (count > 1) expect(ticks[1]).toBe(step);
    expect(ticks.at(-1)).toBeLessThanOrEqual(durationMs);
  });

  test('are none where there is no room, and few on a day', () => {
    expect(ticksOf(0, 100)).toEqual([]);
    expect(ticksOf(100, 0)).toEqual([]);
    expect(ticksOf(10 * 86_400_000, 1_000).length).toBeLessThan(15);
  });
});

test('playing goes on after a pause, but not out of its very end', () => {
  const pauses = [{ fromMs: 1_000, toMs: 5_000 }];
  expect([999, 1_000, 3_000, 4_800, 5_000].map((at) => afterPause(pauses, at))).toEqual([undefined, 5_000, 5_000, undefined, undefined]);
});

test('a pause is known at its moments, and counts once, where it began', () => {
  const pauses = [
    { fromMs: 1_000, toMs: 5_000 },
    { fromMs: 8_000, toMs: 9_000 },
  ];
  expect([999, 1_000, 4_999, 5_000].map((at) => isPausedAt(pauses, at))).toEqual([false, true, true, false]);
  expect([pausedSince(pauses, -1, 20_000), pausedSince(pauses, 0, 2_000), pausedSince(pauses, 2_000, 7_000)]).toEqual([5_000, 4_000, 0]);
});

test('a chapter lasts until the next one', () => {
  const chapters = [
    { atMs: 10, title: 'a' },
    { atMs: 20, title: 'b' },
  ];
  expect([0, 10, 19, 20, 99].map((at) => chapterAt(chapters, at))).toEqual([-1, 0, 0, 1, 1]);
  expect(stretchesOf(chapters, 30).map(({ toMs }) => toMs)).toEqual([20, 30]);
});

test('of many rows those that are seen are there, and a few beside them', () => {
  expect(windowOf(0, 400, 40, 100)).toEqual({ from: 0, to: 14 });
  expect(windowOf(2_000, 400, 40, 100)).toEqual({ from: 46, to: 64 });
  expect(windowOf(9_999, 400, 40, 100)).toEqual({ from: 100, to: 100 });
  expect(windowOf(0, 400, 40, 3)).toEqual({ from: 0, to: 3 });
});
