import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import { openDataFolder, type Migration } from './data-folder.ts';

const base = { clock: realClock(), random: realRandom() };
let path = '';

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'rollcall-data-')), '.rollcall');
});
afterEach(async () => {
  await rm(join(path, '..'), { recursive: true });
});

test.skipIf(process.platform === 'win32')('the folder is its user’s alone', async () => {
  await using folder = await openDataFolder(path, base);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  expect(folder.file('a', 'b')).toBe(join(path, 'a', 'b'));
});

test('a second instance is told who holds it and what to do, and leaves nothing behind', async () => {
  await using folder = await openDataFolder(path, base);
  const before = await readdir(folder.path);
  await expect(openDataFolder(path, base)).rejects.toMatchObject({
    code: 'store/in-use',
    message: expect.stringMatching(new RegExp(`in use by process ${String(process.pid)}: .*ROLLCALL_DATA`, 'u')),
  });
  expect(await readdir(path)).toEqual(before);
});

test('of many that open at once, one gets it', async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(path, base)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('disposing lets the next one in, also twice', async () => {
  const folder = await openDataFolder(path, base);
  await folder[Symbol.asyncDispose]();
  await using next = await openDataFolder(path, base);
  await folder[Symbol.asyncDispose]();
  await expect(openDataFolder(path, base)).rejects.toMatchObject({ code: 'store/in-use' });
  expect(next.schemaVersion).toBe(1);
});

test('a process that was killed lets the next one in', async () => {
  const script = `const Database = require('libsql'); const db = new Database(process.argv[1]); db.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => {}, 1000)`;
  await (await openDataFolder(path, base))[Symbol.asyncDispose]();
  const child = spawn(process.execPath, ['-e', script, join(path, 'lock.db')], { cwd: import.meta.dirname });
  await once(child.stdout, 'data');
  await expect(openDataFolder(path, base)).rejects.toMatchObject({ code: 'store/in-use' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await using folder = await openDataFolder(path, base);
  expect(folder.schemaVersion).toBe(1);
});

test('older data are brought up step by step, and a new folder needs no step', async () => {
  const run: string[] = [];
  const migrations: readonly Migration[] = [2, 3].map((to) => ({ to, run: async () => void run.push(`to ${String(to)}`) }));
  await (await openDataFolder(path, base))[Symbol.asyncDispose]();
  await (await openDataFolder(path, { ...base, migrations }))[Symbol.asyncDispose]();
  await using folder = await openDataFolder(path, { ...base, migrations });
  expect(run).toEqual(['to 2', 'to 3']);
  expect(folder.schemaVersion).toBe(3);
});

test('a step that fails is named, is done again the next time, and the lock is let go', async () => {
  await (await openDataFolder(path, base))[Symbol.asyncDispose]();
  const failing = [{ to: 2, run: () => Promise.reject(new Error('no room')) }];
  await expect(openDataFolder(path, { ...base, migrations: failing })).rejects.toMatchObject({
    code: 'store/migration-failed',
    message: expect.stringContaining('from schema 1 to 2: Error: no room'),
  });
  await using folder = await openDataFolder(path, { ...base, migrations: [{ to: 2, run: () => Promise.resolve() }] });
  expect(folder.schemaVersion).toBe(2);
});

test('data of a newer program are left alone', async () => {
  await (await openDataFolder(path, { ...base, migrations: [{ to: 2, run: () => Promise.resolve() }] }))[Symbol.asyncDispose]();
  await expect(openDataFolder(path, base)).rejects.toMatchObject({ code: 'store/newer-schema' });
});

test('a place where no folder can be is told of', async () => {
  await writeFile(path, 'a file');
  await expect(openDataFolder(path, base)).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('ROLLCALL_DATA'),
  });
});
