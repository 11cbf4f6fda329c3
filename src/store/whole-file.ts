/** Writes a file so that a crash leaves the old one or the new one, never a part of either. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Begins the name of a file that is still being written; no key and no name of ours begins with a dot. */
export const UNFINISHED = '.unfinished-';

/** A file on its way. Ends with `finish` or `abandon`, never with both. */
export interface UnfinishedFile {
  write(bytes: Uint8Array): Promise<void>;
  /** On disk, under its name, when it resolves. */
  finish(): Promise<void>;
  /** Leaves nothing of it. Calm where nothing is left. */
  abandon(): Promise<void>;
}

/** `temporary` must be in the same folder, and nobody else's. */
export async function beginWhole(file: string, temporary: string): Promise<UnfinishedFile> {
  const handle = await open(temporary, 'w', 0o600);
  return {
    write: (bytes) => handle.writeFile(bytes),
    async finish() {
      await handle.sync();
      await handle.close();
      await rename(temporary, file);
      await syncFolder(dirname(file));
    },
    async abandon() {
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

/** On disk when it resolves. `temporary` must be in the same folder, and nobody else's. */
export async function writeWhole(file: string, temporary: string, bytes: Uint8Array): Promise<void> {
  const unfinished = await beginWhole(file, temporary);
  try {
    await unfinished.write(bytes);
    await unfinished.finish();
  } catch (error) {
    await unfinished.abandon();
    throw error;
  }
}

/** A name that came or went is part of its folder, which has to reach the disk as well. Windows can neither open nor sync one. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
