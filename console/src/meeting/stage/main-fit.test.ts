/** The strip stands where the large picture stays largest. */
import { expect, test } from 'vitest';
import { fitMain } from './main-fit.ts';

test('with nobody else the large picture has the whole stage', () => {
  expect(fitMain(0, { width: 800, height: 600 })).toMatchObject({ main: { width: 800, height: 600 }, count: 0 });
});

test('in a wide window the strip stands beside, in an upright one below', () => {
  expect(fitMain(3, { width: 1900, height: 800 }).isBeside).toBe(true);
  expect(fitMain(3, { width: 340, height: 560 }).isBeside).toBe(false);
});

test.each([
  { width: 320, height: 300 },
  { width: 340, height: 560 },
  { width: 1180, height: 640 },
  { width: 3800, height: 2000 },
])('picture and strip fit into $width × $height, whatever the number of others', (area) => {
  for (const others of [1, 2, 7, 40, 299]) {
    const { isBeside, main, tile, count } = fitMain(others, area);
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(others);
    expect(isBeside ? main.width + tile.width : main.width).toBeLessThanOrEqual(area.width);
    expect(isBeside ? main.height : main.height + tile.height).toBeLessThanOrEqual(area.height);
    if (count > 1) expect(isBeside ? count * tile.height : count * tile.width).toBeLessThanOrEqual(isBeside ? area.height : area.width);
  }
});
