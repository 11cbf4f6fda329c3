/** The carrier's clock as the recording reads it: drifting, jumping, lost and another one. */
import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { MediaTimeline, type Reading, type StreamPlace } from './media-timeline.ts';

const WALL = 60;

async function errors(carrier: (ms: number) => number, ms: number, delay: (ms: number) => number = () => 0): Promise<readonly number[]> {
  const clock = virtualClock();
  const timeline = new MediaTimeline(clock, clock.now());
  const place: StreamPlace = { carrierMs: 0, reading: undefined };
  const read: { readonly at: number; readonly reading: Reading }[] = [];
  const began = clock.now();
  for (let at = 0; at < ms; at += 20) {
    const due = at + delay(at);
    await clock.advance(Math.max(0, began + due - clock.now()));
    read.push({ at, reading: timeline.read(place, carrier(at)) });
  }
  timeline.settle();
  return read.map(({ at, reading }) => carrier(at) + reading.offsetMs - at);
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

test('a stall at the very beginning, or after a long silence, moves nothing: the last frame of a burst is the one that is not late', async () => {
  const beginning = (at: number): number => Math.max(0, 5_600 - at);
  expect(worst(await errors((at) => at, 12_000, beginning))).toBe(0);
  const clock = virtualClock();
  const timeline = new MediaTimeline(clock, clock.now());
  const place: StreamPlace = { carrierMs: 0, reading: undefined };
  const first = timeline.read(place, 0);
  await clock.advance(30_000);
  // Said from 17 s on, and all there at once.
  const later = Array.from({ length: 650 }, (_, i) => timeline.read(place, 17_000 + i * 20));
  expect(later.every((reading) => reading === first)).toBe(true);
});

test('media that were lost and come back late by the same clock keep their times', async () => {
  const clock = virtualClock();
  const timeline = new MediaTimeline(clock, clock.now());
  const place: StreamPlace = { carrierMs: 0, reading: undefined };
  const { offsetMs } = timeline.read(place, 7_000);
  await clock.advance(5_000);
  timeline.lost();
  await clock.advance(1_030);
  const burst = Array.from({ length: 50 }, (_, i) => timeline.read(place, 12_020 + i * 20));
  await clock.advance(200);
  expect(burst.map((reading) => reading.offsetMs)).toEqual(burst.map(() => offsetMs));
});
