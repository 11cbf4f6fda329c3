/** My own picture covers nobody's. */
import { describe, expect, test } from 'vitest';
import { fitAround, selfBox } from './corner.ts';
import { fitTiles, tileGap } from './gallery-fit.ts';

describe.each([
  { width: 304, height: 420 },
  { width: 344, height: 540 },
  { width: 740, height: 620 },
  { width: 1090, height: 640 },
  { width: 3700, height: 2000 },
])('on a stage of $width × $height', (area) => {
  test('with two and more people nobody stands under it', () => {
    const corner = selfBox(area);
    for (let count = 2; count <= 49; count += 1) {
      const { columns, rows, tile, right, bottom } = fitAround(count, area, { corner, foot: 0 });
      const last = count - columns * (rows - 1);
      const rightEnd = (area.width - right + last * tile.width + (last - 1) * tileGap) / 2;
      const lowerEnd = (area.height - bottom + rows * tile.height + (rows - 1) * tileGap) / 2;
      const isClear = rightEnd <= area.width - corner.width || lowerEnd <= area.height - corner.height;
      expect(isClear, `${String(count)} people`).toBe(true);
    }
  });
});

test('a single tile keeps its size', () => {
  const area = { width: 1000, height: 600 };
  expect(fitAround(1, area, { corner: selfBox(area), foot: 0 })).toMatchObject(fitTiles(1, area));
});

test('without my picture nothing makes way, and the foot stays free', () => {
  const area = { width: 1000, height: 600 };
  expect(fitAround(4, area, { corner: undefined, foot: 40 })).toEqual({
    ...fitTiles(4, { width: 1000, height: 560 }),
    right: 0,
    bottom: 40,
  });
});
