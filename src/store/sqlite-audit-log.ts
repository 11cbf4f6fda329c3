/** An audit log in an SQLite file, each entry chained to the one before by a key from the vault, and a file beside it that says where it ends. */
import { randomBytes, type KeyObject } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import {
  AUDIT_BEGINNING,
  auditHash,
  checkedDeed,
  readHead,
  writeHead,
  type AuditDeed,
  type AuditEntry,
  type AuditHead,
  type AuditLog,
  type AuditQuery,
  type AuditVerdict,
} from './audit-log.ts';
import { auditKey, auditPlace, type HeadPlace } from './audit-place.ts';
import { StoreError } from './errors.ts';
import type { KeyVault } from './key-vault.ts';
import { refusedByDisk } from './refusal.ts';
import { KEY_BYTES } from './sealing.ts';
import { openSqlite, rollBack, type Sqlite, type SqliteStatement } from './sqlite.ts';

export type AuditLogOptions = {
  /** Made if it is not there; nobody else's. Holds `audit.db`, `audit.head` (where the log ends) and `audit.key` (its key, wrapped by the vault). */
  readonly folder: string;
  readonly vault: KeyVault;
  readonly clock: Clock;
};

type Pending = { readonly deed: AuditDeed; readonly resolve: (entry: AuditEntry) => void; readonly reject: (error: unknown) => void };

const PAGE = 1_000;
const TABLE = `
  CREATE TABLE IF NOT EXISTS entries (
    sequence INTEGER PRIMARY KEY, at_ms REAL NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT, hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entries_by_subject ON entries (subject, sequence);`;
const COLUMNS = 'sequence, at_ms AS atMs, actor, action, subject, detail, hash';

/** Rejects with `store/no-key` where the log is there and its key is not. */
export async function openAuditLog({ folder, vault, clock }: AuditLogOptions): Promise<AuditLog> {
  const { database: file, head, key } = await auditPlace(folder, { vault, clock });
  const database = await openSqlite(file, { clock });
  return new SqliteAuditLog(database, { key, head, clock, text: await clock.hold(() => head.read()) });
}

/** One that lives as long as the process, for tests. */
export async function memoryAuditLog({ clock }: { readonly clock: Clock }): Promise<AuditLog> {
  const key = auditKey(randomBytes(KEY_BYTES));
  const database = await openSqlite(':memory:', { clock });
  let text = writeHead(key, AUDIT_BEGINNING);
  const head = { read: async () => text, write: async (next: string) => void (text = next) };
  return new SqliteAuditLog(database, { key, head, clock, text });
}

type Opened = { readonly key: KeyObject; readonly head: HeadPlace; readonly clock: Clock; readonly text: string | undefined };

class SqliteAuditLog implements AuditLog {
  readonly #database: Sqlite;
  readonly #opened: Opened;
  readonly #insert: SqliteStatement;
  readonly #readAll: SqliteStatement;
  readonly #readSubject: SqliteStatement;
  /** What the next entry follows. */
  #last: AuditHead;
  #pending: Pending[] = [];
  #flushing: Promise<void> | undefined;
  #isClosed = false;

