/** The chunk that is being filled, and those that wait for the disk: bounded, and what is dropped for want of room is counted. */
import { CHUNK_HEAD_BYTES, LONGEST_CHUNK } from './chunk.ts';
import { RecordEncoder, roomFor } from './record-codec.ts';
import type { SegmentRecord } from './record.ts';

/** `length` is with the room for the head. */
export type FilledChunk = { readonly bytes: Uint8Array; readonly length: number };

const CHUNK_BYTES = 256 * 1024;
/** Notes and the names of tracks are few, and the rest is not understood without them. */
const RESERVE_BYTES = 1024 * 1024;
/** Emptied chunks that are kept for the next ones. */
const SPARE_CHUNKS = 4;

export class ChunkQueue {
  readonly #encoder = new RecordEncoder();
  readonly #waiting: FilledChunk[] = [];
  readonly #spare: Uint8Array[] = [];
  /** Tracks whose pictures lean on one that was dropped. */
  readonly #needsKeyFrame = new Set<number>();
  readonly #soundLimit: number;
  /** Pictures have to go while there is still room for sound. */
  readonly #pictureLimit: number;
  #bytes: Uint8Array;
  #waitingBytes = 0;
  #chunks = 0;
  #dropped = 0;
  #untold = 0;

  constructor(limit: number) {
    this.#soundLimit = limit;
    this.#pictureLimit = Math.floor(limit * 0.75);
    this.#bytes = this.#begin(CHUNK_BYTES);
  }

  /** How many chunks are full and wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many chunks were cut off so far. */
  get chunks(): number {
    return this.#chunks;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Counts one that cannot be taken at all. */
  refuse(): void {
    this.#dropped++;
  }

  /** False: there was no room, and it was dropped. */
  put(record: SegmentRecord): boolean {
    if (!this.#admits(record)) {
      this.#dropped++;
      this.#untold++;
      return false;
    }
    if (this.#encoder.put(record)) return true;
    this.cut();
    const room = CHUNK_HEAD_BYTES + roomFor(record);
    if (room > this.#bytes.length) this.#bytes = this.#begin(room);
    return this.#encoder.put(record);
  }

  /** What has been filled so far is a chunk that waits. */
  cut(): void {
    const length = this.#encoder.at;
    if (length <= CHUNK_HEAD_BYTES) return;
    this.#waiting.push({ bytes: this.#bytes, length });
    this.#waitingBytes += length;
    this.#chunks++;
    this.#bytes = this.#begin(CHUNK_BYTES);
  }

  /** The oldest that waits; it counts as waiting for room until it is released. */
  take(): FilledChunk | undefined {
    return this.#waiting.shift();
  }

  release({ bytes, length }: FilledChunk): void {
    this.#waitingBytes -= length;
    if (bytes.length === CHUNK_BYTES && this.#spare.length < SPARE_CHUNKS) this.#spare.push(bytes);
  }

  /** Writes a note of what was dropped, if anything was and there is room again; returns whether it did. */
  noteDropped(atMs: number, { isLast = false }: { readonly isLast?: boolean } = {}): boolean {
    if (this.#untold === 0 || (!isLast && this.#waitingBytes * 2 > this.#soundLimit)) return false;
    const records = this.#untold;
    this.#untold = 0;
    return this.put({ kind: 'note', atMs, note: { kind: 'dropped', records } });
  }

  #begin(room: number): Uint8Array {
    const bytes = (room <= CHUNK_BYTES ? this.#spare.pop() : undefined) ?? new Uint8Array(Math.max(room, CHUNK_BYTES));
    this.#encoder.begin(bytes, CHUNK_HEAD_BYTES);
    return bytes;
  }

  #admits(record: SegmentRecord): boolean {
    const used = this.#waitingBytes + this.#encoder.at;
    if (record.kind === 'sound') return used + record.packet.length < this.#soundLimit;
    if (record.kind !== 'picture') return used < this.#soundLimit + RESERVE_BYTES;
    const { track, isKeyFrame, data } = record;
    if (used + data.length >= this.#pictureLimit || data.length > LONGEST_CHUNK / 2) {
      this.#needsKeyFrame.add(track);
      return false;
    }
    if (!this.#needsKeyFrame.has(track)) return true;
    if (isKeyFrame) this.#needsKeyFrame.delete(track);
    return isKeyFrame;
  }
}
