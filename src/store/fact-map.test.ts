import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import type { FactLog } from './fact-log.ts';
import { FactMap } from './fact-map.ts';
import { memoryFactLog } from './memory-fact-log.ts';
import { SqliteFactLog } from './sqlite-fact-log.ts';

const clock = realClock();
const opened = (log: FactLog, tenants = ['a', 'b']): Promise<FactMap<{ n: number }>> =>
  FactMap.open({ log, clock, stream: 'things', tenants });

test('what was put is there after a restart, newest value first to last key, and what was removed is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fact-map-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'log.db');
  {
    await using log = await SqliteFactLog.open(file, { clock });
    const map = await opened(log);
    await map.put('a', 'one', { n: 1 });
    await map.put('b', 'two', { n: 2 });
    await map.put('a', 'one', { n: 3 });
    await map.put('a', 'gone', { n: 4 });
    expect([await map.remove('gone'), await map.remove('gone')]).toEqual([true, false]);
    await log.append({ tenant: 'a', stream: 'others' }, [{ type: 'thingsPut', version: 1, atMs: 0, data: { key: 'x', value: { n: 9 } } }]);
  }
  await using log = await SqliteFactLog.open(file, { clock });
  const map = await opened(log);
  expect([map.get('one'), map.get('two'), map.get('gone'), map.get('x'), map.size]).toEqual([{ n: 3 }, { n: 2 }, undefined, undefined, 2]);
});

test('more than one read brings are read', async () => {
  const log = memoryFactLog();
  const map = await opened(log);
  for (let n = 0; n < 1_500; n++) await map.put('a', String(n), { n });
  expect((await opened(log)).size).toBe(1_500);
});

test('a value that could not be written is not there, and the next change goes on', async () => {
  const log = memoryFactLog();
  const map = await opened(log);
  await map.put('a', 'one', { n: 1 });
  const endless: { n: number; self?: unknown } = { n: 2 };
  endless.self = endless;
  await expect(map.inTurn(() => map.put('a', 'one', endless))).rejects.toBeInstanceOf(StoreError);
  expect(map.get('one')).toEqual({ n: 1 });
  await map.inTurn(() => map.put('a', 'one', { n: 3 }));
  expect(map.get('one')).toEqual({ n: 3 });
  await expect(map.put('c', 'one', { n: 1 })).rejects.toBeInstanceOf(TypeError);
});

test('changes in turn see what the one before them did', async () => {
  const map = await opened(memoryFactLog());
  const add = (): Promise<void> => map.inTurn(() => map.put('a', 'sum', { n: (map.get('sum')?.n ?? 0) + 1 }));
  await Promise.all(Array.from({ length: 20 }, add));
  expect(map.get('sum')).toEqual({ n: 20 });
});
