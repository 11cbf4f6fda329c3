/** What took the place of facts in the file of a log: of those before no byte is there, whatever lies beside them, and whenever the process is killed. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { seededRandom } from '../base/random.ts';
import type { Fact } from './fact-log.ts';
import { openSqlite, type Sqlite } from './sqlite.ts';
import { SqliteFactLog } from './sqlite-fact-log.ts';

const clock = realClock();
let folder = '';
let file = '';
let secrets = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-replaced-'));
  file = join(folder, 'facts.db');
});
afterEach(() => rm(folder, { recursive: true }));

const key = (nth: number): { readonly tenant: string; readonly stream: string } => ({ tenant: 't', stream: `s${String(nth)}` });
const secret = (): string => `canary-${String(secrets++).padStart(7, '0')}-`;

/** Of that many bytes or some more, with a secret every sixty. */
function secretFact(bytes: number): Fact {
  return { type: 'said', version: 1, atMs: 1, data: secret().repeat(1 + Math.floor(bytes / 15)) };
}
const secretOf = ({ data }: Fact): string => String(data).slice(0, 15);

/** Those that stand in any file of the folder. */
async function found(needles: readonly string[]): Promise<readonly string[]> {
  const bytes = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
  const there = new Set(bytes.flatMap((text) => text.match(/canary-\d{7}-/g) ?? []));
  return needles.filter((needle) => there.has(needle));
}

test('no byte of what was replaced is in any file, whatever was said beside it', async () => {
  const random = seededRandom(7);
  await using log = await SqliteFactLog.open(file, { clock });
  const upTo = (most: number): number => Math.floor(random.unit() * most);
  const size = (): number => (upTo(10) === 0 ? upTo(30_000) : upTo(2) === 0 ? upTo(300) : upTo(3_000));
  const live = new Map<number, Fact[]>();
  const gone: string[] = [];
  for (let round = 0; round < 40; round++) {
    await Promise.all(
      Array.from({ length: 20 }, () => {
        const [stream, facts] = [upTo(6), Array.from({ length: 1 + upTo(3) }, () => secretFact(size()))];
        live.set(stream, [...(live.get(stream) ?? []), ...facts]);
        return log.append(key(stream), facts);
      }),
    );
    const stream = upTo(6);
    const facts = Array.from({ length: upTo(20) }, () => secretFact(size()));
    gone.push(...(live.get(stream) ?? []).map(secretOf));
    live.set(stream, facts);
    await log.replace(key(stream), facts);
    expect(await found(gone), `round ${String(round)}`).toEqual([]);
  }
  expect(gone.length).toBeGreaterThan(300);
  for (const [stream, facts] of live) {
    expect((await log.read(key(stream))).map(({ data }) => data)).toEqual(facts.map(({ data }) => data));
    expect(await found(facts.map(secretOf))).toEqual(facts.map(secretOf));
  }
});

test('what the disk refuses changes nothing, and is taken when there is space again', async () => {
  const database = await openSqlite(file, { clock });
  await using log = new SqliteFactLog(database, clock);
  const [before, beside] = [secretFact(100), secretFact(100)];
  await log.append(key(1), [before]);
  await log.append(key(2), [beside]);
  database.exec('PRAGMA max_page_count = 16');
  await expect(log.replace(key(1), [secretFact(100), secretFact(200_000)])).rejects.toMatchObject({ code: 'store/full' });
  expect((await log.read({ tenant: 't' })).map(({ data }) => data)).toEqual([before.data, beside.data]);
  database.exec('PRAGMA max_page_count = 100000');
  await log.replace(key(1), [secretFact(200_000)]);
  expect(await found([secretOf(before)])).toEqual([]);
});

