/** The one place that loads the database library, and only when a database is opened. */
import type { Clock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import { refusedByDisk } from './refusal.ts';

/** What we use of a database. Everything is done when a call returns. */
export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly lastInsertRowid: number | bigint };
  all(...values: readonly SqliteValue[]): unknown[];
}

type SqliteValue = string | number | Uint8Array | null;

/** Opens or makes a database file. What is committed is on disk: write-ahead log, synced at each commit. */
export async function openSqlite(file: string, { clock }: { readonly clock: Clock }): Promise<Sqlite> {
  const open = await loadSqlite(clock);
  try {
    const database = open(file);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    return database;
  } catch (cause) {
    throw refusedByDisk(`open the database ${file}`, cause);
  }
}

/** What opens a database file as it is. Rejects with `store/no-sqlite` when the library is missing. */
export async function loadSqlite(clock: Clock): Promise<(file: string) => Sqlite> {
  const { default: Database } = await clock
    .hold(() => import('libsql'))
    .catch((cause: unknown) => {
      throw new StoreError(
        'store/no-sqlite',
        `the package libsql could not be loaded (${String(cause)}): run npm install again on this machine`,
        { cause },
      );
    });
  return (file) => new Database(file) as unknown as Sqlite;
}

/** For whoever has failed in the middle of a transaction. Calm where there is nothing to roll back: where the beginning itself failed. */
export function rollBack(database: Sqlite): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There was none.
  }
}
