/**
 * All recordings of an archive, in memory as their facts tell of them. Their words are opened when somebody asks for the first time, so that an
 * archive opens, and deletes what is due, while the vault does not answer.
 */
import type { Random } from '../base/random.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import type { DataKeys } from './data-keys.ts';
import { next, type Kept } from './fold.ts';
import type { KeptFact } from './kept-fact.ts';
import type { RecordingAbout } from './port.ts';
import { openedFact, type RecordBook, type SealedFact } from './record-book.ts';

export type Entry = {
  readonly recordingId: string;
  readonly isOfEarlierRun: boolean;
  kept: Kept;
  /** Undefined while it cannot be had, and for ever when it is destroyed. */
  key: Uint8Array | undefined;
  /** What cannot be read yet. */
  locked: readonly SealedFact[] | undefined;
  /** The last that had its turn. */
  turn: Promise<unknown>;
};

export type ShelfOptions = {
  readonly book: RecordBook;
  readonly keys: DataKeys;
  readonly random: Random;
  /** A fact is on record. */
  readonly onRecorded: (entry: Entry) => void;
};

/** So many keys are asked of a vault at a time. */
const KEYS_AT_ONCE = 8;

export class Shelf {
  readonly #options: ShelfOptions;
  readonly #entries = new Map<string, Entry>();

  private constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Reads what earlier runs left. */
  static async open(options: ShelfOptions): Promise<Shelf> {
    const shelf = new Shelf(options);
    const all = new Map<string, SealedFact[]>();
    for await (const sealed of options.book.read()) {
      const facts = all.get(sealed.recordingId) ?? [];
      facts.push(sealed);
      all.set(sealed.recordingId, facts);
    }
    for (const [recordingId, facts] of all) {
      const kept = folded(recordingId, facts, undefined);
      if (kept)
        shelf.#entries.set(recordingId, {
          recordingId,
          isOfEarlierRun: true,
          kept,
          key: undefined,
          locked: isGone(kept) ? undefined : facts,
          turn: Promise.resolve(),
        });
    }
    return shelf;
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** Undefined for what is unknown. What is deleted is still here, bare of all that it said. */
  get(recordingId: string): Entry | undefined {
    return this.#entries.get(recordingId);
  }

  /** A new one, on record. */
  async begin(about: RecordingAbout, times: { readonly startedMs: number; readonly keepMs: number | null }): Promise<Entry> {
    const { random, keys } = this.#options;
    const recordingId = random.uuid();
    const key = await keys.make(recordingId);
    const { kind, ...words } = about;
    const fact: KeptFact = { type: 'recordingStarted', atMs: times.startedMs, data: { kind, ...times }, words };
    const kept = next(undefined, recordingId, fact);
    if (!kept) throw new TypeError('a recording begins with its first fact');
    try {
      await this.#options.book.append(recordingId, key, [fact]);
    } catch (error) {
      await keys.destroy(recordingId).catch(() => undefined);
      throw error;
    }
    const entry: Entry = { recordingId, isOfEarlierRun: false, kept, key, locked: undefined, turn: Promise.resolve() };
    this.#entries.set(recordingId, entry);
    this.#options.onRecorded(entry);
    return entry;
  }

  /** Resolves when they would survive a crash. */
  async record(entry: Entry, ...facts: readonly KeptFact[]): Promise<void> {
    const { recordingId } = entry;
    const key = facts.some(({ words }) => words !== undefined) ? await this.keyOf(entry) : undefined;
    const sealed = await this.#options.book.append(recordingId, key, facts);
    if (entry.locked) entry.locked = [...entry.locked, ...sealed];
    for (const fact of facts) entry.kept = next(entry.kept, recordingId, fact) ?? entry.kept;
    this.#options.onRecorded(entry);
  }

  /** Runs what decides by the state of a recording and then changes it, one after the other. */
  inTurn<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
    const turn = entry.turn.then(work, work);
    entry.turn = turn.catch(() => undefined);
    return turn;
  }

  /** As if it were on record, where the log takes nothing: until the next start. */
  imagine(entry: Entry, fact: KeptFact): void {
    entry.kept = next(entry.kept, entry.recordingId, fact) ?? entry.kept;
    this.#options.onRecorded(entry);
  }

  /** One that was being recorded when the program stopped: nothing is added to it any more. When it ended is known when it has been read. */
  resume(entry: Entry): void {
    entry.kept = { ...entry.kept, state: 'finishing' };
    this.#options.onRecorded(entry);
  }

  /** Its key, and with it its words. Rejects with `archive/locked` where the key cannot be had, `archive/unknown` where it is destroyed. */
  async keyOf(entry: Entry): Promise<Uint8Array> {
    if (isGone(entry.kept)) throw unknownRecording(entry.recordingId);
    if (entry.key) return entry.key;
    const key = await this.#options.keys.get(entry.recordingId);
    // Meanwhile it may have been opened for somebody else, or deleted.
    if (isGone(entry.kept)) throw unknownRecording(entry.recordingId);
    if (entry.locked) {
      entry.kept = unlocked(entry, entry.locked, key);
      entry.locked = undefined;
    }
    entry.key ??= key;
    return entry.key;
  }

  /** Opens the words of all; those whose key cannot be had stay as they are. */
  async unlockAll(onError: (entry: Entry, error: unknown) => void): Promise<void> {
    const locked = [...this.#entries.values()].filter((entry) => entry.locked !== undefined);
    const one = async (): Promise<void> => {
      for (let entry = locked.pop(); entry; entry = locked.pop()) {
        try {
          await this.keyOf(entry);
        } catch (error) {
          if (!isGone(entry.kept)) onError(entry, error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(KEYS_AT_ONCE, locked.length) }, one));
  }

  /** Forgets the key: what was begun with it goes on, what is begun now does not. */
  forgetKey(entry: Entry): void {
    entry.key?.fill(0);
    entry.key = undefined;
    entry.locked = undefined;
  }
}

/** Whether its key is destroyed, or about to be. */
export function isGone({ state }: Kept): boolean {
  return state === 'erasing' || state === 'erased';
}

function unlocked(entry: Entry, locked: readonly SealedFact[], key: Uint8Array): Kept {
  try {
    return folded(entry.recordingId, locked, key) ?? entry.kept;
  } catch (cause) {
    throw new ArchiveError(
      'archive/damaged',
      `what is on record of the recording ${entry.recordingId} was changed: put the data folder back from a backup`,
      { cause },
    );
  }
}

function folded(recordingId: string, facts: readonly SealedFact[], key: Uint8Array | undefined): Kept | undefined {
  let kept: Kept | undefined;
  for (const sealed of facts) {
    const fact = openedFact(sealed, key);
    if (fact) kept = next(kept, recordingId, fact);
  }
  return kept;
}
