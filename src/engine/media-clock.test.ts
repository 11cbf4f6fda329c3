/** The beat: anchored, made up for when late, never a burst, asleep when nothing is wanted. */
import { expect, test } from 'vitest';
import type { Clock } from '../base/clock.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { MediaClock } from './media-clock.ts';

/** A clock that jumps ahead on its own, as a machine does that is busy with something else. */
function stumbling(virtual: VirtualClock): { readonly clock: Clock; readonly stumble: (ms: number) => void } {
  let lag = 0;
  return {
    clock: { ...virtual, now: () => virtual.now() + lag, after: (ms, task) => virtual.after(ms, task) },
    stumble: (ms) => (lag += ms),
  };
}

test('ticks come each 20 ms of the wall, however long it goes on', async () => {
  const clock = virtualClock();
  const at: number[] = [];
  using beat = new MediaClock({ clock, tick: () => at.push(clock.now()), nextTick: (after) => after });
  beat.wake();
  await clock.advance(10_000);
  expect(at.length).toBe(500);
  expect(at.slice(0, 3)).toEqual([20, 40, 60]);
  expect(at.at(-1)).toBe(10_000);
});

test('ticks count from the zero of the clock, as the stamps of pictures do, however late the beat begins', async () => {
  const clock = virtualClock();
  await clock.advance(3_310);
  const at: (readonly [number, number])[] = [];
  using beat = new MediaClock({ clock, tick: (number) => at.push([number, clock.now()]), nextTick: (after) => after });
  expect(beat.now).toBe(165);
  beat.wake();
  await clock.advance(50);
  expect(at).toEqual([[166, 3_320], [167, 3_340], [168, 3_360]]); // prettier-ignore
});

test('late ticks are made up for, three at most, and the rest is left out', async () => {
  const virtual = virtualClock();
  const { clock, stumble } = stumbling(virtual);
  const ticks: number[] = [];
  using beat = new MediaClock({ clock, tick: (number) => ticks.push(number), nextTick: (after) => after });
  beat.wake();
  await virtual.advance(60);
  stumble(45);
  await virtual.advance(20);
  expect(ticks).toEqual([1, 2, 3, 4, 5, 6]);
  stumble(1_000);
  await virtual.advance(20);
  expect(ticks.slice(6)).toEqual([55, 56, 57]);
  expect(beat.lateness().maxMs).toBeGreaterThan(900);
  expect(beat.lateness().maxMs).toBe(0);
});

test('nothing ticks while nothing is wanted, and numbers tell how long that was', async () => {
  const clock = virtualClock();
  const ticks: number[] = [];
  let until = 3;
  using beat = new MediaClock({
    clock,
    tick: (number) => ticks.push(number),
    nextTick: (after) => (after <= until ? after : Number.POSITIVE_INFINITY),
  });
  beat.wake();
  await clock.advance(1_000);
  expect(ticks).toEqual([1, 2, 3]);
  until = 100;
  beat.wake();
  beat.wake();
  await clock.advance(200);
  expect(ticks.slice(3)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  expect(beat.ticks).toBe(13);
});

test('a later tick that was wanted gives way to an earlier one', async () => {
  const clock = virtualClock();
  const ticks: number[] = [];
  let wanted = 50;
  using beat = new MediaClock({
    clock,
    tick: (number) => ticks.push(number),
    nextTick: (after) => (ticks.includes(wanted) ? Number.POSITIVE_INFINITY : Math.max(after, wanted)),
  });
  beat.wake();
  await clock.advance(100);
  wanted = 10;
  beat.wake();
  await clock.advance(2_000);
  expect(ticks).toEqual([10]);
});

test('a tick whose timer is late is not put off by being woken', async () => {
  const virtual = virtualClock();
  const { clock, stumble } = stumbling(virtual);
  const ticks: number[] = [];
  using beat = new MediaClock({ clock, tick: (number) => ticks.push(number), nextTick: (after) => after });
  beat.wake();
  stumble(25);
  beat.wake();
  stumble(20);
  beat.wake();
  await virtual.advance(20);
  expect(ticks).toEqual([1, 2, 3]);
});

test('a beat that was ended stays still', async () => {
  const clock = virtualClock();
  const ticks: number[] = [];
  const beat = new MediaClock({ clock, tick: (number) => ticks.push(number), nextTick: (after) => after });
  beat.wake();
  await clock.advance(40);
  beat[Symbol.dispose]();
  beat.wake();
  await clock.advance(1_000);
  expect(ticks).toEqual([1, 2]);
});
