/** Blobs as files in a folder, one a key. */
import { mkdir, open, readFile, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { checkedKey, checkedPrefix, checkedRange, type BlobEntry, type BlobStore } from './blob-store.ts';
import { refusedByDisk } from './refusal.ts';
import { UNFINISHED, beginWhole, syncFolder, type UnfinishedFile } from './whole-file.ts';

export type DiskBlobStoreOptions = { readonly clock: Clock; readonly random: Random };

/** How often a folder may be cleared away under a put before that is an error. */
const MOST_ATTEMPTS = 8;

/** Makes folders as blobs need them, and takes them away with the last blob. Files are readable by this user alone. */
export function diskBlobStore(folder: string, { clock, random }: DiskBlobStoreOptions): BlobStore {
  const fileOf = (key: string): string => join(folder, ...checkedKey(key).split('/'));
  const asked = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await clock.hold(work);
    } catch (cause) {
      throw refusedByDisk(what, cause);
    }
  };
  const begun = (file: string): Promise<UnfinishedFile> => beginIn(file, join(dirname(file), `${UNFINISHED}${random.uuid()}`));

  return {
    async put(key, bytes) {
      const file = fileOf(key);
      await asked(`write ${key}`, async () => {
        const unfinished = await begun(file);
        try {
          await unfinished.write(bytes);
          await unfinished.finish();
        } catch (error) {
          await unfinished.abandon();
          throw error;
        }
      });
    },
    async putStream(key, pieces) {
      const file = fileOf(key);
      const unfinished = await asked(`write ${key}`, () => begun(file));
      try {
        // The next piece may have to be waited for, so time stands still for each step alone.
        for await (const piece of pieces) await asked(`write ${key}`, () => unfinished.write(piece));
        await asked(`write ${key}`, () => unfinished.finish());
      } catch (error) {
        await asked(`clear away ${key}`, () => unfinished.abandon());
        throw error;
      }
    },
    async get(key) {
      const file = fileOf(key);
      return asked(`read ${key}`, () => orMissing(readFile(file).then((buffer) => new Uint8Array(buffer))));
    },
    async getRange(key, from, to) {
      const file = fileOf(key);
      checkedRange(from, to);
      return asked(`read ${key}`, () => orMissing(stretchOf(file, from, to)));
    },
    async sizeOf(key) {
      const file = fileOf(key);
      const status = await asked(`look for ${key}`, () => orMissing(stat(file)));
      return status?.isFile() ? status.size : undefined;
    },
    async delete(key) {
      const file = fileOf(key);
      await asked(`delete ${key}`, () => orMissing(deleted(file, resolve(folder))));
    },
    list: (prefix) => asked(`list ${prefix}`, () => entries(folder, prefix)),
  };
}

/** Takes away what a crash left half written. For whoever knows that nobody else writes there: the holder of the data folder, at its start. */
export async function clearUnfinished(folder: string, { clock }: { readonly clock: Clock }): Promise<void> {
  await clock.hold(async () => {
    const children = await orMissing(readdir(folder, { withFileTypes: true, recursive: true }));
    for (const child of children ?? []) {
      if (child.isFile() && child.name.startsWith(UNFINISHED)) await rm(join(child.parentPath, child.name), { force: true });
    }
  });
}

/** A delete may take an empty folder away between its making and its first file. */
async function beginIn(file: string, temporary: string): Promise<UnfinishedFile> {
  for (let attempt = 1; ; attempt++) {
    await made(dirname(file));
    try {
      return await beginWhole(file, temporary);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** The names of new folders have to reach the disk too, or what is in them is lost with them. */
async function made(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = resolve(folder); at.length >= resolve(first).length; at = dirname(at)) await orMissing(syncFolder(dirname(at)));
}

/** Gone for good when it resolves, and with it the folders that have become empty, but for the store's own. */
async function deleted(file: string, root: string): Promise<void> {
  await rm(file);
  let folder = dirname(resolve(file));
  for (; folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      break;
    }
  }
  await orMissing(syncFolder(folder));
}

async function stretchOf(file: string, from: number, to: number): Promise<Uint8Array | undefined> {
  const handle = await open(file, 'r');
  try {
    const status = await handle.stat();
    if (!status.isFile()) return undefined;
    const bytes = new Uint8Array(Math.max(0, Math.min(to, status.size) - from));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return at === bytes.length ? bytes : bytes.slice(0, at);
  } finally {
    await handle.close();
  }
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

/** Undefined where there is no such file; a folder in the place of a file is no file either. */
async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
