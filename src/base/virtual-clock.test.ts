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

test.each([0, 1, 7])('what is quick goes before what is held, if the machine takes %i turns longer for it', async (turns) => {
  const clock = virtualClock();
  const log: string[] = [];
  void clock.hold(() => inTurns(turns)).then(() => log.push('held'));
  void clock.hold(() => inTurns(0)).then(() => log.push('held after it'));
  void inTurns(2).then(() => log.push('quick'));
  await clock.settle();
  expect(log).toEqual(['quick', 'held', 'held after it']);
});

test('rest comes only when a chain of steps has come to its end, however many they are', async () => {
  const clock = virtualClock();
  const steps: number[] = [];
  const chain = async (): Promise<void> => {
    for (let step = 1; step <= 20; step++) {
      await inTurns(2);
      await clock.hold(async () => steps.push(step));
    }
  };
  void chain();
  await clock.settle();
  expect([steps.length, clock.held]).toEqual([20, 0]);
});

test('results are not kept once they are given out', async () => {
  const clock = virtualClock();
  const results: WeakRef<object>[] = [];
  for (let i = 0; i < 20; i++) results.push(new WeakRef(await clock.hold(async () => Array.from({ length: 1_000 }, () => i))));
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  await inTurns(2);
  (runInNewContext('gc') as () => void)();
  expect(results.filter((result) => result.deref() !== undefined).length).toBeLessThan(3);
});

test('work that throws at once gives its lease back', async () => {
  const clock = virtualClock();
  await expect(clock.hold(() => { throw new Error('no such file'); })).rejects.toThrow('no such file'); // prettier-ignore
  expect(clock.held).toBe(0);
});

test('a hold within a hold is refused, as time would stand still for ever', async () => {
  const clock = virtualClock();
  await expect(clock.hold(() => clock.hold(() => Promise.resolve()))).rejects.toThrow('a hold within a hold');
  await expect(clock.hold(() => Promise.resolve('next'))).resolves.toBe('next');
});

test.each([1, 2])('a task that puts itself off by %i turns has come to its end before time moves', async (turns) => {
  const clock = virtualClock();
  const log: string[] = [];
  clock.after(10, () => void inTurns(turns).then(() => log.push(`done at ${String(clock.now())}`)));
  clock.after(11, () => log.push('next'));
  await clock.advance(20);
  expect(log).toEqual(['done at 10', 'next']);
});

test('the world outside is waited for before time moves, and what comes of it falls due in its place', async () => {
  const log: string[] = [];
  const pending: (() => Promise<void>)[] = [];
  const clock = virtualClock(0, { beforeMoving: () => pending.shift()?.() });
  clock.after(10, () => log.push(`early at ${String(clock.now())}`));
  clock.after(100, () => log.push(`late at ${String(clock.now())}`));
  clock.after(10, () => {
    pending.push(async () => {
      await inTurns(20);
      log.push(`answer at ${String(clock.now())}`);
      clock.after(30, () => log.push(`task of the answer at ${String(clock.now())}`));
      pending.push(async () => void log.push(`second answer at ${String(clock.now())}`));
    });
  });
  await clock.advance(200);
  expect(log).toEqual(['early at 10', 'answer at 10', 'second answer at 10', 'task of the answer at 40', 'late at 100']);
});

test('the world outside has its say before each moment and before the end of the span, and is not asked for ever', async () => {
  const asked: number[] = [];
  const clock = virtualClock(0, { beforeMoving: async () => void asked.push(clock.now()) });
  for (const ms of [10, 10, 30]) clock.after(ms, () => undefined);
  await clock.advance(50);
  await clock.settle();
  expect(asked).toEqual([0, 10, 30]);
});

test('what goes wrong outside is told to whoever moves time', async () => {
  const clock = virtualClock(0, { beforeMoving: () => Promise.reject(new Error('the model is gone')) });
  await expect(clock.advance(10)).rejects.toThrow('the model is gone');
  expect(clock.now()).toBe(0);
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

async function inTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function deferred(): { promise: Promise<undefined>; resolve: (value: undefined) => void } {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((settle) => (resolve = settle));
  return { promise, resolve };
}
