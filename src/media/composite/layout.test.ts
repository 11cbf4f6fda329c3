/** Where everybody is in the picture of a film. */
import { expect, test } from 'vitest';
import { fitted, layOut, type Box } from './layout.ts';

const size = { width: 1_280, height: 720 };
const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${String(i)}`);

test.each(['speaker', 'gallery'] as const)(
  '%s: nobody covers anybody, however many there are, and all lies within the picture on even pixels',
  (layout) => {
    for (const screenOf of [undefined, 'p0']) {
      for (const shape of [size, { width: 640, height: 360 }, { width: 854, height: 480 }, { width: 720, height: 1_280 }]) {
        for (let count = 0; count <= 60; count++) {
          const boxes = layOut({ layout, size: shape, people: people(count), screenOf }).map(({ box }) => box);
          expect(boxes.every(({ x, y, width, height }) => [x, y, width, height].every((n) => n % 2 === 0 && n >= 0))).toBe(true);
          expect(boxes.every(({ x, y, width, height }) => x + width <= shape.width && y + height <= shape.height)).toBe(true);
          expect(boxes.some((box, i) => boxes.some((other, j) => j > i && overlap(box, other)))).toBe(false);
        }
      }
    }
  },
);

test('who is alone fills the picture; who leads has two thirds of it beside a strip of the others', () => {
  expect(layOut({ layout: 'speaker', size, people: ['a'] })).toEqual([{ shows: 'person', personId: 'a', box: { x: 0, y: 0, ...size } }]);
  const [leader, second] = layOut({ layout: 'speaker', size, people: ['a', 'b'] });
  expect(leader).toMatchObject({ personId: 'a', box: { width: 1_024, height: 576 } });
  expect(second).toMatchObject({ personId: 'b', box: { x: 1_024, width: 256, height: 144 } });
});

test('a shared screen is large, and who leads stands at the top beside it', () => {
  const [screen, leader] = layOut({ layout: 'speaker', size, people: people(6), screenOf: 'p3' });
  expect(screen).toMatchObject({ shows: 'screen', personId: 'p3', box: { width: 1_024, height: 576 } });
  expect(leader).toMatchObject({ shows: 'person', personId: 'p0', box: { x: 1_024, y: 0 } });
});

test.each([[1, 1_280], [2, 636], [4, 636], [6, 420], [9, 420], [16, 308]])('a gallery of %i has tiles %i wide, all of one size', (count, width) => {
  const boxes = layOut({ layout: 'gallery', size, people: people(count) }).map(({ box }) => box);
  expect(boxes).toHaveLength(count);
  expect(new Set(boxes.map((box) => `${String(box.width)}x${String(box.height)}`)).size).toBe(1);
  expect(Math.abs((boxes[0]?.width ?? 0) - width)).toBeLessThanOrEqual(4);
}); // prettier-ignore

test('those for whom there is no room are counted', () => {
  expect(layOut({ layout: 'gallery', size, people: people(40) }).at(-1)).toMatchObject({ shows: 'others', count: 16 });
  expect(layOut({ layout: 'speaker', size, people: people(40) }).at(-1)).toMatchObject({ shows: 'others', count: 31 });
});

test('a picture keeps its shape in its box', () => {
  expect(fitted({ width: 480, height: 640 }, { x: 0, y: 0, width: 1_280, height: 720 })).toEqual({ x: 370, y: 0, width: 540, height: 720 });
  expect(fitted({ width: 640, height: 480 }, { x: 100, y: 10, width: 256, height: 144 })).toEqual({
    x: 132,
    y: 10,
    width: 192,
    height: 144,
  });
});

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
