import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { auditHash, writeHead, type AuditEntry, type AuditLog, type AuditQuery } from './audit-log.ts';
import { auditKey } from './audit-place.ts';
import { keyFileVault } from './key-file-vault.ts';
import { memoryAuditLog, openAuditLog } from './sqlite-audit-log.ts';
import { openSqlite, type Sqlite } from './sqlite.ts';

const clock = realClock();
let root = '';
let folder = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollcall-audit-'));
  folder = join(root, 'audit');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const opened = (): Promise<AuditLog> => openAuditLog({ folder, vault: keyFileVault(join(root, 'keys.json'), { clock }), clock });
const deed = (n: number): { actor: string; action: string; subject: string; detail: string | undefined } => ({
  actor: `person ${String(n % 3)}`,
  action: 'opened',
  subject: `r${String(n % 2)}`,
  detail: n % 2 === 0 ? `file ${String(n)}` : undefined,
});

async function all(log: AuditLog, query?: AuditQuery): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of log.entries(query)) entries.push(entry);
  return entries;
}

/** Ten entries, and the log closed. */
async function ten(): Promise<readonly AuditEntry[]> {
  await using log = await opened();
  await Promise.all(Array.from({ length: 10 }, (_, n) => log.append(deed(n))));
  return all(log);
}

async function inDatabase(work: (database: Sqlite) => void): Promise<void> {
  const database = await openSqlite(join(folder, 'audit.db'), { clock });
  work(database);
  database.close();
}

test('reads what was appended, oldest first, of one subject or of all, also after it was closed', async () => {
  const before = await ten();
  expect(before.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(before[2]).toMatchObject({ ...deed(2), sequence: 3 });
  expect(before[3]).toMatchObject(deed(3));
  await using log = await opened();
  expect(await all(log)).toEqual(before);
  expect((await all(log, { subject: 'r1' })).map(({ sequence }) => sequence)).toEqual([2, 4, 6, 8, 10]);
  expect((await all(log, { subject: 'r1', after: 4 })).map(({ sequence }) => sequence)).toEqual([6, 8, 10]);
  expect(await all(log, { subject: 'none' })).toEqual([]);
  expect((await log.append(deed(10))).sequence).toBe(11);
  expect(await log.verify()).toEqual({ isIntact: true, entries: 11 });
});

test('an entry has the time of the clock that was handed in, which stands still until it is on disk', async () => {
  const turned = virtualClock();
  await using log = await openAuditLog({ folder, vault: keyFileVault(join(root, 'keys.json'), { clock: turned }), clock: turned });
  let entry: AuditEntry | undefined;
  void log.append(deed(0)).then((made) => (entry = made));
  await turned.settle();
  expect(entry?.atMs).toBe(turned.wallMs());
});

test('appends that are made at once keep their order, and share a write', async () => {
  await using log = await opened();
  const entries = await Promise.all(Array.from({ length: 2_500 }, (_, n) => log.append(deed(n))));
  expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 2_500 }, (_, n) => n + 1));
  expect(await all(log)).toHaveLength(2_500);
  expect(await log.verify()).toEqual({ isIntact: true, entries: 2_500 });
});

test('an empty log is intact, and one that is in memory does the same', async () => {
  await using log = await opened();
  expect(await log.verify()).toEqual({ isIntact: true, entries: 0 });
  await using memory = await memoryAuditLog({ clock });
  await memory.append(deed(0));
  expect(await all(memory, { subject: 'r0' })).toMatchObject([deed(0)]);
  expect(await memory.verify()).toEqual({ isIntact: true, entries: 1 });
});

const change = (sql: string) => (database: Sqlite) => database.exec(sql);

