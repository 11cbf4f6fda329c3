/** Pages of the gallery lose nobody, and none is overfull. */
import { expect, test } from 'vitest';
import { pagesOf } from './pages.ts';

const people = (count: number, hasCamera: boolean): { id: number; hasCamera: boolean }[] =>
  Array.from({ length: count }, (_, id) => ({ id, hasCamera }));

test.each([
  [0, [0]],
  [9, [9]],
  [10, [9, 1]],
  [20, [9, 9, 2]],
])('%i cameras stand on pages of %j', (count, sizes) => {
  expect(pagesOf(people(count, true), { capacity: 49 }).map((page) => page.length)).toEqual(sizes);
});

test('faces without a camera fill a page up to what fits', () => {
  expect(pagesOf(people(60, false), { capacity: 49 }).map((page) => page.length)).toEqual([49, 11]);
  expect(pagesOf([...people(9, true), ...people(20, false)], { capacity: 49 })).toHaveLength(1);
});

test('everybody is on exactly one page, in order', () => {
  const all = Array.from({ length: 40 }, (_, id) => ({ id, hasCamera: id % 3 === 0 }));
  expect(pagesOf(all, { capacity: 12 }).flat()).toEqual(all);
});

test('a window without room still shows one at a time', () => {
  expect(pagesOf(people(2, true), { capacity: 0, pictures: 0 }).map((page) => page.length)).toEqual([1, 1]);
});
