import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { SqliteFactLog } from './sqlite-fact-log.ts';
import { openSqlite } from './sqlite.ts';

const clock = realClock();
const full = { code: 'store/full', message: expect.stringContaining('no space left') as string };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-full-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs it in a process whose files may have 2 MB each, and gives what it has told. */
async function inLittleSpace(program: string): Promise<unknown> {
  const main = join(folder, 'main.ts');
  const source = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  await writeFile(
    main,
    `import { readdir } from 'node:fs/promises';
    import { realClock } from ${source('../base/clock.ts')};
    import { realRandom } from ${source('../base/random.ts')};
    import { diskBlobStore } from ${source('./disk-blob-store.ts')};
    import { SealedFileWriter } from ${source('./sealed-file-writer.ts')};
    const [clock, random, folder] = [realClock(), realRandom(), ${JSON.stringify(join(folder, 'kept'))}];
    const failed = (error) => ({ code: error.code, message: error.message });
    async function* long() { for (let n = 0; n < 30; n++) yield new Uint8Array(100_000); }
    ${program}`,
  );
  const command = ['-c', 'ulimit -f 4000; exec "$0" "$@"', process.execPath, '--import', import.meta.resolve('jiti/register'), main];
  const { stdout } = await promisify(execFile)('sh', command);
  return JSON.parse(stdout);
}

const onPosix = test.skipIf(process.platform === 'win32');

onPosix('a blob that has no space leaves the old one, and nothing else', async () => {
  const told = await inLittleSpace(`
    const store = diskBlobStore(folder, { clock, random });
    await store.put('a', Uint8Array.of(1));
    const errors = [await store.putStream('a', long()).catch(failed), await store.put('b', new Uint8Array(3_000_000)).catch(failed)];
    console.log(JSON.stringify({ errors, list: await store.list(''), files: await readdir(folder) }));`);
  expect(told).toEqual({ errors: [full, full], list: [{ key: 'a', sizeBytes: 1 }], files: ['a'] });
});

onPosix('a sealed file that has no space says so to every write that follows, and leaves nothing', async () => {
  const told = await inLittleSpace(`
    const writer = await SealedFileWriter.open({ key: new Uint8Array(32), context: 'r1', folder, clock });
    let errors = [];
    for (let at = 0; at < 3_000_000 && errors.length === 0; at += 100_000) {
      await writer.write(new Uint8Array(100_000), at).catch((error) => errors.push(failed(error)));
    }
    errors.push(await writer.write(new Uint8Array(1), 0).catch(failed), await writer.finish().catch(failed));
    await writer[Symbol.asyncDispose]();
    console.log(JSON.stringify({ errors, files: await readdir(folder) }));`);
  const closed = { code: 'store/closed', message: expect.stringContaining('failed') as string };
  expect(told).toEqual({ errors: [full, closed, closed], files: [] });
});

test('a fact log that is full says so, keeps what it had, and goes on when there is space again', async () => {
  const database = await openSqlite(join(folder, 'facts.db'), { clock });
  await using log = new SqliteFactLog(database, clock);
  const key = { tenant: 'contoso', stream: 'call' };
  await log.append(key, [{ type: 'rang', version: 1, data: 'small', atMs: 0 }]);
  database.exec('PRAGMA max_page_count = 16');
  const large = { type: 'rang', version: 1, data: 'x'.repeat(200_000), atMs: 0 };
  await expect(log.append(key, [large])).rejects.toMatchObject(full);
  expect(await log.read({ tenant: 'contoso' })).toHaveLength(1);
  database.exec('PRAGMA max_page_count = 100000');
  await log.append(key, [large]);
  expect(await log.read({ tenant: 'contoso' })).toHaveLength(2);
});
