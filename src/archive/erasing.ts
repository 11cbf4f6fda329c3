/**
 * Deletion that proves itself. The key goes first: from then on nothing of the recording can be opened, here or in a backup. Then all that was
 * sealed with it goes, every place is looked at again, and the audit log is told, with no word of what it was.
 */
import { rm, stat } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { refusedByDisk } from '../store/refusal.ts';
import type { DataKeys } from './data-keys.ts';
import { ArchiveError } from './errors.ts';
import type { Kept } from './fold.ts';
import type { ErasedWhy } from './kept-fact.ts';
import { nameIn, nameOfFile, type Places } from './places.ts';
import type { ErasureProof } from './port.ts';
import type { Entry, Shelf } from './shelf.ts';
import type { Trail } from './trail.ts';

export type ErasingOptions = {
  readonly shelf: Shelf;
  readonly keys: DataKeys;
  readonly blobs: BlobStore;
  readonly places: Places;
  readonly trail: Trail;
  readonly clock: Clock;
};

/** What it had put away, as far as that is on record. Nothing of it when its deletion has begun. */
export function putAwayOf({ files, logs, edition }: Kept): readonly string[] {
  const names = [...files.map(({ content, format }) => nameOfFile(content, format)), ...logs.map(({ name }) => name)];
  // Waveforms of the first edition are looked for in any case.
  return [...names, ...(edition === 0 ? [] : ['waveforms'])].map((name) => nameIn(edition, name));
}

/** `as`: as what somebody did it; operators by name, who answer for it. */
export type ErasedBy = { readonly why: ErasedWhy; readonly as: string };

export class Erasing {
  readonly #options: ErasingOptions;

  constructor(options: ErasingOptions) {
    this.#options = options;
  }

  /** From here on there is no such recording for anybody. Rejects with `archive/held`. */
  async begin(entry: Entry, why: ErasedWhy): Promise<void> {
    const { shelf, clock } = this.#options;
    await shelf.inTurn(entry, async () => {
      const { state, hold } = entry.kept;
      if (state === 'erasing' || state === 'erased') return;
      if (hold) throw new ArchiveError('archive/held', `the recording ${entry.recordingId} is held, and cannot be deleted`);
      await shelf.record(entry, { type: 'erasingBegan', atMs: clock.wallMs(), data: { why }, words: undefined });
    });
  }

  /**
   * What was begun. Nothing may be at work on it any more. Rejects with `archive/not-erased`, or as the stores do, where something is left; what is left cannot
   * be opened, and the same call goes on with it.
   */
  async goOn(entry: Entry, known: readonly string[], { why, as }: ErasedBy): Promise<ErasureProof> {
    const { shelf, keys, places, trail, clock } = this.#options;
    const { recordingId } = entry;
    await keys.destroy(recordingId);
    shelf.forgetKey(entry);
    await this.#delete(recordingId, known);
    const absent = await this.#lookAgain(recordingId, known);
    const auditHash = await trail.erased(recordingId, { why, as });
    const erasedMs = clock.wallMs();
    await shelf.record(entry, { type: 'recordingErased', atMs: erasedMs, data: { why, auditHash }, words: undefined });
    return { recordingId, erasedMs, absent: [...absent, `${places.key(recordingId)} (its wrapped key)`], keyDestroyed: true, auditHash };
  }

  async #delete(recordingId: string, known: readonly string[]): Promise<void> {
    const { blobs, places } = this.#options;
    const listed = (await blobs.list(places.prefix(recordingId))).map(({ key }) => key);
    const all = new Set([
      ...listed,
      ...known.map((name) => places.file({ recordingId, edition: 0 }, name)),
      places.waveforms({ recordingId, edition: 0 }),
    ]);
    for (const key of all) await blobs.delete(key);
    await this.#held('delete', () => rm(places.spool(recordingId), { recursive: true, force: true }));
  }

  /** Every place at which anything was, or could be. */
  async #lookAgain(recordingId: string, known: readonly string[]): Promise<readonly string[]> {
    const { blobs, keys, places } = this.#options;
    const left: string[] = [];
    const absent: string[] = [];
    const prefix = places.prefix(recordingId);
    const found = (await blobs.list(prefix)).map(({ key }) => key);
    if (found.length > 0) left.push(...found);
    else absent.push(`${prefix}*`);
    for (const key of [
      ...known.map((name) => places.file({ recordingId, edition: 0 }, name)),
      places.waveforms({ recordingId, edition: 0 }),
    ]) {
      if ((await blobs.sizeOf(key)) === undefined) absent.push(key);
      else left.push(key);
    }
    const spool = places.spool(recordingId);
    if (await this.#held('look for', () => isThere(spool))) left.push(spool);
    else absent.push(spool);
    if (await keys.isThere(recordingId)) left.push(places.key(recordingId));
    if (left.length === 0) return absent;
    throw new ArchiveError(
      'archive/not-erased',
      `the recording ${recordingId} cannot be opened any more, but ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} still there; it is tried again`,
    );
  }

  async #held<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#options.clock.hold(work);
    } catch (cause) {
      throw refusedByDisk(`${what} the folder of a recording`, cause);
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
