/** A fact log in an SQLite file. Appends that are made in one turn share one commit, and so one wait for the disk. */
import type { Clock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import { checkedFacts, checkedLimit, type Fact, type FactLog, type KeptFact, type ReadFacts, type StreamKey } from './fact-log.ts';
import { refusedByDisk } from './refusal.ts';
import { openSqlite, rollBack, type Sqlite, type SqliteStatement } from './sqlite.ts';

type Pending = {
  readonly key: StreamKey;
  readonly facts: readonly Fact[];
  readonly json: readonly string[];
  readonly resolve: (sequence: number) => void;
  readonly reject: (error: unknown) => void;
};

const TABLE = `
  CREATE TABLE IF NOT EXISTS facts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL, stream TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, at_ms REAL NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS facts_by_tenant ON facts (tenant, sequence);
  CREATE INDEX IF NOT EXISTS facts_by_stream ON facts (tenant, stream, sequence);`;

const COLUMNS = 'sequence, tenant, stream, type, version, at_ms AS atMs, data';

export class SqliteFactLog implements FactLog {
  readonly #database: Sqlite;
  readonly #clock: Clock;
  readonly #insert: SqliteStatement;
  readonly #readAll: SqliteStatement;
  readonly #readStream: SqliteStatement;
  #pending: Pending[] = [];
  #isClosed = false;

  static async open(file: string, { clock }: { readonly clock: Clock }): Promise<SqliteFactLog> {
    return new SqliteFactLog(await openSqlite(file, { clock }), clock);
  }

  constructor(database: Sqlite, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    database.exec(TABLE);
    this.#insert = database.prepare('INSERT INTO facts (tenant, stream, type, version, at_ms, data) VALUES (?, ?, ?, ?, ?, ?)');
    this.#readAll = database.prepare(`SELECT ${COLUMNS} FROM facts WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?`);
    this.#readStream = database.prepare(
      `SELECT ${COLUMNS} FROM facts WHERE tenant = ? AND sequence > ? AND stream = ? ORDER BY sequence LIMIT ?`,
    );
  }

  async append(key: StreamKey, facts: readonly Fact[]): Promise<number> {
    this.#checkOpen();
    const json = checkedFacts(key, facts);
    return this.#clock.hold(
      () =>
        new Promise<number>((resolve, reject) => {
          this.#pending.push({ key, facts, json, resolve, reject });
          if (this.#pending.length === 1) setImmediate(() => this.#commit());
        }),
    );
  }

  async read(from: ReadFacts): Promise<readonly KeptFact[]> {
    this.#checkOpen();
    const limit = checkedLimit(from);
    const { tenant, stream, after = 0 } = from;
    const rows = stream === undefined ? this.#readAll.all(tenant, after, limit) : this.#readStream.all(tenant, after, stream, limit);
    return (rows as (KeptFact & { readonly data: string })[]).map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
  }

  /** What was asked for before is committed first. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#commit();
    this.#isClosed = true;
    this.#database.close();
  }

  #commit(): void {
    const batch = this.#pending;
    this.#pending = [];
    if (batch.length === 0) return;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const sequences = batch.map((each) => this.#insertAll(each));
      this.#database.exec('COMMIT');
      for (const [index, { resolve }] of batch.entries()) resolve(sequences[index] ?? 0);
    } catch (cause) {
      rollBack(this.#database);
      const error = refusedByDisk('write facts to the database', cause);
      for (const { reject } of batch) reject(error);
    }
  }

  #insertAll({ key, facts, json }: Pending): number {
    let last = 0;
    for (const [index, { type, version, atMs }] of facts.entries()) {
      last = Number(this.#insert.run(key.tenant, key.stream, type, version, atMs, json[index] ?? 'null').lastInsertRowid);
    }
    return last;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreError('store/closed', 'the fact log has been closed');
  }
}
