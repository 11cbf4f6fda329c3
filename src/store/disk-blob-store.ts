/** Blobs as files in a folder, one a key. */
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { checkedKey, checkedPrefix, type BlobEntry, type BlobStore } from './blob-store.ts';
import { StoreError } from './errors.ts';
import { UNFINISHED, writeWhole } from './whole-file.ts';

export type DiskBlobStoreOptions = { readonly clock: Clock; readonly random: Random };

/** Makes the folder when the first blob is put. Files are readable by this user alone. */
export function diskBlobStore(folder: string, { clock, random }: DiskBlobStoreOptions): BlobStore {
  const fileOf = (key: string): string => join(folder, ...checkedKey(key).split('/'));
  return {
    async put(key, bytes) {
      const file = fileOf(key);
      const temporary = join(dirname(file), `${UNFINISHED}${random.uuid()}`);
      await asked(clock, `write ${key}`, async () => {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeWhole(file, temporary, bytes);
      });
    },
    async get(key) {
      const file = fileOf(key);
      return asked(clock, `read ${key}`, () => orMissing(readFile(file).then((buffer) => new Uint8Array(buffer))));
    },
    async delete(key) {
      const file = fileOf(key);
      await asked(clock, `delete ${key}`, () => orMissing(rm(file)));
    },
    list: (prefix) => asked(clock, `list ${prefix}`, () => entries(folder, prefix)),
  };
}

/** Looks no further than the last folder that the prefix names in full. */
async function entries(folder: string, prefix: string): Promise<readonly BlobEntry[]> {
  const named = checkedPrefix(prefix).split('/').slice(0, -1);
  const found: BlobEntry[] = [];
  const children = await orMissing(readdir(join(folder, ...named), { withFileTypes: true, recursive: true }));
  for (const child of children ?? []) {
    if (!child.isFile() || child.name.startsWith('.')) continue;
    const file = join(child.parentPath, child.name);
    const key = relative(folder, file).split(sep).join('/');
    if (!key.startsWith(prefix)) continue;
    // It may have been deleted since.
    const status = await orMissing(stat(file));
    if (status) found.push({ key, sizeBytes: status.size });
  }
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

async function asked<T>(clock: Clock, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await clock.hold(work);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('store/failed', `could not ${what}: ${String(cause)}`, { cause });
  }
}

/** Undefined where there is no such file; a folder in the place of a file is no file either. */
async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
