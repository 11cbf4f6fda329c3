/** Nobody jumps about on the stage, and nobody speaks unseen. */
import { expect, test } from 'vitest';
import { emptyOrder, follow } from './stage-order.ts';

const present = ['a', 'b', 'c', 'd', 'e'];

test('people keep the order in which they came, and who leaves closes the gap', () => {
  const before = follow(emptyOrder, { present, first: 3 });
  expect(before.order).toEqual(present);
  expect(follow(before, { present: ['e', 'new', 'c', 'a'], first: 3 }).order).toEqual(['a', 'c', 'e', 'new']);
});

test('who speaks on the first page stays where they are', () => {
  const before = follow(emptyOrder, { present, first: 3 });
  expect(follow(before, { present, first: 3, dominantId: 'b' }).order).toEqual(present);
});

test('who speaks on another page takes the place of the one silent longest', () => {
  let now = follow(emptyOrder, { present, first: 3 });
  for (const dominantId of ['c', 'b', 'e']) now = follow(now, { present, first: 3, dominantId });
  expect(now.order).toEqual(['e', 'b', 'c', 'd', 'a']);
  now = follow(now, { present, first: 3, dominantId: 'd' });
  expect(now.order).toEqual(['e', 'b', 'd', 'c', 'a']);
});

test('nothing changes: the same value', () => {
  const before = follow(emptyOrder, { present, first: 3, dominantId: 'a' });
  expect(follow(before, { present: [...present], first: 3, dominantId: 'a' })).toBe(before);
  expect(follow(before, { present, first: 3 })).toBe(before);
});

test('a speaker who is not here, and a stage without places, change nothing', () => {
  expect(follow(emptyOrder, { present, first: 3, dominantId: 'gone' }).order).toEqual(present);
  expect(follow(emptyOrder, { present, first: 0, dominantId: 'e' }).order).toEqual(present);
});
