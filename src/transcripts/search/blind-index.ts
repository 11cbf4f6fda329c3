/**
 * The index in an SQLite file: for each segment its blind words (FTS5, which keeps nothing of the text), and what a hit shows of it, sealed, under
 * a number by which the newest recordings come first. Everything is done when a call returns.
 *
 *     number = minute in which the recording began · which recording of that minute · place of the segment, counted down
 *
 * What is sealed lies under the same number with the place counted up: as it comes, so that pages are full.
 */
import { rm } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import { refusedByDisk } from '../../store/refusal.ts';
import { openSqlite, rollBack, type Sqlite, type SqliteStatement } from '../../store/sqlite.ts';

/** Segments of one recording, and recordings of one minute. */
const PLACES: number = 2 ** 17;
const IN_A_MINUTE = 2 ** 10;
const MINUTE_MS = 60_000;
const VERSION = 2;
/** Pages that are merged at a time. */
const MERGE_PAGES = 64;
/** Recordings that are looked through in one piece: some hours of talk, a few milliseconds. */
const STRETCH = 32;
/** 32 MB: some fifty hours of talk, a few hundred milliseconds. */
const MOST_VACUUMED_PAGES = 8_192;
/** Of the file, kept in memory. */
const CACHE_KILOBYTES = 16_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS recordings (base INTEGER PRIMARY KEY, recording_id TEXT NOT NULL UNIQUE, written INTEGER NOT NULL, names BLOB) STRICT;
  CREATE TABLE IF NOT EXISTS lines (place INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5 (words, content='', contentless_delete=1, tokenize='ascii', columnsize=1);
  CREATE TABLE IF NOT EXISTS unmerged (is_owed INTEGER PRIMARY KEY) STRICT;
  PRAGMA user_version = ${String(VERSION)};`;

export type BlindHit = { readonly number: number; readonly recordingId: string; readonly place: number };
/** Without words there is nothing of that place. */
export type BlindDocument = { readonly place: number; readonly words: string; readonly sealed: Uint8Array };
type BlindPiece = {
  readonly recordingId: string;
  readonly startedMs: number;
  readonly documents: readonly BlindDocument[];
  /** To which sequence of the event log it has been indexed; as it was, unless given. */
  readonly written?: number | undefined;
  /** What its speakers are called, sealed; as it was, unless given. */
  readonly names?: Uint8Array | undefined;
  /** Nothing of what was there of this recording is kept. */
  readonly isFresh?: boolean | undefined;
};

export class BlindIndex implements Disposable {
  readonly #database: Sqlite;
  readonly #find: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #insert: SqliteStatement;
  readonly #insertLine: SqliteStatement;
  readonly #deleteLine: SqliteStatement;
  readonly #line: SqliteStatement;
  readonly #names: SqliteStatement;
  readonly #writtenOf: SqliteStatement;
  readonly #bases = new Map<string, number>();
  readonly #ids = new Map<number, string>();
  /** Highest first; made when somebody asks. */
  #inOrder: readonly number[] | undefined;

  /** Made anew where it is damaged, or of another program; it is empty then. */
  static async open(file: string, { clock }: { readonly clock: Clock }): Promise<BlindIndex> {
    try {
      return await opened(file, clock);
    } catch {
      await BlindIndex.remove(file, { clock });
      return opened(file, clock);
    }
  }

  static async remove(file: string, { clock }: { readonly clock: Clock }): Promise<void> {
    await clock
      .hold(async () => {
        for (const ending of ['', '-wal', '-shm']) await rm(`${file}${ending}`, { force: true });
      })
      .catch((cause: unknown) => {
        throw refusedByDisk(`delete the index ${file}`, cause);
      });
  }

  constructor(database: Sqlite) {
    this.#database = database;
    const [version] = database.prepare('SELECT user_version AS version FROM pragma_user_version').all() as { version: number }[];
    if (version && version.version !== 0 && version.version !== VERSION) throw new Error('an index of another program');
    database.exec('PRAGMA secure_delete = ON');
    // What the machine loses when it fails is indexed again.
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(`PRAGMA cache_size = -${String(CACHE_KILOBYTES)}`);
    database.exec(TABLES);
    this.#find = database.prepare('SELECT rowid AS number FROM said WHERE said MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?'); // prettier-ignore
    this.#delete = database.prepare('DELETE FROM said WHERE rowid = ?');
    this.#insert = database.prepare('INSERT INTO said (rowid, words) VALUES (?, ?)');
    this.#insertLine = database.prepare('INSERT OR REPLACE INTO lines (place, sealed) VALUES (?, ?)');
    this.#deleteLine = database.prepare('DELETE FROM lines WHERE place = ?');
    this.#line = database.prepare('SELECT sealed FROM lines WHERE place = ?');
    this.#names = database.prepare('SELECT names FROM recordings WHERE recording_id = ?');
    this.#writtenOf = database.prepare('SELECT written FROM recordings WHERE recording_id = ?');
    for (const { recording_id: recordingId, base } of database.prepare('SELECT base, recording_id FROM recordings').all() as { base: number; recording_id: string }[]) this.#know(recordingId, base); // prettier-ignore
  }

  recordingIds(): readonly string[] {
    return [...this.#bases.keys()];
  }

  /** To which sequence of the event log it has been indexed; undefined where it is not in here. */
  writtenOf(recordingId: string): number | undefined {
    const [row] = this.#writtenOf.all(recordingId) as { written: number }[];
    return row?.written;
  }

  /** Takes the place of what was there under the same places. All or none of them. */
  put(pieces: readonly BlindPiece[]): void {
    this.#together(() => {
      for (const piece of pieces) this.#put(piece);
    });
  }

  /** What was sealed of that segment. */
  lineOf(recordingId: string, place: number): Uint8Array | undefined {
    const [row] = this.#line.all((this.#bases.get(recordingId) ?? -PLACES) + place) as { sealed: ArrayBuffer }[];
    return row && new Uint8Array(row.sealed);
  }

  /** What was sealed of the names in it. */
  namesOf(recordingId: string): Uint8Array | undefined {
    const [row] = this.#names.all(recordingId) as { names: ArrayBuffer | null }[];
    return row?.names ? new Uint8Array(row.names) : undefined;
  }

  /** The newest first, those below `below` and not below `from`. */
  find(
    query: string,
    { below = Number.MAX_SAFE_INTEGER, from = 0, atMost }: { readonly below?: number; readonly from?: number; readonly atMost: number },
  ): readonly BlindHit[] {
    const rows = this.#find.all(query, below, from, atMost) as { number: number }[];
    return rows.map(({ number }) => {
      const base = number - (number % PLACES);
      return { number, recordingId: this.#ids.get(base) ?? '', place: PLACES - 1 - (number % PLACES) };
    });
  }

  /** The numbers of one recording: from the first up to, and without, the second. */
  rangeOf(recordingId: string): readonly [number, number] | undefined {
    const base = this.#bases.get(recordingId);
    return base === undefined ? undefined : [base, base + PLACES];
  }

  /** How far down one piece of a search goes that begins below that number; undefined where nothing is below it. */
  stretchBelow(number: number): number | undefined {
    const bases = this.#newestFirst();
    let [first, end] = [0, bases.length];
    while (first < end) {
      const middle = (first + end) >> 1;
      if ((bases[middle] ?? 0) < number) end = middle;
      else first = middle + 1;
    }
    return first === bases.length ? undefined : bases[Math.min(first + STRETCH, bases.length) - 1];
  }

  /** Recordings all of whose numbers are below that one, the newest first. */
  recordingsBelow(number: number): readonly string[] {
    return this.#newestFirst()
      .filter((base) => base + PLACES <= number)
      .map((base) => this.#ids.get(base) ?? '');
  }

  /** The lowest number of a recording that began then. */
  firstOf(startedMs: number): number {
    return Math.max(0, Math.floor(startedMs / MINUTE_MS)) * IN_A_MINUTE * PLACES;
  }

  /** Of a segment; of one whose recording is gone, where that was. */
  // prettier-ignore
  numberOf({ recordingId, startedMs, place }: { readonly recordingId: string; readonly startedMs: number; readonly place: number }): number {
    return (this.#bases.get(recordingId) ?? this.firstOf(startedMs)) + PLACES - 1 - place;
  }

  /** Nothing of it is found any more. Its words are still in the file until they are `merged`. */
  drop(recordingId: string): void {
    const range = this.rangeOf(recordingId);
    if (!range) return;
    this.#together(() => {
      this.#clear(range);
      this.#database.prepare('DELETE FROM recordings WHERE base = ?').run(range[0]);
    });
    this.#bases.delete(recordingId);
    this.#ids.delete(range[0]);
    this.#inOrder = undefined;
  }

  /** What was deleted or replaced is to be `merged` away, also by the next program that opens it. */
  oweMerge(): void {
    this.#database.exec('INSERT OR IGNORE INTO unmerged VALUES (1)');
  }

  get isMergeOwed(): boolean {
    return this.#number('SELECT count(*) FROM unmerged') > 0;
  }

  /** Writes the index anew without what was dropped, a piece at a time. False: it is done, and nothing of that is in the file. */
  merge({ isFirst }: { readonly isFirst: boolean }): boolean {
    const before = this.#number('SELECT total_changes()');
    this.#database.exec(`INSERT INTO said (said, rank) VALUES ('merge', ${String(isFirst ? -MERGE_PAGES : MERGE_PAGES)})`);
    if (this.#number('SELECT total_changes()') - before >= 2) return true;
    // SQLite leaves copies of rows behind where it moves them to other pages. A large file is not written at one go.
    if (this.#number('PRAGMA page_count') <= MOST_VACUUMED_PAGES) this.#database.exec('VACUUM');
    this.#database.exec('DELETE FROM unmerged');
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return false;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #put({ recordingId, startedMs, documents, written, names, isFresh = false }: BlindPiece): void {
    const isKnown = this.#bases.has(recordingId);
    const base = this.#baseOf(recordingId, startedMs);
    if (isFresh && isKnown) this.#clear([base, base + PLACES]);
    // FTS5 takes many at once as long as their numbers rise.
    for (const { place, words } of documents.toSorted((a, b) => b.place - a.place)) {
      // More than a day of talk: what comes after is not found.
      if (place >= PLACES) continue;
      const number = base + PLACES - 1 - place;
      this.#delete.run(number);
      if (words !== '') this.#insert.run(number, words);
    }
    for (const { place, words, sealed } of documents) {
      if (place >= PLACES) continue;
      if (words === '') this.#deleteLine.run(base + place);
      else this.#insertLine.run(base + place, sealed);
    }
    if (written !== undefined) this.#database.prepare('UPDATE recordings SET written = ? WHERE base = ?').run(written, base);
    if (names !== undefined) this.#database.prepare('UPDATE recordings SET names = ? WHERE base = ?').run(names, base);
  }

  #clear(range: readonly [number, number]): void {
    this.oweMerge();
    this.#database.prepare('DELETE FROM said WHERE rowid >= ? AND rowid < ?').run(...range);
    this.#database.prepare('DELETE FROM lines WHERE place >= ? AND place < ?').run(...range);
  }

  #baseOf(recordingId: string, startedMs: number): number {
    const known = this.#bases.get(recordingId);
    if (known !== undefined) return known;
    let base = this.firstOf(startedMs);
    // Where so many began in one minute, it is of the next one.
    while (this.#ids.has(base)) base += PLACES;
    this.#database.prepare('INSERT INTO recordings (base, recording_id, written) VALUES (?, ?, 0)').run(base, recordingId);
    this.#know(recordingId, base);
    return base;
  }

  #know(recordingId: string, base: number): void {
    this.#bases.set(recordingId, base);
    this.#ids.set(base, recordingId);
    this.#inOrder = undefined;
  }

  #newestFirst(): readonly number[] {
    this.#inOrder ??= [...this.#ids.keys()].toSorted((a, b) => b - a);
    return this.#inOrder;
  }

  #number(sql: string): number {
    const [row] = this.#database.prepare(sql).all() as Record<string, number>[];
    return Object.values(row ?? {})[0] ?? 0;
  }

  #together(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }
}

async function opened(file: string, clock: Clock): Promise<BlindIndex> {
  const database = await openSqlite(file, { clock });
  try {
    return new BlindIndex(database);
  } catch (error) {
    database.close();
    throw error;
  }
}
