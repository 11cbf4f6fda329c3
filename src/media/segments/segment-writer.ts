/**
 * Writes a segment log: whoever has something to keep hands it over and goes on; it is on disk within half a second and a write.
 *
 *     write ─▶ chunk being filled ─▶ chunks that wait (bounded) ─▶ one write at a time ─▶ files that roll over
 *
 * A disk that is behind costs pictures first, until the next key frame of their track, and sound last; what was dropped is counted and noted.
 */
import type { Clock } from '../../base/clock.ts';
import { MediaError } from '../errors.ts';
import { ChunkQueue } from './chunk-queue.ts';
import { LogFiles } from './log-files.ts';
import type { ChunkSeal, SegmentRecord } from './record.ts';
import { folderOnDisk, type SegmentDisk } from './segment-disk.ts';

export type SegmentWriterOptions = {
  /** Of this log alone: one that has a log in it is refused. */
  readonly folder: string;
  readonly clock: Clock;
  readonly seal?: ChunkSeal | undefined;
  /** The folder on this machine's disk, unless given. */
  readonly disk?: SegmentDisk | undefined;
  /** No file grows beyond it: 64 MiB. */
  readonly fileBytes?: number | undefined;
  /** What may wait for a slow disk: 8 MiB. */
  readonly queueBytes?: number | undefined;
};

const FILE_BYTES = 64 * 1024 * 1024;
const QUEUE_BYTES = 8 * 1024 * 1024;
const FLUSH_MS = 500;
/** A write that takes longer will not come back: a network disk that is gone. */
const STUCK_MS = 30_000;
/** Chunks that are written without a sync between them, when several wait. */
const UNSYNCED_CHUNKS = 8;

type Waiter = { readonly chunk: number; readonly resolve: () => void; readonly reject: (error: Error) => void };

export class SegmentWriter implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #files: LogFiles;
  readonly #queue: ChunkQueue;
  readonly #controller = new AbortController();
  readonly #waiters: Waiter[] = [];
  /** Whether what is being filled is to be written as it is. */
  #isDue = false;
  #isWriting = false;
  #isClosed = false;
  #syncedChunks = 0;
  #lastMs = 0;
  #closing: Promise<void> | undefined;
  #due: Disposable | undefined;
  readonly #onDue = (): void => {
    this.#due = undefined;
    this.#isDue = true;
    this.#pump();
  };

  /** Rejects with `media/disk-full` or `media/disk-failed` where nothing can be written at all. */
  static async open(options: SegmentWriterOptions): Promise<SegmentWriter> {
    const { folder, clock, seal, disk = folderOnDisk(folder, clock), fileBytes = FILE_BYTES } = options;
    const files = new LogFiles({ disk, seal, fileBytes });
    try {
      await files.begin();
    } catch (cause) {
      throw failure(`a segment log in ${folder} could not be begun`, cause);
    }
    return new SegmentWriter(files, options);
  }

  private constructor(files: LogFiles, { clock, queueBytes = QUEUE_BYTES }: SegmentWriterOptions) {
    this.#files = files;
    this.#clock = clock;
    this.#queue = new ChunkQueue(queueBytes);
  }

  /** Aborts when nothing more can be written, with a `MediaError`: `media/disk-full` or `media/disk-failed`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How many records were not kept. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  /** How much lies on the disk. */
  get bytesWritten(): number {
    return this.#files.bytesWritten;
  }

  /** Never waits, and keeps nothing of the record's own bytes. False: it was dropped. */
  write(record: SegmentRecord): boolean {
    if (this.#isClosed || this.#controller.signal.aborted) {
      this.#queue.refuse();
      return false;
    }
    if (record.atMs > this.#lastMs) this.#lastMs = record.atMs;
    const isKept = this.#queue.put(record);
    if (this.#queue.waiting > 0) this.#pump();
    if (isKept) this.#arm();
    return isKept;
  }

  /** Resolves when all that was written would survive the loss of power; rejects with the reason of `signal`. */
  flush(): Promise<void> {
    if (this.#controller.signal.aborted) return Promise.reject(this.#controller.signal.reason as Error);
    this.#queue.cut();
    const chunk = this.#queue.chunks;
    if (chunk <= this.#syncedChunks) return Promise.resolve();
    const done = new Promise<void>((resolve, reject) => this.#waiters.push({ chunk, resolve, reject }));
    this.#pump();
    return done;
  }

  /** Writes what waits and closes the files; nothing can be written after it. Rejects as `flush` does. Closing twice is calm. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    if (!this.#controller.signal.aborted) this.#queue.noteDropped(this.#lastMs, { isLast: true });
    this.#isClosed = true;
    this.#disarm();
    try {
      await this.flush();
      await this.#files.close();
    } catch (error) {
      this.#fail(error);
      // A disk that does not answer is not waited for.
      void this.#files.close().catch(() => undefined);
    }
    this.#controller.signal.throwIfAborted();
  }

  #arm(): void {
    if (!this.#isDue) this.#due ??= this.#clock.after(FLUSH_MS, this.#onDue);
  }

  #disarm(): void {
    this.#due?.[Symbol.dispose]();
    this.#due = undefined;
  }

  #pump(): void {
    if (this.#isWriting || this.#controller.signal.aborted) return;
    this.#isWriting = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    try {
      let unsynced = 0;
      for (let chunk = this.#next(); chunk !== undefined; chunk = this.#next()) {
        const stuck = this.#clock.after(STUCK_MS, () => this.#fail(new Error(`the disk did not answer for ${String(STUCK_MS / 1000)} s`)));
        try {
          await this.#files.append(chunk.bytes, chunk.length);
          this.#queue.release(chunk);
          if (++unsynced >= UNSYNCED_CHUNKS || this.#queue.waiting === 0) {
            await this.#files.sync();
            unsynced = 0;
            this.#synced(this.#files.chunks);
          }
        } finally {
          stuck[Symbol.dispose]();
        }
        if (this.#controller.signal.aborted) return;
        if (!this.#isClosed && this.#queue.noteDropped(this.#lastMs)) this.#arm();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isWriting = false;
    }
  }

  #next(): ReturnType<ChunkQueue['take']> {
    if (this.#queue.waiting === 0 && this.#isDue) {
      this.#isDue = false;
      this.#disarm();
      this.#queue.cut();
    }
    return this.#queue.take();
  }

  #synced(chunks: number): void {
    this.#syncedChunks = chunks;
    while ((this.#waiters[0]?.chunk ?? Infinity) <= chunks) this.#waiters.shift()?.resolve();
  }

  #fail(cause: unknown): void {
    if (this.#controller.signal.aborted) return;
    const error = failure('the segment log cannot be written any more', cause);
    this.#disarm();
    this.#controller.abort(error);
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function failure(what: string, cause: unknown): MediaError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (FULL.has(code ?? '')) return new MediaError('media/disk-full', `${what}, because the disk is full: make room on it`, { cause });
  return new MediaError('media/disk-failed', `${what}: ${message}`, { cause });
}
