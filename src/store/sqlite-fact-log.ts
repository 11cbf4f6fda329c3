/**
 * A fact log in an SQLite file. Appends that are made in one turn share one commit, and so one wait for the disk.
 *
 * What was replaced is overwritten where it lies, with as many zeros, and `replaced` says that it counts no more. Its row is never deleted: then
 * SQLite would move rows beside it to other pages, and leaves copies of those behind that nobody could overwrite later, `secure_delete` or not.
 * So no row ever moves. The write-ahead log, which has pages as they were, is emptied afterwards.
 */
import type { Clock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import {
  checkedFacts,
  checkedLimit,
  checkedReplacement,
  type Fact,
  type FactLog,
  type KeptFact,
  type ReadFacts,
  type StreamKey,
} from './fact-log.ts';
import { refusedByDisk } from './refusal.ts';
import { openSqlite, rollBack, type Sqlite, type SqliteStatement } from './sqlite.ts';

type Pending = {
  readonly key: StreamKey;
  readonly facts: readonly Fact[];
  readonly json: readonly string[];
  readonly isReplacing: boolean;
  readonly resolve: (sequence: number) => void;
  readonly reject: (error: unknown) => void;
};

const TABLE = `
  CREATE TABLE IF NOT EXISTS facts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL, stream TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, at_ms REAL NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS facts_by_tenant ON facts (tenant, sequence);
  CREATE INDEX IF NOT EXISTS facts_by_stream ON facts (tenant, stream, sequence);
  CREATE TABLE IF NOT EXISTS replaced (
    tenant TEXT NOT NULL, stream TEXT NOT NULL, through INTEGER NOT NULL, PRIMARY KEY (tenant, stream)
  ) STRICT;`;

/** As long as they were, or the row would be moved. */
const OVERWRITE = `
  UPDATE facts SET data = substr(hex(zeroblob(length(CAST(data AS BLOB)) / 2 + 1)), 1, length(CAST(data AS BLOB)))
  WHERE tenant = ? AND stream = ? AND sequence > ?`;
const THROUGH = 'SELECT through FROM replaced WHERE tenant = ? AND stream = ?';

const COLUMNS = 'sequence, tenant, stream, type, version, at_ms AS atMs, data';

export class SqliteFactLog implements FactLog {
  readonly #database: Sqlite;
  readonly #clock: Clock;
  readonly #insert: SqliteStatement;
  readonly #readAll: SqliteStatement;
  readonly #readStream: SqliteStatement;
  readonly #through: SqliteStatement;
  #pending: Pending[] = [];
  #isClosed = false;

  static async open(file: string, { clock }: { readonly clock: Clock }): Promise<SqliteFactLog> {
    return new SqliteFactLog(await openSqlite(file, { clock }), clock);
  }

  constructor(database: Sqlite, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    // Where a page becomes free, nothing of it stays in the file, nor in one that is made for the time being.
    database.exec('PRAGMA secure_delete = ON');
    database.exec('PRAGMA temp_store = MEMORY');
    database.exec(TABLE);
    // A crash may have come before that was emptied; where somebody else reads, the next replacement empties it.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#insert = database.prepare('INSERT INTO facts (tenant, stream, type, version, at_ms, data) VALUES (?, ?, ?, ?, ?, ?)');
    this.#readAll = database.prepare(
      `SELECT ${COLUMNS} FROM facts WHERE tenant = ? AND sequence > ?
         AND sequence > coalesce((SELECT through FROM replaced WHERE replaced.tenant = facts.tenant AND replaced.stream = facts.stream), 0)
       ORDER BY sequence LIMIT ?`,
    );
    this.#readStream = database.prepare(
      `SELECT ${COLUMNS} FROM facts WHERE tenant = ? AND sequence > ? AND stream = ? ORDER BY sequence LIMIT ?`,
    );
    this.#through = database.prepare(THROUGH);
  }

  async append(key: StreamKey, facts: readonly Fact[]): Promise<number> {
    this.#checkOpen();
    return this.#write({ key, facts, json: checkedFacts(key, facts), isReplacing: false });
  }

  async replace(key: StreamKey, facts: readonly Fact[]): Promise<number> {
    this.#checkOpen();
    return this.#write({ key, facts, json: checkedReplacement(key, facts), isReplacing: true });
  }

  async read(from: ReadFacts): Promise<readonly KeptFact[]> {
    this.#checkOpen();
    const limit = checkedLimit(from);
    const { tenant, stream, after = 0 } = from;
    const rows =
      stream === undefined
        ? this.#readAll.all(tenant, after, limit)
        : this.#readStream.all(tenant, Math.max(after, this.#replacedThrough({ tenant, stream })), stream, limit);
    return (rows as (KeptFact & { readonly data: string })[]).map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
  }

  /** What was asked for before is committed first. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#commit();
    this.#isClosed = true;
    this.#database.close();
  }

  #write(pending: Omit<Pending, 'resolve' | 'reject'>): Promise<number> {
    return this.#clock.hold(
      () =>
        new Promise<number>((resolve, reject) => {
          this.#pending.push({ ...pending, resolve, reject });
          if (this.#pending.length === 1) setImmediate(() => this.#commit());
        }),
    );
  }

  #commit(): void {
    const batch = this.#pending;
    this.#pending = [];
    if (batch.length === 0) return;
    const rejectAll = (some: readonly Pending[], cause: unknown): void => {
      const error = refusedByDisk('write facts to the database', cause);
      for (const { reject } of some) reject(error);
    };
    let sequences: readonly number[];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      sequences = batch.map((each) => (each.isReplacing ? this.#replaceAll(each) : this.#insertAll(each)));
      this.#database.exec('COMMIT');
    } catch (cause) {
      rollBack(this.#database);
      return rejectAll(batch, cause);
    }
    const replacing = batch.filter(({ isReplacing }) => isReplacing);
    try {
      if (replacing.length > 0) this.#emptyWriteAheadLog();
    } catch (cause) {
      rejectAll(replacing, cause);
    }
    // One that was rejected stays so.
    for (const [index, { resolve }] of batch.entries()) resolve(sequences[index] ?? 0);
  }

  #insertAll({ key, facts, json }: Pending): number {
    let last = 0;
    for (const [index, { type, version, atMs }] of facts.entries()) {
      last = Number(this.#insert.run(key.tenant, key.stream, type, version, atMs, json[index] ?? 'null').lastInsertRowid);
    }
    return last;
  }

  #replaceAll(pending: Pending): number {
    const { tenant, stream } = pending.key;
    this.#database.prepare(OVERWRITE).run(tenant, stream, this.#replacedThrough(pending.key));
    const [row] = this.#database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'facts'").all() as { seq: number }[];
    const through = row?.seq ?? 0;
    this.#database.prepare('INSERT OR REPLACE INTO replaced (tenant, stream, through) VALUES (?, ?, ?)').run(tenant, stream, through);
    return pending.facts.length === 0 ? through : this.#insertAll(pending);
  }

  #replacedThrough({ tenant, stream }: StreamKey): number {
    const [row] = this.#through.all(tenant, stream) as { through: number }[];
    return row?.through ?? 0;
  }

  /** What it has is in the database then. Throws where somebody else reads from it at the moment. */
  #emptyWriteAheadLog(): void {
    const [row] = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
    if (row && row.busy !== 0)
      throw new Error('another program reads the database at the moment, so what was replaced is still in its log');
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreError('store/closed', 'the fact log has been closed');
  }
}
