/** Which layer a tile gets: by its size, and by what fits. */
import { describe, expect, test } from 'vitest';
import { chooseLayers } from './layer-choice.ts';
import { Layer } from './layer.ts';

function layer(height: number, bitsPerSecond: number): Layer {
  const made = new Layer(String(height), height, { lost: () => undefined, keyFrameWanted: () => undefined });
  made.width = (height * 16) / 9;
  made.height = height;
  made.bitsPerSecond = bitsPerSecond;
  return made;
}

const three = [layer(180, 150_000), layer(360, 500_000), layer(720, 1_500_000)];
const one = [layer(1080, 800_000)];
const heights = (layers: readonly (Layer | undefined)[]): (number | undefined)[] => layers.map((chosen) => chosen?.height);

describe('a tile', () => {
  test.each([
    [90, 180],
    [180, 180],
    [240, 180],
    [300, 360],
    [480, 360],
    [540, 720],
    [2_000, 720],
  ])('that is %d high gets the layer of %d', (height, expected) => {
    expect(heights(chooseLayers([{ layers: three, height }], Number.POSITIVE_INFINITY))).toEqual([expected]);
  });

  test('of whose source nothing comes gets nothing', () => {
    expect(chooseLayers([{ layers: [], height: 720 }], Number.POSITIVE_INFINITY)).toEqual([undefined]);
  });
});

describe('where not everything fits', () => {
  const wishes = [
    { layers: three, height: 200 },
    { layers: three, height: 720 },
    { layers: three, height: 360 },
  ];

  test.each([
    [Number.POSITIVE_INFINITY, [180, 720, 360]],
    [2_000_000, [180, 720, 180]],
    [1_200_000, [180, 360, 360]],
    [900_000, [180, 360, 180]],
    [10_000, [180, 180, 180]],
  ])('with %d bits a second the largest tile grows first', (limit, expected) => {
    expect(heights(chooseLayers(wishes, limit))).toEqual(expected);
  });

  test('a source in one layer alone is sent all the same', () => {
    expect(heights(chooseLayers([{ layers: one, height: 1080 }, ...wishes], 10_000))).toEqual([1080, 180, 180, 180]);
  });
});
