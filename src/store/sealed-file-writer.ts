/** Writes a sealed file at any position, as a muxer does: mostly forward, with a header that is patched at the end. Nothing open touches the disk. */
import { randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import { refusedByDisk } from './refusal.ts';
import { BLOCK_BYTES, blockAt, fileKeyOf, newFileId, sealedSize, writeHeader } from './sealed-format.ts';
import { SEAL_BYTES, opened, placeOf, sealed, type SealUnder } from './sealing.ts';
import { UNFINISHED } from './whole-file.ts';

/** Blocks that are open at a time, 64 KiB each: where it writes, and where a muxer looks back. */
const OPEN_BLOCKS = 4;
/** How much is read at a time when it is handed over. */
const PIECE_BYTES = 1_048_576;

type Block = { readonly bytes: Uint8Array; isChanged: boolean };

export type SealedFileOptions = SealUnder & {
  /** Where the file is while it is written, sealed; made if it is not there. */
  readonly folder: string;
  readonly clock: Clock;
};

export class SealedFileWriter implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #fileId: Uint8Array;
  readonly #fileKey: KeyObject;
  /** In the order of their last use. */
  readonly #open = new Map<number, Block>();
  #sizeBytes = 0;
  /** How many blocks are on disk or open; there is no gap below. */
  #blocks = 0;
  #state: 'open' | 'failed' | 'finished' | 'gone' = 'open';
  #last: Promise<void> = Promise.resolve();

  static async open(options: SealedFileOptions): Promise<SealedFileWriter> {
    const { clock, folder } = options;
    const path = join(folder, `${UNFINISHED}${randomBytes(12).toString('hex')}`);
    try {
      const handle = await clock.hold(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return open(path, 'wx+', 0o600);
      });
      return new SealedFileWriter(handle, path, options);
    } catch (cause) {
      throw refusedByDisk(`make a file in ${folder}`, cause);
    }
  }

  constructor(handle: FileHandle, path: string, options: SealedFileOptions) {
    this.#handle = handle;
    this.#path = path;
    this.#clock = options.clock;
    this.#fileId = newFileId(randomBytes);
    this.#fileKey = fileKeyOf(options, this.#fileId);
  }

  /** Of what is inside, so far. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * One after the other, in the order in which they were asked for; `bytes` must stay as they are until it resolves. What lies between the end
   * and a position behind it is zero. After one has failed (`store/full`, `store/failed`) all others do.
   */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    if (!Number.isSafeInteger(position) || position < 0)
      throw new TypeError(`${String(position)} is no position: whole numbers from 0 are`);
    await this.#inTurn(() => this.#write(bytes, position));
  }

  /** Seals what is still open and the header. Resolves with the size of what is inside when the file would survive a crash; twice is calm. */
  async finish(): Promise<number> {
    if (this.#state === 'finished') return this.#sizeBytes;
    await this.#inTurn(async () => {
      for (const [index, block] of this.#open) if (index !== this.#blocks - 1) await this.#keep(index, block);
      await this.#keepLast();
      this.#open.clear();
      const header = writeHeader(this.#fileKey, this.#fileId, this.#sizeBytes);
      await this.#writeAll(header, 0);
      await this.#handle.truncate(sealedSize(this.#sizeBytes));
      await this.#handle.sync();
      this.#state = 'finished';
    });
    return this.#sizeBytes;
  }

  /** The finished file, sealed as it is, piece by piece: for `putStream`. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    if (this.#state !== 'finished') throw new TypeError('a sealed file is handed over when it is finished');
    const end = sealedSize(this.#sizeBytes);
    for (let at = 0; at < end; at += PIECE_BYTES) {
      const from = at;
      yield await this.#held('read', () => this.#readAll(from, Math.min(PIECE_BYTES, end - from)));
    }
  }

  /** Takes the file away; hand it over before. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'gone') return;
    await this.#last;
    this.#state = 'gone';
    this.#open.clear();
    await this.#held('clear away', async () => {
      await this.#handle.close();
      await rm(this.#path, { force: true });
    });
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const index = Math.floor((position + at) / BLOCK_BYTES);
      const within = (position + at) % BLOCK_BYTES;
      const part = bytes.subarray(at, at + BLOCK_BYTES - within);
      const block = await this.#block(index);
      block.bytes.set(part, within);
      block.isChanged = true;
      at += part.length;
      this.#sizeBytes = Math.max(this.#sizeBytes, position + at);
    }
  }

  /** The block as it is, open; those between the end and it are made first. */
  async #block(index: number): Promise<Block> {
    while (this.#blocks < index) await this.#enter(this.#blocks, { bytes: new Uint8Array(BLOCK_BYTES), isChanged: true });
    const known = this.#open.get(index);
    if (known) this.#open.delete(index);
    const block = known ?? {
      bytes: index < this.#blocks ? await this.#opened(index) : new Uint8Array(BLOCK_BYTES),
      isChanged: false,
    };
    await this.#enter(index, block);
    return block;
  }

  async #enter(index: number, block: Block): Promise<void> {
    this.#open.set(index, block);
    this.#blocks = Math.max(this.#blocks, index + 1);
    for (const [oldest, left] of this.#open) {
      if (this.#open.size <= OPEN_BLOCKS) break;
      await this.#keep(oldest, left);
      this.#open.delete(oldest);
    }
  }

  /** While it is written every block on disk is a full one; the last is cut to its length at the end. */
  async #keep(index: number, block: Block): Promise<void> {
    if (!block.isChanged) return;
    await this.#writeAll(sealed(this.#fileKey, block.bytes, placeOf(index)), blockAt(index));
    block.isChanged = false;
  }

  async #keepLast(): Promise<void> {
    const index = this.#blocks - 1;
    if (index < 0) return;
    const { bytes } = await this.#block(index);
    const last = bytes.subarray(0, this.#sizeBytes - index * BLOCK_BYTES);
    await this.#writeAll(sealed(this.#fileKey, last, placeOf(index)), blockAt(index));
  }

  async #opened(index: number): Promise<Uint8Array> {
    const bytes = await this.#readAll(blockAt(index), BLOCK_BYTES + SEAL_BYTES);
    return opened(this.#fileKey, bytes, placeOf(index), `block ${String(index)} of a file that is being written`);
  }

  async #readAll(from: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, from + at);
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
    }
    return bytes;
  }

  async #writeAll(bytes: Uint8Array, from: number): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      at += (await this.#handle.write(bytes, at, bytes.length - at, from + at)).bytesWritten;
    }
  }

  /** What fails half-way leaves blocks that do not fit together: nothing more is written then. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn(this.#last, work);
    this.#last = turn.catch(() => undefined);
    await turn;
  }

  async #turn(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before;
    if (this.#state !== 'open')
      throw new StoreError('store/closed', `the sealed file ${this.#path} is ${this.#state}: nothing can be written`);
    try {
      await this.#held('write', work);
    } catch (error) {
      this.#state = 'failed';
      throw error;
    }
  }

  async #held<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#clock.hold(work);
    } catch (cause) {
      throw refusedByDisk(`${what} the sealed file ${this.#path}`, cause);
    }
  }
}
