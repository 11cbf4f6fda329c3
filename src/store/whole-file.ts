/** Writes a file so that a crash leaves the old one or the new one, never a part of either. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Begins the name of a file that is still being written; no key and no name of ours begins with a dot. */
export const UNFINISHED = '.unfinished-';

/** On disk when it resolves. `temporary` must be in the same folder, and nobody else's. */
export async function writeWhole(file: string, temporary: string, bytes: Uint8Array): Promise<void> {
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** The new name is part of the folder, which has to reach the disk as well. Windows can neither open nor sync one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
