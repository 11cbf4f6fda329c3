/** The folder in which a Rollcall keeps everything: one process at a time, readable by its user alone, brought up to the newest schema. */
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { StoreError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { loadSqlite } from './sqlite.ts';
import { UNFINISHED, writeWhole } from './whole-file.ts';

/** Brings the data from the version before `to` up to it. Must be safe to run again after a crash in its middle. */
export type Migration = { readonly to: number; readonly run: (folder: string) => Promise<void> };

export type DataFolderOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** For 2, 3, …, in order; the newest is the schema of this program. */
  readonly migrations?: readonly Migration[];
};

/** Disposing lets the next process in. */
export interface DataFolder extends AsyncDisposable {
  readonly path: string;
  readonly schemaVersion: number;
  /** The path of something in it. */
  file(...parts: readonly string[]): string;
}

const SCHEMA = 'schema.json';

/** Rejects with `store/in-use` when another process has it, `store/newer-schema` when a newer program wrote it. */
export async function openDataFolder(folder: string, options: DataFolderOptions): Promise<DataFolder> {
  const { clock, random, migrations = [] } = options;
  checkOrder(migrations);
  const path = resolve(folder);
  const open = await loadSqlite(clock);
  return clock.hold(async () => {
    await made(path);
    const release = await lockFolder(path, open);
    try {
      const schemaVersion = await migrated(path, migrations, random);
      return opened(path, schemaVersion, clock, release);
    } catch (error) {
      await release();
      throw error;
    }
  });
}

function opened(path: string, schemaVersion: number, clock: Clock, release: () => Promise<void>): DataFolder {
  let released: Promise<void> | undefined;
  return {
    path,
    schemaVersion,
    file: (...parts) => join(path, ...parts),
    [Symbol.asyncDispose]: () => (released ??= clock.hold(release)),
  };
}

async function made(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // It may have been there before, or the mask of the user may have said otherwise.
    if (process.platform !== 'win32') await chmod(path, 0o700);
  } catch (cause) {
    throw new StoreError(
      'store/failed',
      `the data folder ${path} could not be made (${String(cause)}): set ROLLCALL_DATA to a folder that can be written to`,
      { cause },
    );
  }
}

async function migrated(path: string, migrations: readonly Migration[], random: Random): Promise<number> {
  const newest = migrations.at(-1)?.to ?? 1;
  const found = await schemaIn(path);
  if (found !== undefined && found > newest) {
    throw new StoreError(
      'store/newer-schema',
      `the data folder ${path} has schema ${String(found)}, and this program knows ${String(newest)}: it was written by a newer Rollcall, which must be used to open it`,
    );
  }
  if (found === undefined) {
    await writeSchema(path, newest, random);
    return newest;
  }
  for (const { to, run } of migrations.filter((migration) => migration.to > found)) {
    await run(path).catch((cause: unknown) => {
      throw new StoreError(
        'store/migration-failed',
        `the data folder ${path} could not be brought from schema ${String(to - 1)} to ${String(to)}: ${String(cause)}`,
        { cause },
      );
    });
    await writeSchema(path, to, random);
  }
  return newest;
}

/** Undefined in a new folder. */
async function schemaIn(path: string): Promise<number | undefined> {
  const content = await readFile(join(path, SCHEMA), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (content === undefined) return undefined;
  const version = /^\{"version":(\d+)\}$/u.exec(content.trim())?.[1];
  if (version === undefined)
    throw new StoreError('store/failed', `${join(path, SCHEMA)} does not say which schema the data have; restore it from a backup`);
  return Number(version);
}

function writeSchema(path: string, version: number, random: Random): Promise<void> {
  return writeWhole(join(path, SCHEMA), join(path, `${UNFINISHED}${random.uuid()}`), Buffer.from(JSON.stringify({ version })));
}

function checkOrder(migrations: readonly Migration[]): void {
  for (const [index, { to }] of migrations.entries()) {
    if (to !== index + 2) throw new TypeError(`migrations go to 2, 3, … in order; the one at ${String(index)} goes to ${String(to)}`);
  }
}
