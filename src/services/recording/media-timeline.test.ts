/** The carrier's clock as the recording reads it: drifting, jumping, lost and another one. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { MediaTimeline } from './media-timeline.ts';

const WALL = 60;

async function errors(carrier: (ms: number) => number, ms: number, delay: (ms: number) => number = () => 0): Promise<readonly number[]> {
  const clock = virtualClock();
  const timeline = new MediaTimeline(clock, clock.now());
  const found: number[] = [];
  let last: number | undefined;
  const began = clock.now();
  for (let at = 0; at < ms; at += 20) {
    const due = at + delay(at);
    await clock.advance(Math.max(0, began + due - clock.now()));
    const mapped = timeline.at(carrier(at), last);
    last = carrier(at);
    found.push(mapped - at);
  }
  return found;
}

const worst = (found: readonly number[]): number => found.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

test('an even clock is followed to the millisecond, whatever it counts from', async () => {
  expect(worst(await errors((at) => at + 7_654_321, 10_000))).toBe(0);
});

test('frames that come unevenly keep their own times', async () => {
  expect(
    worst(
      await errors(
        (at) => at,
        10_000,
        (at) => (at % 100 === 0 ? 0 : 30),
      ),
    ),
  ).toBe(0);
});

test('a clock that jumps ahead, or back, is taken up at the time of day', async () => {
  expect(worst(await errors((at) => (at < 5_000 ? at : at + 86_400_000), 10_000))).toBeLessThanOrEqual(WALL);
  expect(worst(await errors((at) => (at < 5_000 ? at + 86_400_000 : at), 10_000))).toBeLessThanOrEqual(WALL);
});

test('a clock that runs 100 ppm fast or slow stays with the time of day for an hour', async () => {
  expect(worst(await errors((at) => at * 1.0001, 3_600_000))).toBeLessThanOrEqual(WALL);
  expect(worst(await errors((at) => at * 0.9999, 3_600_000))).toBeLessThanOrEqual(WALL);
}, 60_000);

test('a network that holds everything back for three seconds moves nothing', async () => {
  const held = (at: number): number => (at >= 5_000 && at < 8_000 ? 8_000 - at : 0);
  expect(worst(await errors((at) => at, 12_000, held))).toBe(0);
});