test('while somebody else reads the file it is not said to be gone, and asking again makes it so', async () => {
  await using log = await SqliteFactLog.open(file, { clock });
  const [before, after] = [secretFact(100), secretFact(100)];
  await log.append(key(1), [before]);
  const other = await openSqlite(file, { clock });
  other.exec('BEGIN');
  other.prepare('SELECT count(*) FROM facts').all();
  await expect(log.replace(key(1), [after])).rejects.toMatchObject({ code: 'store/failed', message: expect.stringContaining('another program') as string }); // prettier-ignore
  expect((await log.read(key(1))).map(({ data }) => data)).toEqual([after.data]);
  expect(await found([secretOf(before)])).toEqual([secretOf(before)]);
  other.exec('COMMIT');
  await log.replace(key(1), [after]);
  expect((await log.read(key(1))).map(({ data }) => data)).toEqual([after.data]);
  expect(await found([secretOf(before)])).toEqual([]);
  other.close();
});

/** Appends to a stream, and replaces it by what has a higher number, for ever; told to be killed within, or right after, a replacement. */
async function killedAt(step: 'inTransaction' | 'afterCommit'): Promise<void> {
  const source = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
  const main = `${folder}.ts`;
  await writeFile(
    main,
    `import { realClock } from ${source('../base/clock.ts')};
    import { openSqlite } from ${source('./sqlite.ts')};
    import { SqliteFactLog } from ${source('./sqlite-fact-log.ts')};
    const clock = realClock();
    const database = await openSqlite(${JSON.stringify(file)}, { clock });
    let isArmed = false;
    const kill = () => process.kill(process.pid, 'SIGKILL');
    const watched = {
      exec: (sql) => { if (isArmed && ${JSON.stringify(step)} === 'inTransaction' && sql === 'COMMIT') kill(); return database.exec(sql); },
      prepare: (sql) => { if (isArmed && sql.includes('wal_checkpoint')) kill(); return database.prepare(sql); },
      close: () => database.close(),
    };
    const log = new SqliteFactLog(watched, clock);
    const fact = (text) => ({ type: 'said', version: 1, atMs: 1, data: text.repeat(500) });
    await log.append({ tenant: 't', stream: 's1' }, [fact('canary-8000001-'), fact('canary-8000002-')]);
    await log.append({ tenant: 't', stream: 's2' }, [fact('canary-8000003-')]);
    isArmed = true;
    await log.replace({ tenant: 't', stream: 's1' }, [fact('canary-9000001-'), fact('canary-9000002-')]);`,
  );
  try {
    await expect(promisify(execFile)(process.execPath, ['--import', import.meta.resolve('jiti/register'), main])).rejects.toMatchObject({ signal: 'SIGKILL' }); // prettier-ignore
  } finally {
    await rm(main);
  }
}

const BEFORE = ['canary-8000001-', 'canary-8000002-'];
const AFTER = ['canary-9000001-', 'canary-9000002-'];

test.each<['inTransaction' | 'afterCommit', readonly string[], readonly string[]]>([
  ['inTransaction', BEFORE, AFTER],
  ['afterCommit', AFTER, BEFORE],
])('killed %s, all of it is there or none, and when it is opened again nothing is left of the other', async (step, there, gone) => {
  await killedAt(step);
  await using log = await SqliteFactLog.open(file, { clock });
  expect((await log.read(key(1))).map(secretOf)).toEqual(there);
  expect((await log.read(key(2))).map(secretOf)).toEqual(['canary-8000003-']);
  expect(await found(gone)).toEqual([]);
  await log.replace(key(1), []);
  expect(await found([...BEFORE, ...AFTER])).toEqual([]);
});

test('a log of before has the same facts, and can be replaced', async () => {
  const database: Sqlite = await openSqlite(file, { clock });
  database.exec(`CREATE TABLE facts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL, stream TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, at_ms REAL NOT NULL, data TEXT NOT NULL) STRICT`);
  database.exec(`INSERT INTO facts (tenant, stream, type, version, at_ms, data) VALUES ('t', 's1', 'said', 1, 1, '"canary-7000001-"')`);
  database.close();
  await using log = await SqliteFactLog.open(file, { clock });
  expect((await log.read(key(1))).map(secretOf)).toEqual(['canary-7000001-']);
  await log.replace(key(1), [secretFact(10)]);
  expect(await log.read(key(1))).toHaveLength(1);
  expect(await found(['canary-7000001-'])).toEqual([]);
});
