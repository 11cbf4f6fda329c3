/** What a viewer can take: no limit without a reason, down at once, up slowly. */
import { describe, expect, test } from 'vitest';
import { ViewerCapacity } from './viewer-capacity.ts';

const second = { sentBps: 1_000_000, leastBps: 100_000, asked: 0 };

describe('the limit of a viewer', () => {
  test('is none while all is well', () => {
    const capacity = new ViewerCapacity();
    for (let at = 0; at < 60_000; at += 1_000) {
      capacity.lost(0.02);
      capacity.canTake(1_500_000, at);
      capacity.second({ ...second, asked: 0.02 }, at);
    }
    expect(capacity.limitBps).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['reports heavy loss', (capacity: ViewerCapacity) => capacity.lost(0.3), 0],
    ['asks for much of it again', () => undefined, 0.3],
    [
      'sees packets take longer and longer',
      (capacity: ViewerCapacity, at: number) => {
        capacity.canTake(900_000 - at / 10, at);
        capacity.canTake(800_000 - at / 10, at + 1);
        capacity.canTake(700_000 - at / 10, at + 2);
      },
      0,
    ],
  ])('falls below what is sent when the viewer %s', (_, trouble, asked) => {
    const capacity = new ViewerCapacity();
    trouble(capacity, 0);
    capacity.second({ ...second, asked }, 0);
    expect(capacity.limitBps).toBe(700_000);
  });

  test('never falls below the smallest layers', () => {
    const capacity = new ViewerCapacity();
    for (let at = 0; at < 60_000; at += 1_000) capacity.second({ sentBps: 110_000, leastBps: 100_000, asked: 0.5 }, at);
    expect(capacity.limitBps).toBe(100_000);
  });

  test('rises slowly when all is well, and more slowly when that was a mistake', () => {
    const capacity = new ViewerCapacity();
    capacity.second({ ...second, asked: 1 }, 0);
    let at = 1_000;
    const until = (isDone: () => boolean): number => {
      const from = at;
      for (; !isDone(); at += 1_000) capacity.second(second, at);
      return at - from;
    };
    const first = until(() => capacity.limitBps > 700_000);
    expect(first).toBeGreaterThanOrEqual(3_000);
    capacity.second({ ...second, asked: 1 }, at);
    const again = until(() => capacity.limitBps > 700_000);
    expect(again).toBeGreaterThanOrEqual(first);
    expect(until(() => capacity.limitBps === Number.POSITIVE_INFINITY)).toBeLessThan(60_000);
  });
});
