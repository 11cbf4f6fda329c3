/** Keeps the index to what is kept: made anew where it is gone or damaged, brought up to date after a crash, and rid of what was deleted. */
import { join } from 'node:path';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Scope } from '../../base/scope.ts';
import type { KeyVault } from '../../store/key-vault.ts';
import type { Volume } from '../volume.ts';
import { BlindIndex } from './blind-index.ts';
import { BlindWords } from './blind-words.ts';
import { rest } from './breathe.ts';
import { indexKey } from './index-key.ts';
import { indexSegments, indexWhole, restBetween, type OpenIndex, type SearchedPlace, type Touched } from './indexing.ts';
import type { Seals } from './sealed-lines.ts';

export type IndexKeeperOptions = {
  /** On this machine; nobody else's. */
  readonly folder: string;
  readonly vault: KeyVault;
  /** What the key is wrapped for. */
  readonly context: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
  readonly seals: Seals;
  /** Undefined for what is gone. */
  readonly startedMsOf: (recordingId: string) => number | undefined;
  /** Which entries have a transcript. */
  readonly places: () => readonly SearchedPlace[];
  readonly volume: (recordingId: string) => Promise<Volume>;
  /** Whether what is in its event log up to that sequence is not all that there is. */
  readonly hasMore: (recordingId: string, after: number) => Promise<boolean>;
};

const AGAIN_MS = 60_000;
/** What is on disk is indexed so much later at most, all of it together; a search does not wait for that. */
const INDEXED_MS = 1_000;
/** Those that are deleted together are merged together. */
const MERGED_MS = 1_000;

export class IndexKeeper {
  readonly #options: IndexKeeperOptions;
  #index: OpenIndex | undefined;
  #opening: Promise<unknown>;
  /** Those that are in it to the last word, but for what waits. */
  readonly #current = new Set<string>();
  #waiting = new Map<string, Touched>();
  #timer: Timer | undefined;
  /** The pieces before; it never rejects. */
  #turn: Promise<void> = Promise.resolve();
  /** Those that are looked at, or indexed whole, at the moment, and what is changed in them meanwhile. */
  readonly #touched = new Map<string, Touched>();
  readonly #looking = new Map<string, Promise<boolean>>();
  #isMerging = false;
  #isMergedAgain = false;

  constructor(options: IndexKeeperOptions) {
    this.#options = options;
    this.#opening = this.#begin();
  }

  /** With all that is on disk of what is `isCurrent`. Undefined while it cannot be opened. */
  async index(): Promise<OpenIndex | undefined> {
    await this.#opening;
    await this.#flush();
    return this.#index;
  }