test.each<[string, number, (database: Sqlite, entries: readonly AuditEntry[]) => void]>([
  ['changed in what was done', 4, change(`UPDATE entries SET action = 'looked' WHERE sequence = 4`)],
  ['changed in who did it', 1, change(`UPDATE entries SET actor = 'nobody' WHERE sequence = 1`)],
  ['changed in its subject', 10, change(`UPDATE entries SET subject = 'other' WHERE sequence = 10`)],
  ['changed in its time', 7, change(`UPDATE entries SET at_ms = at_ms + 1 WHERE sequence = 7`)],
  ['rid of its detail', 3, change(`UPDATE entries SET detail = NULL WHERE sequence = 3`)],
  ['given an empty detail', 4, change(`UPDATE entries SET detail = '' WHERE sequence = 4`)],
  ['given another hash', 5, change(`UPDATE entries SET hash = 'x' WHERE sequence = 5`)],
  ['deleted at the beginning', 1, change(`DELETE FROM entries WHERE sequence = 1`)],
  ['deleted in the middle', 5, change(`DELETE FROM entries WHERE sequence = 5`)],
  [
    'deleted, and the rest moved up',
    5,
    change(`DELETE FROM entries WHERE sequence = 5; UPDATE entries SET sequence = sequence - 1 WHERE sequence > 5`),
  ],
  ['cut off at the end', 10, change(`DELETE FROM entries WHERE sequence = 10`)],
  ['cut off with all before it', 1, change(`DELETE FROM entries`)],
  [
    'swapped with the next',
    4,
    change(
      `UPDATE entries SET sequence = 99 WHERE sequence = 4; UPDATE entries SET sequence = 4 WHERE sequence = 5; UPDATE entries SET sequence = 5 WHERE sequence = 99`,
    ),
  ],
  [
    'put in before all others',
    0,
    change(`INSERT INTO entries SELECT 0, at_ms, actor, action, subject, detail, hash FROM entries WHERE sequence = 1`),
  ],
  [
    'put in behind all others, as a copy',
    11,
    change(`INSERT INTO entries SELECT 11, at_ms, actor, action, subject, detail, hash FROM entries WHERE sequence = 10`),
  ],
  [
    'put in, and the rest moved down',
    6,
    change(
      `UPDATE entries SET sequence = -sequence WHERE sequence > 5; UPDATE entries SET sequence = 1 - sequence WHERE sequence < 0;
       INSERT INTO entries SELECT 6, at_ms, 'somebody', action, subject, detail, hash FROM entries WHERE sequence = 7`,
    ),
  ],
  [
    'changed, and all that follow chained again with another key',
    4,
    (database, entries) => {
      const key = auditKey(randomBytes(32));
      let before = entries[2]?.hash ?? '';
      for (const entry of entries.slice(3)) {
        const changed = { ...entry, actor: 'nobody' };
        before = auditHash(key, before, changed);
        database.prepare('UPDATE entries SET actor = ?, hash = ? WHERE sequence = ?').run('nobody', before, entry.sequence);
      }
    },
  ],
])('an entry that was %s is found, then, and after the log was gone on with', async (_, brokenAt, tamper) => {
  const entries = await ten();
  await inDatabase((database) => tamper(database, entries));
  await using log = await opened();
  expect(await log.verify()).toMatchObject({ isIntact: false, brokenAt });
  await log.append(deed(11)).catch(() => undefined);
  expect(await log.verify()).toMatchObject({ isIntact: false, brokenAt });
});

test.each<[string, (head: string) => Promise<void>]>([
  ['taken away', (head) => rm(head)],
  ['emptied', (head) => writeFile(head, '')],
  ['made again without the key', (head) => writeFile(head, writeHead(auditKey(randomBytes(32)), { sequence: 8, hash: 'x' }))],
])('an end that was cut off together with what says where it is, which was %s, is found for ever', async (_, hide) => {
  await ten();
  await inDatabase(change('DELETE FROM entries WHERE sequence > 8'));
  await hide(join(folder, 'audit.head'));
  await using log = await opened();
  expect(await log.verify()).toMatchObject({ isIntact: false, brokenAt: 9 });
  await log.append(deed(11));
  expect(await log.verify()).toMatchObject({ isIntact: false, brokenAt: 9 });
});

