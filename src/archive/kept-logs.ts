/**
 * Segment logs after their recording has ended. They are put away sealed as they are, and fetched back, sealed, when another file is wanted of
 * them: the log is the master from which every file can be made.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '../base/clock.ts';
import { aesSeal } from '../media/segments/aes-seal.ts';
import { summaryOf, type LogSummary } from '../media/segments/log-summary.ts';
import { readSegments, type SegmentReading } from '../media/segments/segment-reader.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { refusedByDisk } from '../store/refusal.ts';
import { logKeyOf } from './data-keys.ts';
import { ArchiveError } from './errors.ts';
import type { KeptLog } from './kept-fact.ts';
import type { Edition, Places } from './places.ts';

export type KeptLogsOptions = { readonly places: Places; readonly blobs: BlobStore; readonly clock: Clock };

const PIECE_BYTES = 1_048_576;
/** One that was fetched stays so long after its last use: whoever wants one track mostly wants the next. */
const LINGER_MS = 60_000;
const FILE_OF_LOG = /^segments-\d+\.log$/;

type Fetched = { readonly folder: Promise<string>; summary: Promise<LogSummary> | undefined; users: number; timer: Timer | undefined };

export class KeptLogs {
  readonly #options: KeptLogsOptions;
  readonly #fetched = new Map<string, Fetched>();

  constructor(options: KeptLogsOptions) {
    this.#options = options;
  }

  /** What was written here, and is not put away yet. */
  spooled(recordingId: string, key: Uint8Array): SegmentReading {
    const { places, clock } = this.#options;
    return readSegments({ folder: places.logFolder(recordingId), seal: aesSeal(logKeyOf(key)), clock });
  }

  /** Whether there is anything written here. */
  async isSpooled(recordingId: string): Promise<boolean> {
    return (await this.#names(recordingId)).length > 0;
  }

  /** Puts the files of the log away. What breaks off is begun anew the next time. */
  async putAway(of: Edition, signal: AbortSignal): Promise<readonly KeptLog[]> {
    const { places, blobs } = this.#options;
    const { recordingId } = of;
    const kept: KeptLog[] = [];
    for (const name of await this.#names(recordingId)) {
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const pieces = this.#pieces(join(places.logFolder(recordingId), name), signal, (piece) => {
        hash.update(piece);
        sizeBytes += piece.length;
      });
      await blobs.putStream(places.log(of, name), pieces);
      kept.push({ name, sizeBytes, sha256: hash.digest('hex') });
    }
    return kept;
  }

  /**
   * Lets `work` read a log that was put away, as often as it likes; what it holds is found once. Rejects with `archive/damaged` where it is not
   * what was put away.
   */
  async fetched<T>(
    of: Edition & { readonly key: Uint8Array },
    logs: readonly KeptLog[],
    work: (log: SegmentReading, summary: LogSummary) => Promise<T>,
  ): Promise<T> {
    const { recordingId, key } = of;
    const known = this.#fetched.get(recordingId) ?? this.#begin(of, logs);
    known.users++;
    known.timer?.[Symbol.dispose]();
    try {
      const folder = await known.folder;
      const log = readSegments({ folder, seal: aesSeal(logKeyOf(key)), clock: this.#options.clock });
      known.summary ??= summaryOf(readSegments({ folder, seal: aesSeal(logKeyOf(key)), clock: this.#options.clock }));
      return await work(log, await known.summary);
    } finally {
      known.users--;
      if (known.users === 0) known.timer = this.#options.clock.after(LINGER_MS, () => void this.drop(recordingId));
    }
  }

  /** Takes away what was fetched; whoever still reads it fails. */
  async drop(recordingId: string): Promise<void> {
    const known = this.#fetched.get(recordingId);
    if (!known) return;
    known.timer?.[Symbol.dispose]();
    this.#fetched.delete(recordingId);
    await known.folder.catch(() => undefined);
    await this.#remove(this.#folderOf(recordingId)).catch(() => undefined);
  }

  async dropAll(): Promise<void> {
    for (const recordingId of this.#fetched.keys()) await this.drop(recordingId);
  }

  #begin(of: Edition, logs: readonly KeptLog[]): Fetched {
    const { recordingId } = of;
    const folder = this.#fetch(of, logs).catch((error: unknown) => {
      this.#fetched.delete(recordingId);
      throw error;
    });
    const fetched: Fetched = { folder, summary: undefined, users: 0, timer: undefined };
    this.#fetched.set(recordingId, fetched);
    return fetched;
  }

  async #fetch(of: Edition, logs: readonly KeptLog[]): Promise<string> {
    const folder = this.#folderOf(of.recordingId);
    await this.#remove(folder);
    try {
      for (const log of logs) await this.#fetchOne(of, log, folder);
      return folder;
    } catch (error) {
      await this.#remove(folder).catch(() => undefined);
      throw error;
    }
  }

  async #fetchOne(of: Edition, { name, sizeBytes, sha256 }: KeptLog, folder: string): Promise<void> {
    const { blobs, places } = this.#options;
    const { recordingId } = of;
    const hash = createHash('sha256');
    const file = await this.#held('write', async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return open(join(folder, name), 'wx', 0o600);
    });
    try {
      for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
        const piece = await blobs.getRange(places.log(of, name), at, Math.min(sizeBytes, at + PIECE_BYTES));
        if (!piece || piece.length === 0) throw damaged(recordingId, `${name} is not there, or was cut off`);
        hash.update(piece);
        await this.#held('write', () => file.appendFile(piece));
      }
    } finally {
      await this.#held('close', () => file.close());
    }
    if (hash.digest('hex') !== sha256) throw damaged(recordingId, `${name} is not what was put away: it was changed`);
  }

  async *#pieces(path: string, signal: AbortSignal, onPiece: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
    const file = await this.#held('read', () => open(path, 'r'));
    try {
      for (;;) {
        signal.throwIfAborted();
        const buffer = new Uint8Array(PIECE_BYTES);
        const { bytesRead } = await this.#held('read', () => file.read(buffer, 0, buffer.length));
        if (bytesRead === 0) return;
        const piece = buffer.subarray(0, bytesRead);
        onPiece(piece);
        yield piece;
      }
    } finally {
      await this.#held('close', () => file.close());
    }
  }

  async #names(recordingId: string): Promise<readonly string[]> {
    const folder = this.#options.places.logFolder(recordingId);
    const isThere = await this.#held('look for', () =>
      stat(folder).then(
        () => true,
        () => false,
      ),
    );
    if (!isThere) return [];
    return (await this.#held('list', () => readdir(folder))).filter((name) => FILE_OF_LOG.test(name)).toSorted();
  }

  #folderOf(recordingId: string): string {
    return join(this.#options.places.workFolder(recordingId), 'fetched');
  }

  async #remove(folder: string): Promise<void> {
    await this.#held('clear away', () => rm(folder, { recursive: true, force: true }));
  }

  async #held<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#options.clock.hold(work);
    } catch (cause) {
      throw refusedByDisk(`${what} a segment log`, cause);
    }
  }
}

function damaged(recordingId: string, what: string): ArchiveError {
  return new ArchiveError('archive/damaged', `no file can be made of the recording ${recordingId}: ${what}. Take it from a backup`);
}