  /** Whether what it has of that recording is what holds; the transcript itself is to be asked where it is not. Rejects as the event log does. */
  async isCurrent(recordingId: string): Promise<boolean> {
    if (this.#current.has(recordingId)) return true;
    const looking = this.#looking.get(recordingId) ?? this.#look(recordingId).finally(() => this.#looking.delete(recordingId));
    this.#looking.set(recordingId, looking);
    return looking;
  }

  /** These segments, or names, are on disk. `anew`: what was there of them before is in no page of the file soon. Never throws. */
  written(volume: Volume, recordingId: string, segmentIds: ReadonlySet<string>, how: 'more' | 'anew'): void {
    if (how === 'anew') this.#mergeSoon();
    if (!this.#index) return;
    for (const into of [this.#touched.get(recordingId), this.#current.has(recordingId) && this.#waitingOf(recordingId)]) {
      if (!into) continue;
      into.volume = volume;
      into.sequence = volume.sequence;
      for (const segmentId of segmentIds) into.segmentIds.add(segmentId);
    }
  }

  /** There is nothing of it in the event log yet: whatever comes is indexed as it comes. */
  began(recordingId: string): void {
    if (this.#index) this.#current.add(recordingId);
  }

  /** Deleted: nothing of it is found, and soon nothing of it is in the file. */
  dropped(recordingId: string): void {
    this.#current.delete(recordingId);
    this.#waiting.delete(recordingId);
    this.#options.seals.forget(recordingId);
    this.#guarded(({ blind }) => blind.drop(recordingId));
    this.#mergeSoon();
  }

  /** Whether that is a failure of the index; it is made anew then. */
  isBroken(error: unknown): boolean {
    if (!(error instanceof Error) || error.name !== 'SqliteError') return false;
    this.#again();
    return true;
  }

  /** What waits is indexed, and the index is closed; what is not in it is indexed at the next start. */
  async close(): Promise<void> {
    await this.#flush();
    this.#shut();
  }

  #shut(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#index?.blind[Symbol.dispose]();
    this.#index = undefined;
  }

  #begin(): Promise<unknown> {
    const { scope, log, clock } = this.#options;
    const opening = this.#open();
    scope.run(
      async () => {
        for (let trying = opening; ; trying = this.#open()) {
          const isOpen = await trying.then(
            () => true,
            (error: unknown) => {
              log.warn('the index of transcripts cannot be opened; it is tried again', { error: String(error) });
              return false;
            },
          );
          if (isOpen) break;
          await clock.sleep(AGAIN_MS, { signal: scope.signal });
        }
        await this.#catchUp();
      },
      (error) => log.error('transcripts are not indexed', { error: String(error) }),
    );
    return opening.catch(() => undefined);
  }

  async #open(): Promise<void> {
    const { folder, vault, context, clock, scope } = this.#options;
    const file = join(folder, 'said.db');
    const { key, isNew } = await indexKey({ file: join(folder, 'said-key.json'), vault, context, clock });
    if (isNew) await BlindIndex.remove(file, { clock });
    const blind = await BlindIndex.open(file, { clock });
    if (scope.signal.aborted) return blind[Symbol.dispose]();
    this.#index = { blind, words: new BlindWords(key), asking: 0 };
  }

  /** What is kept, and not in it; and what is in it, and not kept. */
  async #catchUp(): Promise<void> {
    const { places, log, clock, scope, volume: get } = this.#options;
    const all = places().toSorted((a, b) => b.startedMs - a.startedMs);
    const kept = new Set(all.map(({ recordingId }) => recordingId));
    const index = this.#index;
    for (const recordingId of index?.blind.recordingIds() ?? []) if (!kept.has(recordingId)) this.dropped(recordingId);
    for (const [at, place] of all.entries()) {
      const { recordingId } = place;
      if (scope.signal.aborted || !index || this.#index !== index) return;
      try {
        if (await this.isCurrent(recordingId)) {
          if (at % 32 === 31) await rest(clock, scope.signal);
          continue;
        }
        const touched = this.#touch(recordingId);
        const isStill = (): boolean => this.#index === index && this.#isThere(recordingId);
        // What comes from then on is indexed as it comes.
        const onWhole = (): void => void this.#current.add(recordingId);
        await indexWhole({ ...this.#options, signal: scope.signal, index, place, volume: await get(recordingId), touched, isStill, onWhole }); // prettier-ignore
        await restBetween(index, clock, scope.signal);
      } catch (error) {
        if (scope.signal.aborted || this.isBroken(error)) return;
        log.warn('a transcript is not indexed', { recordingId, error: String(error) });
      } finally {
        this.#touched.delete(recordingId);
      }
    }
    // A kill may have come before it was done.
    if (this.#index?.blind.isMergeOwed === true) this.#mergeSoon();
  }

  async #look(recordingId: string): Promise<boolean> {
    const written = this.#index?.blind.writtenOf(recordingId) ?? 0;
    if (written === 0 || this.#touched.has(recordingId)) return false;
    const touched = this.#touch(recordingId);
    try {
      const isBehind = await this.#options.hasMore(recordingId, written);
      if (isBehind || touched.volume || !this.#isThere(recordingId)) return false;
      this.#current.add(recordingId);
      return true;
    } finally {
      this.#touched.delete(recordingId);
    }
  }

  #touch(recordingId: string): Touched {
    const touched: Touched = { volume: undefined, sequence: 0, segmentIds: new Set() };
    this.#touched.set(recordingId, touched);
    return touched;
  }

  #isThere(recordingId: string): boolean {
    return this.#options.startedMsOf(recordingId) !== undefined;
  }

  #waitingOf(recordingId: string): Touched {
    const known = this.#waiting.get(recordingId);
    if (known) return known;
    const made: Touched = { volume: undefined, sequence: 0, segmentIds: new Set() };
    this.#waiting.set(recordingId, made);
    this.#timer ??= this.#options.clock.after(INDEXED_MS, () => void this.#flush());
    return made;
  }

  /** Never rejects. */
  #flush(): Promise<void> {
    if (this.#waiting.size > 0) this.#turn = this.#turn.then(() => this.#indexWaiting());
    return this.#turn;
  }

  async #indexWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    const index = this.#index;
    if (!index) return;
    const { log, startedMsOf } = this.#options;
    for (const [recordingId, touched] of waiting) {
      const { volume } = touched;
      const startedMs = startedMsOf(recordingId);
      if (!volume || startedMs === undefined) continue;
      const isStill = (): boolean => this.#index === index && this.#current.has(recordingId) && this.#isThere(recordingId);
      try {
        await indexSegments({ ...this.#options, index, place: { recordingId, startedMs }, volume, touched, isStill });
      } catch (error) {
        // It is indexed whole at the next start, or when the index is made anew.
        this.#current.delete(recordingId);
        if (this.isBroken(error)) return;
        log.warn('a piece of a transcript is not indexed', { recordingId, error: String(error) });
      }
    }
  }

  #mergeSoon(): void {
    this.#guarded(({ blind }) => blind.oweMerge());
    this.#isMergedAgain = true;
    if (this.#isMerging) return;
    this.#isMerging = true;
    const { scope, clock, log } = this.#options;
    scope.run(
      async () => {
        try {
          while (this.#isMergedAgain && this.#index) {
            await clock.sleep(MERGED_MS, { signal: scope.signal });
            this.#isMergedAgain = false;
            // What takes the place of something comes first.
            await this.#flush();
            for (let isFirst = true, isMore = true; isMore && this.#index; isFirst = false) {
              isMore = false;
              this.#guarded(({ blind }) => (isMore = blind.merge({ isFirst })));
              if (isMore) await restBetween(this.#index, clock, scope.signal);
            }
          }
        } finally {
          this.#isMerging = false;
        }
      },
      (error) => log.warn('what was deleted is still in the index of transcripts', { error: String(error) }),
    );
  }

  #guarded(work: (index: OpenIndex) => void): void {
    if (!this.#index) return;
    try {
      work(this.#index);
    } catch (error) {
      this.#options.log.warn('the index of transcripts failed, and is made anew', { error: String(error) });
      this.#again();
    }
  }

  #again(): void {
    const { folder, clock } = this.#options;
    this.#shut();
    this.#current.clear();
    this.#waiting.clear();
    this.#opening = BlindIndex.remove(join(folder, 'said.db'), { clock }).then(
      () => this.#begin(),
      () => undefined,
    );
  }
}
