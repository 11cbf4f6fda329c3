/** The files of a segment log: sealed chunks one behind the other, in a new file when one is long enough. */
import { CHUNK_HEAD_BYTES, putHead } from './chunk.ts';
import type { ChunkSeal } from './record.ts';
import { nameOfFile, type SegmentDisk, type SegmentFile } from './segment-disk.ts';

export type LogFilesOptions = { readonly disk: SegmentDisk; readonly seal?: ChunkSeal | undefined; readonly fileBytes: number };

export class LogFiles {
  readonly #options: LogFilesOptions;
  #file: SegmentFile | undefined;
  #files = 0;
  #lengthOfFile = 0;
  #chunks = 0;
  #bytesWritten = 0;
  /** For sealed chunks with their head. */
  #whole: Uint8Array = new Uint8Array(0);

  constructor(options: LogFilesOptions) {
    this.#options = options;
  }

  /** How many chunks were appended. */
  get chunks(): number {
    return this.#chunks;
  }

  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  async begin(): Promise<void> {
    this.#file = await this.#options.disk.create(nameOfFile(this.#files++));
    this.#lengthOfFile = 0;
  }

  /** `bytes` has room for the head before its records. */
  async append(bytes: Uint8Array, length: number): Promise<void> {
    const chunk = this.#finished(bytes, length);
    if (this.#lengthOfFile > 0 && this.#lengthOfFile + chunk.length > this.#options.fileBytes) {
      await this.sync();
      await this.close();
      await this.begin();
    }
    await this.#file?.append(chunk);
    this.#chunks++;
    this.#lengthOfFile += chunk.length;
    this.#bytesWritten += chunk.length;
  }

  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  #finished(bytes: Uint8Array, length: number): Uint8Array {
    const index = this.#chunks;
    const { seal } = this.#options;
    if (!seal) {
      putHead(bytes, { isSealed: false, index, length: length - CHUNK_HEAD_BYTES });
      return bytes.subarray(0, length);
    }
    const sealed = seal.seal(bytes.subarray(CHUNK_HEAD_BYTES, length), index);
    const whole = CHUNK_HEAD_BYTES + sealed.length;
    if (this.#whole.length < whole) this.#whole = new Uint8Array(whole + 1_024);
    this.#whole.set(sealed, CHUNK_HEAD_BYTES);
    putHead(this.#whole, { isSealed: true, index, length: sealed.length });
    return this.#whole.subarray(0, whole);
  }
}
