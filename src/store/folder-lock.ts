/** One process at a time in a folder: a lock of SQLite's on a file in it, which the system lets go however its holder dies. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './errors.ts';
import type { Sqlite } from './sqlite.ts';

const LOCK = 'lock.db';
/** Who holds the lock, for the message to the next one; it decides nothing. */
const HOLDER = 'holder.json';

/** Takes the lock. Rejects with `store/in-use`, naming who holds it. Call the result to let go; twice is calm. */
export async function lockFolder(folder: string, open: (file: string) => Sqlite): Promise<() => Promise<void>> {
  const database = open(join(folder, LOCK));
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const holder = await holderIn(folder);
    const who = holder === undefined ? 'another process' : `process ${String(holder)}`;
    throw new StoreError(
      'store/in-use',
      `the data folder ${folder} is in use by ${who}: stop that one first, or set ROLLCALL_DATA to another folder`,
      { cause },
    );
  }
  await writeFile(join(folder, HOLDER), JSON.stringify({ pid: process.pid }), { mode: 0o600 });
  let isHeld = true;
  return async () => {
    if (!isHeld) return;
    isHeld = false;
    await rm(join(folder, HOLDER), { force: true });
    database.close();
  };
}

async function holderIn(folder: string): Promise<number | undefined> {
  try {
    const { pid } = JSON.parse(await readFile(join(folder, HOLDER), 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    return undefined;
  }
}
