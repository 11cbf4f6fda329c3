import { expect, test } from 'vitest';
import { DeadlineError } from './clock.ts';
import { virtualClock } from './virtual-clock.ts';

test('time stands still until it is turned', async () => {
  const clock = virtualClock();
  let rang = 0;
  clock.after(10, () => rang++);
  await clock.settle();
  expect([clock.now(), rang]).toEqual([0, 0]);
  await clock.advance(9);
  expect(rang).toBe(0);
  await clock.advance(1);
  expect([clock.now(), rang]).toEqual([10, 1]);
});

test('tasks run at their own moment, those of one moment in the order of their making', async () => {
  const clock = virtualClock();
  const log: string[] = [];
  clock.after(20, () => log.push(`late at ${String(clock.now())}`));
  clock.after(10, () => log.push(`first at ${String(clock.now())}`));
  clock.after(10, () => log.push(`second at ${String(clock.now())}`));
  await clock.advance(100);
  expect(log).toEqual(['first at 10', 'second at 10', 'late at 20']);
});

test('a task that a task makes within the span runs in the same turn of the hand', async () => {
  const clock = virtualClock();
  const log: number[] = [];
  clock.after(5, () => clock.after(5, () => log.push(clock.now())));
  await clock.advance(10);
  expect(log).toEqual([10]);
});

test('time waits for held work, and results come in the order of the leases', async () => {
  const clock = virtualClock();
  const log: string[] = [];
  const slow = deferred();
  void clock.hold(() => slow.promise).then(() => log.push('slow'));
  void clock.hold(() => Promise.resolve()).then(() => log.push('quick'));
  clock.after(1, () => log.push('timer'));
  const turned = clock.advance(1);
  expect(clock.held).toBe(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual([]);
  slow.resolve(undefined);
  await turned;
  expect(log).toEqual(['slow', 'quick', 'timer']);
});

test('work that throws at once gives its lease back', async () => {
  const clock = virtualClock();
  await expect(clock.hold(() => { throw new Error('no such file'); })).rejects.toThrow('no such file'); // prettier-ignore
  expect(clock.held).toBe(0);
});

test('a deadline aborts with its own reason; a sleep ends by the signal given', async () => {
  const clock = virtualClock();
  const deadline = clock.deadline(50);
  const sleeping = clock.sleep(1000, { signal: deadline });
  const ended = expect(sleeping).rejects.toThrow(DeadlineError);
  await clock.advance(50);
  await ended;
  expect(deadline.aborted).toBe(true);
});

function deferred(): { promise: Promise<undefined>; resolve: (value: undefined) => void } {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((settle) => (resolve = settle));
  return { promise, resolve };
}
