import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { factLogConformance } from './conformance/fact-log.ts';
import { openSqlite } from './sqlite.ts';
import { SqliteFactLog } from './sqlite-fact-log.ts';

const clock = realClock();
const folders: string[] = [];

async function file(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'rollcall-facts-'));
  folders.push(made);
  return join(made, 'facts.db');
}

afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true });
});

factLogConformance('SQLite', async () => SqliteFactLog.open(await file(), { clock }));

const fact = { type: 'rang', version: 1, data: { n: 1 }, atMs: 5 };
const key = { tenant: 'contoso', stream: 'call' };

test('facts outlive the process that wrote them, and sequences go on', async () => {
  const path = await file();
  const before = await SqliteFactLog.open(path, { clock });
  const first = await before.append(key, [fact]);
  await before[Symbol.asyncDispose]();
  await using after = await SqliteFactLog.open(path, { clock });
  expect(await after.append(key, [fact])).toBe(first + 1);
  expect(await after.read({ tenant: 'contoso' })).toHaveLength(2);
});

test('what was acknowledged is there after the process was killed', async () => {
  const path = await file();
  const program = `
    import { realClock } from ${JSON.stringify(new URL('../base/clock.ts', import.meta.url).href)};
    import { SqliteFactLog } from ${JSON.stringify(new URL('./sqlite-fact-log.ts', import.meta.url).href)};
    const log = await SqliteFactLog.open(${JSON.stringify(path)}, { clock: realClock() });
    for (let n = 0; n < 3; n++) await log.append({ tenant: 'contoso', stream: 'call' }, [{ type: 'rang', version: 1, data: { n }, atMs: n }]);
    process.kill(process.pid, 'SIGKILL');`;
  const main = `${path}.ts`;
  await writeFile(main, program);
  const jiti = import.meta.resolve('jiti/register');
  await expect(promisify(execFile)(process.execPath, ['--import', jiti, main])).rejects.toMatchObject({ signal: 'SIGKILL' });
  await using log = await SqliteFactLog.open(path, { clock });
  expect((await log.read({ tenant: 'contoso' })).map(({ data }) => data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
});

test('commits are synced to the disk', async () => {
  const database = await openSqlite(await file(), { clock });
  expect(database.prepare('PRAGMA synchronous').all()).toEqual([{ synchronous: 2 }]);
  expect(database.prepare('PRAGMA journal_mode').all()).toEqual([{ journal_mode: 'wal' }]);
  database.close();
});

test('a virtual clock stands still until a commit is done', async () => {
  const turned = virtualClock();
  await using log = await SqliteFactLog.open(await file(), { clock: turned });
  let sequence = 0;
  void log.append(key, [fact]).then((last) => (sequence = last));
  await turned.settle();
  expect(sequence).toBe(1);
});

test('closing commits what was asked for before', async () => {
  const path = await file();
  const log = await SqliteFactLog.open(path, { clock });
  const appended = log.append(key, [fact]);
  await log[Symbol.asyncDispose]();
  await expect(appended).resolves.toBe(1);
});

test('a file that is no database is refused by name', async () => {
  const path = await file();
  await writeFile(path, 'this is no database, whatever its name says '.repeat(100));
  await expect(SqliteFactLog.open(path, { clock })).rejects.toMatchObject({ code: 'store/failed', message: expect.stringContaining(path) });
});
