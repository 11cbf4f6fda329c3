/** Reads any stretch of a sealed file, wherever it lies, and opens no more of it than that. */
import type { KeyObject } from 'node:crypto';
import type { BlobStore } from './blob-store.ts';
import { checkedRange } from './blob-store.ts';
import { BLOCK_BYTES, HEADER_BYTES, blockAt, readHeader, sealedSize } from './sealed-format.ts';
import { opened, placeOf, unopened, type SealUnder } from './sealing.ts';

/** Where the sealed bytes lie; every `BlobStore` is one. */
export type SealedSource = Pick<BlobStore, 'getRange' | 'sizeOf'>;

/** Opened blocks that are kept, since players ask for one stretch after the other. */
const KEPT_BLOCKS = 4;
/** So many are fetched at a time at most. */
const BLOCKS_AT_ONCE = 16;

export interface SealedFileReader {
  /** Of what is inside. */
  readonly sizeBytes: number;
  /** Bytes `from` (inclusive) to `to` (exclusive, cut at the end). Rejects with `store/sealed` where what it needs was changed. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/**
 * Undefined where there is no blob under that key. Rejects with `store/sealed` where it was changed or cut off, or was sealed under another
 * key or context. What is put in its place later needs a new reader.
 */
export async function openSealedFile(source: SealedSource, blobKey: string, under: SealUnder): Promise<SealedFileReader | undefined> {
  const [stored, header] = await Promise.all([source.sizeOf(blobKey), source.getRange(blobKey, 0, HEADER_BYTES)]);
  if (stored === undefined || header === undefined) return undefined;
  const { fileKey, sizeBytes } = readHeader(header, under, blobKey);
  if (stored !== sealedSize(sizeBytes)) {
    throw unopened(blobKey, `${String(stored)} bytes are there of ${String(sealedSize(sizeBytes))}`);
  }
  const blocks = new Blocks(source, blobKey, fileKey, sizeBytes);
  return {
    sizeBytes,
    async read(from, to) {
      checkedRange(from, to);
      const end = Math.min(to, sizeBytes);
      const bytes = new Uint8Array(Math.max(0, end - from));
      for (let at = from; at < end;) {
        const first = Math.floor(at / BLOCK_BYTES);
        const last = Math.min(Math.ceil(end / BLOCK_BYTES), first + BLOCKS_AT_ONCE) - 1;
        for (const [offset, block] of (await blocks.get(first, last)).entries()) {
          const begins = (first + offset) * BLOCK_BYTES;
          const part = block.subarray(at - begins, end - begins);
          bytes.set(part, at - from);
          at += part.length;
        }
      }
      return bytes;
    },
  };
}

class Blocks {
  readonly #source: SealedSource;
  readonly #blobKey: string;
  readonly #fileKey: KeyObject;
  readonly #end: number;
  readonly #kept = new Map<number, Uint8Array>();

  constructor(source: SealedSource, blobKey: string, fileKey: KeyObject, sizeBytes: number) {
    this.#source = source;
    this.#blobKey = blobKey;
    this.#fileKey = fileKey;
    this.#end = sealedSize(sizeBytes);
  }

  /** From `first` to `last`, both of them included; those in a row that are not kept are fetched together. */
  async get(first: number, last: number): Promise<readonly Uint8Array[]> {
    const known: (Uint8Array | undefined)[] = [];
    for (let index = first; index <= last; index++) known.push(this.#kept.get(index));
    const from = known.indexOf(undefined);
    if (from >= 0) {
      const to = known.lastIndexOf(undefined);
      for (const [offset, block] of (await this.#fetched(first + from, first + to)).entries()) known[from + offset] = block;
    }
    const blocks = known.filter((block) => block !== undefined);
    for (const [offset, block] of blocks.slice(-KEPT_BLOCKS).entries())
      this.#keep(last + 1 - Math.min(KEPT_BLOCKS, blocks.length) + offset, block);
    return blocks;
  }

  async #fetched(first: number, last: number): Promise<readonly Uint8Array[]> {
    const begin = blockAt(first);
    const end = Math.min(blockAt(last + 1), this.#end);
    const bytes = await this.#source.getRange(this.#blobKey, begin, end);
    if (bytes?.length !== end - begin) throw unopened(this.#blobKey, 'it was cut off, or deleted, while it was read');
    return Array.from({ length: last - first + 1 }, (_, offset) => {
      const index = first + offset;
      const sealed = bytes.subarray(blockAt(index) - begin, Math.min(blockAt(index + 1), this.#end) - begin);
      return opened(this.#fileKey, sealed, placeOf(index), `block ${String(index)} of ${this.#blobKey}`);
    });
  }

  #keep(index: number, block: Uint8Array): void {
    this.#kept.delete(index);
    this.#kept.set(index, block);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_BLOCKS) break;
      this.#kept.delete(oldest);
    }
  }
}
