/** Reads a segment log from its beginning, a chunk at a time, however long it is; goes on behind what is damaged, and says how much that was. */
import { realClock, type Clock } from '../../base/clock.ts';
import { LogBytes } from './log-bytes.ts';
import { MediaError } from '../errors.ts';
import { CHUNK_HEAD_BYTES, headAt, isWhole, nextMark } from './chunk.ts';
import { decodeRecords } from './record-codec.ts';
import type { ChunkSeal, SegmentRecord } from './record.ts';
import { filesOf } from './segment-disk.ts';

export type SegmentSource = {
  readonly folder: string;
  readonly seal?: ChunkSeal | undefined;
  readonly clock?: Clock | undefined;
};

/** May be read several times, each time from the beginning; a log that is still written is read as far as it goes. */
export interface SegmentReading extends AsyncIterable<SegmentRecord> {
  /** How many bytes had to be left behind, the last time it was read: what a crash cut off at the end, and what the disk has spoilt. */
  readonly lostBytes: number;
}

/**
 * Records in the order in which they were written; their packets and pictures are views of the chunk that they came in.
 * Rejects with `media/wrong-key` where nothing can be opened, `media/not-segments` for a log of a newer version, and the disk's own errors.
 */
export function readSegments(source: SegmentSource): SegmentReading {
  let lostBytes = 0;
  return {
    get lostBytes() {
      return lostBytes;
    },
    async *[Symbol.asyncIterator]() {
      const reader = new LogReader(source);
      lostBytes = 0;
      for await (const records of reader.chunks()) {
        lostBytes = reader.lostBytes;
        yield* records;
      }
      lostBytes = reader.lostBytes;
    },
  };
}

class LogReader {
  readonly #folder: string;
  readonly #seal: ChunkSeal | undefined;
  readonly #clock: Clock;
  /** The index below which no chunk can follow. */
  #next = 0;
  #hasOpened = false;
  lostBytes = 0;

  constructor({ folder, seal, clock = realClock() }: SegmentSource) {
    this.#folder = folder;
    this.#seal = seal;
    this.#clock = clock;
  }

  async *chunks(): AsyncGenerator<readonly SegmentRecord[], void, undefined> {
    for (const name of await filesOf(this.#folder, this.#clock)) {
      const file = await LogBytes.open(this.#folder, name, this.#clock);
      try {
        yield* this.#chunksOf(file);
      } finally {
        await file.close();
      }
    }
  }

  async *#chunksOf(file: LogBytes): AsyncGenerator<readonly SegmentRecord[], void, undefined> {
    while (await file.has(1)) {
      const isThere = await file.has(CHUNK_HEAD_BYTES);
      const head = isThere ? headAt(file.bytes, file.at) : undefined;
      const length = CHUNK_HEAD_BYTES + (head?.length ?? 0);
      if (!head || !(await file.has(length)) || !isWhole(file.bytes, file.at, head) || head.index < this.#next) {
        this.#skip(file);
        continue;
      }
      const records = this.#opened(file.copy(CHUNK_HEAD_BYTES, length), head.isSealed, head.index);
      file.at += length;
      if (records === undefined) {
        this.lostBytes += length;
        continue;
      }
      this.#next = head.index + 1;
      yield records;
    }
  }

  /** To the next place where a chunk may begin. */
  #skip(file: LogBytes): void {
    const next = nextMark(file.bytes, file.at + 1);
    this.lostBytes += next - file.at;
    file.at = next;
  }

  #opened(body: Uint8Array, isSealed: boolean, index: number): readonly SegmentRecord[] | undefined {
    if (isSealed !== (this.#seal !== undefined)) {
      throw new MediaError(
        'media/wrong-key',
        `the segment log in ${this.#folder} is ${isSealed ? 'sealed, and no key was given' : 'not sealed, and a key was given'}`,
      );
    }
    let bytes = body;
    try {
      if (this.#seal) bytes = this.#seal.open(body, index);
    } catch (cause) {
      if (this.#hasOpened) return undefined;
      throw new MediaError('media/wrong-key', `the segment log in ${this.#folder} cannot be opened with this key`, { cause });
    }
    this.#hasOpened = true;
    return decodeRecords(bytes);
  }
}
