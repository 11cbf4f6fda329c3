import { expect, test } from 'vitest';
import { DueQueue } from './due-queue.ts';
import { seededRandom } from './random.ts';

test.each([1, 2, 3])('whatever is put in, called off and taken out comes in the order of its moment, then of its making (%i)', (seed) => {
  const random = seededRandom(seed);
  const queue = new DueQueue();
  const expected: { at: number; order: number; isOff: boolean }[] = [];
  const timers: Disposable[] = [];
  const taken: number[] = [];
  for (let order = 0; order < 3_000; order++) {
    const at = Math.floor(random.unit() * 200);
    expected.push({ at, order, isOff: false });
    timers.push(queue.add(at, () => taken.push(order)));
    if (random.unit() < 0.6) {
      const victim = Math.floor(random.unit() * timers.length);
      timers[victim]?.[Symbol.dispose]();
      timers[victim]?.[Symbol.dispose]();
      const off = expected[victim];
      if (off) off.isOff = true;
    }
  }
  for (let task = queue.take(); task; task = queue.take()) task();
  const wanted = expected.filter(({ isOff }) => !isOff).toSorted((a, b) => a.at - b.at || a.order - b.order);
  expect(taken).toEqual(wanted.map(({ order }) => order));
  expect(queue.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('what was put in while others were taken out comes in its place', () => {
  const queue = new DueQueue();
  const taken: string[] = [];
  queue.add(5, () => {
    taken.push('first');
    queue.add(5, () => taken.push('made by the first'));
  });
  queue.add(5, () => taken.push('second'));
  queue.add(6, () => taken.push('later'));
  for (let task = queue.take(); task; task = queue.take()) task();
  expect(taken).toEqual(['first', 'second', 'made by the first', 'later']);
});

test('calling off what was taken out already is calm', () => {
  const queue = new DueQueue();
  const timer = queue.add(1, () => undefined);
  queue.take();
  timer[Symbol.dispose]();
  queue.add(2, () => undefined);
  expect(queue.nextAt).toBe(2);
});

test('what was called off is not kept, though its moment is far', async () => {
  const queue = new DueQueue();
  const kept: WeakRef<object>[] = [];
  for (let i = 0; i < 1_000; i++) {
    const thing = Array.from({ length: 100 }, () => i);
    kept.push(new WeakRef(thing));
    queue.add(1e9 + i, () => thing.pop())[Symbol.dispose]();
  }
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  await new Promise((resolve) => setImmediate(resolve));
  (runInNewContext('gc') as () => void)();
  expect(kept.filter((thing) => thing.deref() !== undefined).length).toBeLessThan(10);
});