  constructor(database: Sqlite, opened: Opened) {
    this.#database = database;
    this.#opened = opened;
    database.exec(TABLE);
    this.#insert = database.prepare(
      'INSERT INTO entries (sequence, at_ms, actor, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#readAll = database.prepare(`SELECT ${COLUMNS} FROM entries WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`);
    this.#readSubject = database.prepare(
      `SELECT ${COLUMNS} FROM entries WHERE sequence > ? AND sequence <= ? AND subject = ? ORDER BY sequence LIMIT ?`,
    );
    this.#last = this.#end(readHead(opened.key, opened.text));
  }

  async append(deed: AuditDeed): Promise<AuditEntry> {
    this.#checkOpen();
    checkedDeed(deed);
    return this.#opened.clock.hold(
      () =>
        new Promise<AuditEntry>((resolve, reject) => {
          this.#pending.push({ deed, resolve, reject });
          this.#flushing ??= this.#flush();
        }),
    );
  }

  async *entries({ subject, after = 0 }: AuditQuery = {}): AsyncGenerator<AuditEntry> {
    this.#checkOpen();
    const end = this.#last.sequence;
    for (let from = after; ;) {
      this.#checkOpen();
      const page = this.#page(from, end, subject);
      yield* page;
      from = page.at(-1)?.sequence ?? end;
      if (page.length < PAGE) return;
    }
  }

  async verify(): Promise<AuditVerdict> {
    this.#checkOpen();
    const { key, head, clock } = this.#opened;
    const end = this.#last;
    const ending = readHead(key, await clock.hold(() => head.read()));
    let before = AUDIT_BEGINNING;
    for (let from = -Number.MAX_SAFE_INTEGER; ;) {
      this.#checkOpen();
      const page = this.#page(from, Number.MAX_SAFE_INTEGER);
      for (const entry of page) {
        const expected = before.sequence + 1;
        if (entry.sequence > expected) return broken(expected, 'it is missing');
        if (entry.sequence < expected) return broken(entry.sequence, 'it was put in');
        if (auditHash(key, before.hash, entry) !== entry.hash) return broken(expected, 'it, or its place in the log, was changed');
        before = entry;
      }
      from = page.at(-1)?.sequence ?? from;
      if (page.length < PAGE) break;
      // Others want their turn.
      await clock.hold(() => new Promise((resolve) => void setImmediate(resolve)));
    }
    if (before.sequence < end.sequence) return broken(before.sequence + 1, 'the end of the log was cut off');
    if (!ending)
      return broken(before.sequence + 1, 'what says where the log ends was taken away or changed, so its end may have been cut off');
    return { isIntact: true, entries: before.sequence };
  }

  /** What was asked for before is written first. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#flushing;
    this.#database.close();
  }

  /** What comes while others are written is written together after them. Within the holds of those who wait for it. */
  async #flush(): Promise<void> {
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, PAGE);
      try {
        const entries = this.#commit(batch);
        await this.#opened.head.write(writeHead(this.#opened.key, this.#last));
        for (const [index, { resolve }] of batch.entries()) resolve(entries[index] as AuditEntry);
      } catch (cause) {
        const error = refusedByDisk('write to the audit log', cause);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#flushing = undefined;
  }

  #commit(batch: readonly Pending[]): readonly AuditEntry[] {
    let last = this.#last;
    const entries = batch.map(({ deed: { actor, action, subject, detail } }) => {
      const bare = { sequence: last.sequence + 1, atMs: this.#opened.clock.wallMs(), actor, action, subject, detail };
      const entry = { ...bare, hash: auditHash(this.#opened.key, last.hash, bare) };
      last = entry;
      return entry;
    });
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { sequence, atMs, actor, action, subject, detail, hash } of entries) {
        this.#insert.run(sequence, atMs, actor, action, subject, detail ?? null, hash);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
    this.#last = last;
    return entries;
  }

  /** A crash may have come between an entry and its head: then there is one batch more than the head knows, chained as it should be. */
  #end(head: AuditHead | undefined): AuditHead {
    const [row] = this.#database.prepare('SELECT sequence, hash FROM entries ORDER BY sequence DESC LIMIT 1').all() as readonly AuditHead[];
    const last = row ?? AUDIT_BEGINNING;
    // Nobody knows what was behind it: the gap stays, so that it is seen for ever.
    if (!head) return { sequence: last.sequence + 1, hash: '' };
    return last.sequence > head.sequence ? last : head;
  }

  #page(after: number, until: number, subject?: string): readonly AuditEntry[] {
    const rows = subject === undefined ? this.#readAll.all(after, until, PAGE) : this.#readSubject.all(after, until, subject, PAGE);
    return (rows as (AuditEntry & { readonly detail: string | null })[]).map((row) => ({ ...row, detail: row.detail ?? undefined }));
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreError('store/closed', 'the audit log has been closed');
  }
}

function broken(brokenAt: number, problem: string): AuditVerdict {
  return { isIntact: false, brokenAt, problem };
}
