import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import { blobStoreConformance } from './conformance/blob-store.ts';
import { clearUnfinished, diskBlobStore } from './disk-blob-store.ts';
import { refusedByDisk } from './refusal.ts';
import { UNFINISHED } from './whole-file.ts';

const options = { clock: realClock(), random: realRandom() };
const folders: string[] = [];

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'rollcall-blobs-'));
  folders.push(made);
  return made;
}

afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true });
});

blobStoreConformance(
  'disk',
  async () => diskBlobStore(join(await folder(), 'blobs'), options),
  async () => (await readdir(folders.at(-1) ?? '', { recursive: true })).filter((name) => name.includes(UNFINISHED)),
);

test('another process finds what was put', async () => {
  const path = await folder();
  await diskBlobStore(path, options).put('a/b.wav', Uint8Array.of(1, 2));
  expect(await diskBlobStore(path, options).get('a/b.wav')).toEqual(Uint8Array.of(1, 2));
});

test('what a crash left unfinished is not listed, and a put leaves nothing unfinished', async () => {
  const path = await folder();
  await writeFile(join(path, `${UNFINISHED}1`), 'half');
  await diskBlobStore(path, options).put('whole', Uint8Array.of(1));
  expect(await diskBlobStore(path, options).list('')).toEqual([{ key: 'whole', sizeBytes: 1 }]);
  expect((await readdir(path)).toSorted()).toEqual([`${UNFINISHED}1`, 'whole']);
});

test('what a crash left unfinished is cleared away, and nothing else', async () => {
  const path = await folder();
  await diskBlobStore(path, options).put('a/whole', Uint8Array.of(1));
  await writeFile(join(path, 'a', `${UNFINISHED}1`), 'half');
  await clearUnfinished(path, options);
  await clearUnfinished(join(path, 'none'), options);
  expect(await readdir(join(path, 'a'))).toEqual(['whole']);
});

test('a folder goes with its last blob, the store’s own stays, and puts beside deletes are calm', async () => {
  const path = await folder();
  const store = diskBlobStore(path, options);
  await store.put('r1/deep/a', Uint8Array.of(1));
  await store.put('r1/b', Uint8Array.of(1));
  await store.delete('r1/deep/a');
  expect(await readdir(path, { recursive: true })).toEqual(['r1', join('r1', 'b')]);
  await store.delete('r1/b');
  expect(await readdir(path)).toEqual([]);
  await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      await store.put(`r2/x/${String(n)}`, Uint8Array.of(n));
      if (n % 2 === 0) await store.delete(`r2/x/${String(n)}`);
    }),
  );
  expect(await store.list('')).toHaveLength(20);
});

test('a disk that is full is told apart, whatever says so, and nothing is left', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(refusedByDisk('write a', full)).toMatchObject({ code: 'store/full', cause: full });
  expect(refusedByDisk('write a', new Error('database or disk is full'))).toMatchObject({ code: 'store/full' });
  expect(refusedByDisk('write a', new Error('EACCES'))).toMatchObject({ code: 'store/failed' });
});

test('a disk that refuses is told of with what was tried', async () => {
  const path = await folder();
  await writeFile(join(path, 'file'), '');
  const store = diskBlobStore(join(path, 'file'), options);
  await expect(store.put('a', Uint8Array.of(1))).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('could not write a'),
  });
});
