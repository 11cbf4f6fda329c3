/** The bytes of one file of a segment log, as far as they are looked at: a window that moves on. */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

const READ_BYTES = 512 * 1024;

export class LogBytes {
  readonly #handle: FileHandle;
  readonly #clock: Clock;
  #window: Uint8Array;
  #end = 0;
  #isAtEnd = false;
  /** Where in `bytes` it is looked at; moved on by the reader. */
  at = 0;

  static async open(folder: string, name: string, clock: Clock): Promise<LogBytes> {
    const handle = await clock.hold(() => open(join(folder, name), 'r'));
    const { size } = await clock.hold(() => handle.stat());
    return new LogBytes(handle, clock, Math.min(READ_BYTES, size + 1));
  }

  private constructor(handle: FileHandle, clock: Clock, window: number) {
    this.#handle = handle;
    this.#clock = clock;
    this.#window = new Uint8Array(window);
  }

  /** All that is there now; a view that is good until `has` is asked again. */
  get bytes(): Uint8Array {
    return this.#window.subarray(0, this.#end);
  }

  /** Whether so many are there from `at` on, after reading on if need be. */
  async has(count: number): Promise<boolean> {
    while (this.#end - this.at < count) {
      if (this.#isAtEnd) return false;
      await this.#more(count);
    }
    return true;
  }

  /** A stretch of them, counted from `at`, that may be kept. */
  copy(from: number, to: number): Uint8Array {
    return new Uint8Array(this.#window.subarray(this.at + from, this.at + to));
  }

  async close(): Promise<void> {
    await this.#clock.hold(() => this.#handle.close());
  }

  async #more(count: number): Promise<void> {
    const kept = this.#window.subarray(this.at, this.#end);
    if (count >= this.#window.length || kept.length === this.#window.length) {
      const wider = new Uint8Array(count + READ_BYTES);
      wider.set(kept);
      this.#window = wider;
    } else {
      this.#window.copyWithin(0, this.at, this.#end);
    }
    this.#end = kept.length;
    this.at = 0;
    const { bytesRead } = await this.#clock.hold(() => this.#handle.read(this.#window, this.#end, this.#window.length - this.#end));
    this.#end += bytesRead;
    this.#isAtEnd = bytesRead === 0;
  }
}
