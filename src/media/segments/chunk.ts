/**
 * A chunk as it lies on the disk: mark, whether it is sealed, its index in the log, its length, a checksum of all that, then the records
 * (sealed where a seal is in use). What was cut off or flipped is told from what is whole, and a chunk from one of another place.
 */
import { crc32 } from 'node:zlib';

export const CHUNK_HEAD_BYTES = 17;
/** No chunk is longer; a length beyond it is damage. */
export const LONGEST_CHUNK: number = 16 * 1024 * 1024;

/** "RCL1" */
const MARK = 0x52_43_4c_31;
const FIRST_BYTE = 0x52;
const FLAGS = 4;
const INDEX = 5;
const LENGTH = 9;
const CHECKSUM = 13;

export type ChunkHead = { readonly isSealed: boolean; readonly index: number; readonly length: number };

/** Writes the head at the beginning of `chunk`, whose body of `length` bytes is already behind it. */
export function putHead(chunk: Uint8Array, { isSealed, index, length }: ChunkHead): void {
  const view = new DataView(chunk.buffer, chunk.byteOffset);
  view.setUint32(0, MARK);
  view.setUint8(FLAGS, isSealed ? 1 : 0);
  view.setUint32(INDEX, index);
  view.setUint32(LENGTH, length);
  view.setUint32(CHECKSUM, checksum(chunk, 0, length));
}

/** What the head at `at` says; undefined where there is none. Whether it is true is known when the body has been checked. */
export function headAt(bytes: Uint8Array, at: number): ChunkHead | undefined {
  if (at + CHUNK_HEAD_BYTES > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const flags = view.getUint8(at + FLAGS);
  const length = view.getUint32(at + LENGTH);
  if (view.getUint32(at) !== MARK || flags > 1 || length > LONGEST_CHUNK) return undefined;
  return { isSealed: flags === 1, index: view.getUint32(at + INDEX), length };
}

/** Whether the chunk at `at`, all of which is there, is as it was written. */
export function isWhole(bytes: Uint8Array, at: number, { length }: ChunkHead): boolean {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + CHECKSUM) === checksum(bytes, at, length);
}

/** Where something that looks like a chunk begins, from `from` on; the end of the bytes if nothing does. */
export function nextMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(FIRST_BYTE, from); at >= 0; at = bytes.indexOf(FIRST_BYTE, at + 1)) {
    // At the very end the rest of the mark may be still to come.
    if (at + 4 > bytes.length || new DataView(bytes.buffer, bytes.byteOffset).getUint32(at) === MARK) return at;
  }
  return bytes.length;
}

function checksum(bytes: Uint8Array, at: number, length: number): number {
  const ofHead = crc32(bytes.subarray(at, at + CHECKSUM));
  return crc32(bytes.subarray(at + CHUNK_HEAD_BYTES, at + CHUNK_HEAD_BYTES + length), ofHead);
}
