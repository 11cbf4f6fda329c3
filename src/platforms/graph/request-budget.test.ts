/** The budget: never more than the limit in any stretch, in the order of asking, and no endless queue. */
import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { RequestBudget } from './request-budget.ts';

const limits = { most: 50, withinMs: 1_000, queueLimit: 1_000 } as const;

test('what is within the burst goes out at once, the rest evenly and in order', async () => {
  const clock = virtualClock();
  const budget = new RequestBudget({ clock, ...limits });
  const went: [number, number][] = [];
  for (let at = 0; at < 30; at++) void budget.take().then(() => went.push([at, clock.now()]));
  await clock.settle();
  expect(went).toHaveLength(10);
  await clock.advance(1_000);
  expect(went.map(([at]) => at)).toEqual(Array.from({ length: 30 }, (_, at) => at));
  expect(went.at(-1)?.[1]).toBeCloseTo(500, -1);
});

test('in no stretch of time do more go out than the limit, however they are asked for', async () => {
  const bursts = array(integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
  for (const seed of proofRounds(1, 20)) {
    await assert(
      asyncProperty(bursts, async (gaps) => {
        const clock = virtualClock();
        const budget = new RequestBudget({ clock, ...limits });
        const times: number[] = [];
        for (const gap of gaps) {
          for (let each = 0; each < 7; each++) void budget.take().then(() => times.push(clock.now()));
          await clock.advance(gap);
        }
        await clock.advance(20_000);
        expect(times).toHaveLength(gaps.length * 7);
        for (let from = 0; from + limits.most < times.length; from++) {
          expect((times[from + limits.most] ?? 0) - (times[from] ?? 0)).toBeGreaterThanOrEqual(limits.withinMs - 1);
        }
      }),
      { seed, numRuns: 25 },
    );
  }
});

test('a full queue is told at once, with the limit and what to do', async () => {
  const clock = virtualClock();
  const budget = new RequestBudget({ clock, most: 5, withinMs: 1_000, queueLimit: 2 });
  await budget.take();
  const waiting = [budget.take(), budget.take()];
  await expect(budget.take()).rejects.toMatchObject({
    code: 'platform/over-budget',
    wasNeverSent: true,
    message: expect.stringMatching(/2 requests wait .* 5 requests in 1 s.*ask for less/) as string,
  });
  await clock.advance(1_000);
  await Promise.all(waiting);
  await budget.take();
});

test('whoever gives up leaves the queue, and the next comes in its place', async () => {
  const clock = virtualClock();
  const budget = new RequestBudget({ clock, most: 5, withinMs: 1_000, queueLimit: 2 });
  await budget.take();
  const stop = new AbortController();
  const first = budget.take({ signal: stop.signal });
  const second = budget.take();
  stop.abort(new Error('no more'));
  await expect(first).rejects.toThrow('no more');
  const third = budget.take();
  await clock.advance(1_000);
  await Promise.all([second, third]);
  await expect(budget.take({ signal: stop.signal })).rejects.toThrow('no more');
});

test('a pause that the service asks for holds all back', async () => {
  const clock = virtualClock();
  const budget = new RequestBudget({ clock, ...limits });
  budget.pause(3_000);
  budget.pause(1_000);
  let isOut = false;
  void budget.take().then(() => (isOut = true));
  await clock.advance(2_999);
  expect(isOut).toBe(false);
  await clock.advance(1);
  expect(isOut).toBe(true);
});
