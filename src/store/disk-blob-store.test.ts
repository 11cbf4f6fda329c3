import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import { blobStoreConformance } from './conformance/blob-store.ts';
import { diskBlobStore } from './disk-blob-store.ts';
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

blobStoreConformance('disk', async () => diskBlobStore(join(await folder(), 'blobs'), options));

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

test('a disk that refuses is told of with what was tried', async () => {
  const path = await folder();
  await writeFile(join(path, 'file'), '');
  const store = diskBlobStore(join(path, 'file'), options);
  await expect(store.put('a', Uint8Array.of(1))).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('could not write a'),
  });
});
