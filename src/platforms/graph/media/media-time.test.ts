/** The media clock of a call, told by sockets of different machines. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { BridgeTime } from './media-time.ts';

test.each([300, -300, 45, 5_000])(
  'after a move to a machine whose clock differs by %d ms, what comes is not late, and time goes on evenly',
  async (apartMs) => {
    const clock = virtualClock();
    const time = new BridgeTime(clock);
    time.ready(10_000);
    await clock.advance(1_000);
    time.ready(11_000 + apartMs);
    expect(time.nowMs()).toBeCloseTo(11_000);
    for (let ms = 20; ms <= 200; ms += 20) {
      await clock.advance(20);
      expect(time.seen(11_000 + apartMs + ms)).toBeCloseTo(time.nowMs() ?? Number.NaN);
    }
  },
);

test('on the same clock a stamp means the same after connecting anew', async () => {
  const clock = virtualClock();
  const time = new BridgeTime(clock);
  time.ready(10_000);
  await clock.advance(1_030);
  time.ready(11_000);
  expect(time.seen(11_000)).toBe(11_000);
});

test('the fastest message tells the time, and a slow one does not set it back', async () => {
  const clock = virtualClock();
  const time = new BridgeTime(clock);
  await clock.advance(80);
  time.ready(0);
  time.seen(70);
  expect(time.nowMs()).toBe(70);
  time.seen(20);
  expect(time.nowMs()).toBe(70);
});
