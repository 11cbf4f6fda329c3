/** One process at a time in a folder: a file that says whose it is. */
import { constants } from 'node:fs';
import { copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './errors.ts';

/** A process, told from a later one that was given the same number. */
export type ProcessMark = { readonly pid: number; readonly startedAt: string | undefined };

/** How processes are looked at; a test brings its own. */
export interface ProcessTable {
  readonly self: ProcessMark;
  /** Undefined when no such process runs. */
  find(pid: number): Promise<ProcessMark | undefined>;
}

const LOCK = 'lock.json';
const ATTEMPTS = 5;

/** Takes the lock, also from a process that is dead. Rejects with `store/in-use`, naming who holds it. Call the result to let go. */
export async function lockFolder(folder: string, table: ProcessTable, token: string): Promise<() => Promise<void>> {
  const lock = join(folder, LOCK);
  const mine = join(folder, `.lock-${token}`);
  const content = JSON.stringify({ ...table.self, token });
  await writeFile(mine, content, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A link appears whole or not at all, and never over another.
      if (await linked(mine, lock)) return () => release(lock, content);
      await clearIfStale(folder, lock, table, token);
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new StoreError('store/in-use', `the data folder ${folder} is being opened by several processes at once; start one of them again`);
}

async function clearIfStale(folder: string, lock: string, table: ProcessTable, token: string): Promise<void> {
  const found = await readOrUndefined(lock);
  if (found === undefined) return;
  const holder = markIn(found);
  const running = holder && (await table.find(holder.pid));
  if (holder && running && (running.startedAt === holder.startedAt || holder.startedAt === undefined || running.startedAt === undefined)) {
    throw new StoreError(
      'store/in-use',
      `the data folder ${folder} is in use by process ${String(holder.pid)}: stop that one first, or set ROLLCALL_DATA to another folder`,
    );
  }
  const aside = join(folder, `.stale-${token}`);
  await rename(lock, aside).catch(() => undefined);
  // Somebody may have been quicker: then it is a living lock that was moved, and it goes back.
  const moved = await readOrUndefined(aside);
  if (moved !== undefined && moved !== found) await linked(aside, lock);
  await rm(aside, { force: true });
}

async function release(lock: string, content: string): Promise<void> {
  if ((await readOrUndefined(lock)) === content) await rm(lock, { force: true });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    // Disks without links (FAT, some shared folders) have to do with a copy.
    await link(from, to).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** Undefined when the file says nothing: nobody of ours holds such a lock. */
function markIn(content: string): ProcessMark | undefined {
  try {
    const { pid, startedAt } = JSON.parse(content) as Partial<Record<keyof ProcessMark, unknown>>;
    if (!Number.isSafeInteger(pid)) return undefined;
    return { pid: pid as number, startedAt: typeof startedAt === 'string' ? startedAt : undefined };
  } catch {
    return undefined;
  }
}
