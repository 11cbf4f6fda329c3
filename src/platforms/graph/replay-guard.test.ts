/** The replay guard: repeats are known for as long as a token lives, and its memory has a bound. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { ReplayGuard } from './replay-guard.ts';

test('a message that was taken is a repeat until its token is of no use any more', async () => {
  const clock = virtualClock();
  const guard = new ReplayGuard({ clock, keepMs: 1_000 });
  expect(guard.isRepeat('a')).toBe(false);
  guard.taken('a');
  expect(guard.isRepeat('a')).toBe(true);
  await clock.advance(999);
  expect(guard.isRepeat('a')).toBe(true);
  await clock.advance(1);
  expect(guard.isRepeat('a')).toBe(false);
});

test('what has no name is never a repeat, and takes no room', () => {
  const guard = new ReplayGuard({ clock: virtualClock() });
  guard.taken(null);
  expect(guard.isRepeat(null)).toBe(false);
  expect(guard.size).toBe(0);
});

test('a flood pushes out what is oldest, and what is too old goes by itself', async () => {
  const clock = virtualClock();
  const guard = new ReplayGuard({ clock, keepMs: 1_000, most: 3 });
  for (const name of ['a', 'b', 'a', 'c', 'd']) guard.taken(name);
  expect(guard.size).toBe(3);
  expect(['a', 'b', 'c', 'd'].map((name) => guard.isRepeat(name))).toEqual([true, false, true, true]);
  await clock.advance(1_000);
  guard.taken('e');
  expect(guard.size).toBe(1);
});