test('an end that is cut off while the log is open is found, and so is a head that goes', async () => {
  await using log = await opened();
  for (let n = 0; n < 10; n++) await log.append(deed(n));
  await rm(join(folder, 'audit.head'));
  expect(await log.verify()).toMatchObject({ isIntact: false, problem: expect.stringContaining('taken away') });
  await log.append(deed(10));
  await inDatabase(change('DELETE FROM entries WHERE sequence > 8'));
  expect(await log.verify()).toMatchObject({ isIntact: false, brokenAt: 9 });
});

test('a crash between an entry and the word of where the log ends is no tampering', async () => {
  await ten();
  const head = join(folder, 'audit.head');
  await copyFile(head, `${head}.before`);
  await (async () => {
    await using log = await opened();
    await log.append(deed(10));
  })();
  await copyFile(`${head}.before`, head);
  await using log = await opened();
  expect(await log.verify()).toEqual({ isIntact: true, entries: 11 });
  expect((await log.append(deed(11))).sequence).toBe(12);
  expect(await log.verify()).toEqual({ isIntact: true, entries: 12 });
});

test('without its key the log is not gone on with', async () => {
  await ten();
  await rm(join(folder, 'audit.key'));
  await expect(opened()).rejects.toMatchObject({ code: 'store/no-key', message: expect.stringContaining('audit.key back') });
  await writeFile(join(folder, 'audit.key'), '{}');
  await expect(opened()).rejects.toMatchObject({ code: 'store/no-key' });
});

test('what was acknowledged is there after the process was killed, and the log is intact', async () => {
  const source = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  const program = `
    import { realClock } from ${source('../base/clock.ts')};
    import { keyFileVault } from ${source('./key-file-vault.ts')};
    import { openAuditLog } from ${source('./sqlite-audit-log.ts')};
    const clock = realClock();
    const vault = keyFileVault(${JSON.stringify(join(root, 'keys.json'))}, { clock });
    const log = await openAuditLog({ folder: ${JSON.stringify(folder)}, vault, clock });
    for (let n = 0; n < 5; n++) await log.append({ actor: 'a', action: 'opened', subject: 'r' + n });
    void log.append({ actor: 'a', action: 'opened', subject: 'not acknowledged' });
    process.kill(process.pid, 'SIGKILL');`;
  const main = join(root, 'main.ts');
  await writeFile(main, program);
  const jiti = import.meta.resolve('jiti/register');
  await expect(promisify(execFile)(process.execPath, ['--import', jiti, main])).rejects.toMatchObject({ signal: 'SIGKILL' });
  await using log = await opened();
  expect((await all(log)).slice(0, 5).map(({ subject }) => subject)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
  expect(await log.verify()).toMatchObject({ isIntact: true });
});

test('refuses what is too long or says nothing, and says that it is closed', async () => {
  const log = await opened();
  for (const bad of [
    { ...deed(0), action: '' },
    { ...deed(0), actor: 'x'.repeat(600) },
    { ...deed(0), detail: 'x'.repeat(70_000) },
  ]) {
    await expect(log.append(bad)).rejects.toMatchObject({ code: 'store/bad-fact' });
  }
  expect(await all(log)).toEqual([]);
  const last = log.append(deed(0));
  await log[Symbol.asyncDispose]();
  await log[Symbol.asyncDispose]();
  expect((await last).sequence).toBe(1);
  for (const use of [log.append(deed(0)), log.verify(), all(log)]) await expect(use).rejects.toMatchObject({ code: 'store/closed' });
});

test('a write that fails is told to all who wait for it, and the log goes on', async () => {
  await using log = await opened();
  await log.append(deed(0));
  // Nothing can be put in the place of a folder that has something in it.
  await rm(join(folder, 'audit.head'));
  await mkdir(join(folder, 'audit.head', 'in the way'), { recursive: true });
  const both = await Promise.allSettled([log.append(deed(1)), log.append(deed(2))]);
  expect(both).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { code: 'store/failed' } })));
  await rm(join(folder, 'audit.head'), { recursive: true });
  await log.append(deed(3));
  expect(await log.verify()).toMatchObject({ isIntact: true });
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(await readFile(join(folder, 'audit.key'), 'utf8')).not.toContain('"key"');
});
