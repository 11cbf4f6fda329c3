/** Tiles fill the window as well as 16:9 allows, at every number and size. */
import { describe, expect, test } from 'vitest';
import { capacityOf, fitTiles, mostTiles, tileGap, tileRatio, withinBox } from './gallery-fit.ts';

const windows = [
  { width: 300, height: 420 },
  { width: 340, height: 180 },
  { width: 1180, height: 640 },
  { width: 1900, height: 900 },
  { width: 3800, height: 2000 },
];

describe.each(windows)('in $width × $height', (area) => {
  test('1 to 49 tiles stay within it, keep 16:9, and never overlap', () => {
    for (let count = 1; count <= 49; count += 1) {
      const { columns, rows, tile } = fitTiles(count, area);
      expect(columns * tile.width + (columns - 1) * tileGap).toBeLessThanOrEqual(area.width);
      expect(rows * tile.height + (rows - 1) * tileGap).toBeLessThanOrEqual(area.height);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * (rows - 1)).toBeLessThan(count);
      if (tile.height > 20) expect(tile.width / tile.height).toBeCloseTo(tileRatio, 0);
    }
  });

  test('no other number of columns makes them larger', () => {
    for (const count of [1, 2, 3, 5, 9, 16, 33, 49]) {
      const { tile } = fitTiles(count, area);
      for (let columns = 1; columns <= count; columns += 1) {
        const rows = Math.ceil(count / columns);
        const wide = (area.width - tileGap * (columns - 1)) / columns;
        const high = ((area.height - tileGap * (rows - 1)) / rows) * tileRatio;
        expect(Math.floor(Math.min(wide, high))).toBeLessThanOrEqual(tile.width);
      }
    }
  });

  test('more people never make larger tiles', () => {
    const widths = Array.from({ length: 49 }, (_, index) => fitTiles(index + 1, area).tile.width);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  test('as many tiles as it says fit can still be read', () => {
    const count = capacityOf(area);
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(mostTiles);
    if (count > 1) expect(fitTiles(count, area).tile.width).toBeGreaterThanOrEqual(120);
  });
});

test.each([
  [1, 1],
  [2, 2],
  [4, 2],
  [9, 3],
  [49, 7],
])('%i tiles on an ordinary screen stand in %i columns', (count, columns) => {
  expect(fitTiles(count, { width: 1600, height: 900 }).columns).toBe(columns);
});

test('two people in an upright window stand one above the other', () => {
  expect(fitTiles(2, { width: 340, height: 500 })).toMatchObject({ columns: 1, rows: 2 });
});

test('no room is no tile rather than a negative one', () => {
  expect(fitTiles(4, { width: 0, height: 0 }).tile).toEqual({ width: 0, height: 0 });
  expect(fitTiles(9, { width: 10, height: 10 }).tile.width).toBeGreaterThanOrEqual(0);
  expect(capacityOf({ width: 0, height: 0 })).toBe(1);
  expect(withinBox({ width: -1, height: 5 })).toEqual({ width: 0, height: 0 });
});

test('a 4K window shows everybody of a large meeting at once', () => {
  expect(capacityOf({ width: 3800, height: 2000 })).toBe(49);
});
