/** Bytes of a file in the order in which they come, gathered to blocks for the sink. */
import type { ByteSink } from './recording-file.ts';

const BLOCK_BYTES = 64 * 1024;
/** So much may be put after the block is full, before it is drained. */
const ROOM_BYTES = 68 * 1024;

export class SinkWriter {
  readonly #sink: ByteSink;
  #block: Uint8Array = new Uint8Array(BLOCK_BYTES + ROOM_BYTES);
  #filled = 0;
  #drained = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** How long the file is so far. */
  get length(): number {
    return this.#drained + this.#filled;
  }

  /** Drain it before more than a page is put. */
  get isFull(): boolean {
    return this.#filled >= BLOCK_BYTES;
  }

  /** Room for so many bytes, to be written at once. */
  room(length: number): Uint8Array {
    const from = this.#filled;
    this.#filled += length;
    return this.#block.subarray(from, this.#filled);
  }

  put(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes);
  }

  async drain(): Promise<void> {
    if (this.#filled === 0) return;
    const block = this.#block.subarray(0, this.#filled);
    const position = this.#drained;
    this.#drained += this.#filled;
    // The sink may keep what it was given.
    this.#block = new Uint8Array(BLOCK_BYTES + ROOM_BYTES);
    this.#filled = 0;
    await this.#sink.write(block, position);
  }
}
