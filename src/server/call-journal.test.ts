import { expect, test } from 'vitest';
import { silentLog, type Log } from '../base/log.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import type { FactLog } from '../store/fact-log.ts';
import { memoryFactLog } from '../store/memory-fact-log.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import { CallJournal } from './call-journal.ts';

const clock = virtualClock();
const tenant = 't';
const fact = (callId: string, atMs: number): CallFact => ({ type: 'callEnded', version: 1, callId, atMs, because: 'Ada hung up.' });

test('what one run wrote the next reads, in order', async () => {
  const log = memoryFactLog();
  const first = journalOn(log);
  expect(await first.open()).toEqual([]);
  const facts = ['a', 'a', 'b', 'a', 'c'].map((callId, i) => fact(callId, i));
  for (const each of facts) first.write(each);
  await first[Symbol.asyncDispose]();
  expect(await journalOn(log).open()).toEqual(facts);
  expect((await log.read({ tenant, stream: 'a' })).map(({ atMs }) => atMs)).toEqual([0, 1, 3]);
  expect(await log.read({ tenant, stream: 'house' })).toHaveLength(2);
});

test('facts of one call that wait together are written together, and never more than 500 at once', async () => {
  const sizes: number[] = [];
  const log = watched(memoryFactLog(), (count) => sizes.push(count));
  const journal = journalOn(log);
  for (let i = 0; i < 1_201; i++) journal.write(fact('a', i));
  journal.write(fact('b', 0));
  await journal[Symbol.asyncDispose]();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_202);
  expect(Math.max(...sizes)).toBe(500);
  expect(sizes.length).toBeLessThanOrEqual(5);
  expect((await log.read({ tenant, after: 1_000 })).map(({ atMs }) => atMs).slice(0, 3)).toEqual([1_000, 1_001, 1_002]);
});

test('a log that fails is told, and what comes later is written', async () => {
  const errors: string[] = [];
  let isBroken = true;
  const log = watched(memoryFactLog(), () => {
    if (isBroken) throw new Error('the disk is full');
  });
  const journal = journalOn(log, { ...silentLog, error: (message, data) => errors.push(`${message}: ${String(data?.['error'])}`) });
  journal.write(fact('a', 1));
  await journal[Symbol.asyncDispose]();
  expect(errors).toEqual(['facts of a call could not be written: Error: the disk is full']);
  isBroken = false;
  journal.write(fact('a', 2));
  await journal[Symbol.asyncDispose]();
  expect((await log.read({ tenant })).map(({ atMs }) => atMs)).toEqual([2]);
});

test('a disk that does not keep up loses the oldest, which is told', async () => {
  const errors: string[] = [];
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const inner = memoryFactLog();
  const log: FactLog = { ...inner, append: (key, facts) => gate.then(() => inner.append(key, facts)) };
  const journal = journalOn(log, { ...silentLog, error: (message) => errors.push(message) });
  for (let i = 0; i < 10_003; i++) journal.write(fact('a', i));
  go();
  await journal[Symbol.asyncDispose]();
  expect(new Set(errors)).toEqual(new Set(['the disk does not keep up: a fact of a call was not written']));
  const kept: number[] = [];
  for (let after = 0; ;) {
    const facts = await log.read({ tenant, after });
    kept.push(...facts.map(({ atMs }) => atMs));
    const last = facts.at(-1);
    if (!last) break;
    after = last.sequence;
  }
  expect(kept).toHaveLength(10_003 - errors.length);
  expect(kept).toEqual(kept.toSorted((a, b) => a - b));
  expect(kept.at(-1)).toBe(10_002);
});

function journalOn(log: FactLog, onError: Log = silentLog): CallJournal {
  return new CallJournal({ log, tenant, clock, onError });
}

/** Tells how many facts each append has, before it is made. */
function watched(log: FactLog, onAppend: (count: number) => void): FactLog {
  return {
    ...log,
    async append(key, facts) {
      onAppend(facts.length);
      return log.append(key, facts);
    },
  };
}

test('the facts of one call are read with those that still wait; what is no call has none', async () => {
  const log = memoryFactLog();
  const journal = journalOn(log);
  await journal.open();
  for (let i = 0; i < 2_100; i++) journal.write(fact(i % 3 === 0 ? 'b' : 'a', i));
  expect(await journal.of('a')).toHaveLength(1_400);
  expect((await journal.of('b')).slice(0, 2)).toEqual([fact('b', 0), fact('b', 3)]);
  expect(await journal.of('house')).toEqual([]);
  expect(await journal.of('nobody')).toEqual([]);
  journal.write(fact('a', 9_999));
  expect((await journal.of('a')).at(-1)).toEqual(fact('a', 9_999));
});
