/**
 * The layout of a sealed file: a header of 64 bytes, then blocks of 64 KiB, each sealed by itself, so that any stretch can be opened alone.
 *
 *     0   4  "RCSF"
 *     4   1  version, 1
 *     5   3  zero
 *     8  16  file id: random; salt of the file's own key, so no block is at home in another file
 *     24  8  length of what is inside, in bytes, highest first
 *     32 28  nonce and tag over the 32 bytes before
 *     60  4  zero
 *     64     blocks: nonce (12), what is sealed (65,536; in the last one what is left), tag (16)
 *
 * A block is bound to its index, and the header to the length: what is cut off, swapped or put in from elsewhere is recognised.
 */
import type { KeyObject } from 'node:crypto';
import { SEAL_BYTES, derivedKey, opened, placeOf, sealed, unopened, type SealUnder } from './sealing.ts';

export const BLOCK_BYTES = 65_536;
export const HEADER_BYTES = 64;
const SEALED_BLOCK_BYTES: number = BLOCK_BYTES + SEAL_BYTES;
const ID_BYTES = 16;
const BOUND_BYTES = 32;
const BEGINNING: Uint8Array = Uint8Array.of(0x52, 0x43, 0x53, 0x46, 1, 0, 0, 0);

/** What a header says, and the key that it leads to. */
export type SealedHeader = { readonly fileKey: KeyObject; readonly sizeBytes: number };

export function fileKeyOf({ key, context }: SealUnder, fileId: Uint8Array): KeyObject {
  return derivedKey(key, `rollcall file 1 ${context}`, fileId);
}

export function newFileId(random: (length: number) => Uint8Array): Uint8Array {
  return random(ID_BYTES);
}

export function writeHeader(fileKey: KeyObject, fileId: Uint8Array, sizeBytes: number): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  header.set(BEGINNING);
  header.set(fileId, BEGINNING.length);
  header.set(placeOf(sizeBytes), BEGINNING.length + ID_BYTES);
  header.set(sealed(fileKey, new Uint8Array(0), header.subarray(0, BOUND_BYTES)), BOUND_BYTES);
  return header;
}

/** Throws `store/sealed` where it is none, was changed, or is of another key or context. */
export function readHeader(header: Uint8Array, under: SealUnder, what: string): SealedHeader {
  if (header.length < HEADER_BYTES) throw unopened(what, 'it was cut off');
  if (BEGINNING.some((byte, at) => header[at] !== byte)) throw unopened(what, 'it is no sealed file of a kind that this program knows');
  const fileKey = fileKeyOf(under, header.subarray(BEGINNING.length, BEGINNING.length + ID_BYTES));
  opened(fileKey, header.subarray(BOUND_BYTES, BOUND_BYTES + SEAL_BYTES), header.subarray(0, BOUND_BYTES), what);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  return { fileKey, sizeBytes: Number(view.getBigUint64(BEGINNING.length + ID_BYTES)) };
}

/** Where the block with that index begins in the sealed file. */
export function blockAt(index: number): number {
  return HEADER_BYTES + index * SEALED_BLOCK_BYTES;
}

/** How long the sealed file is for so much inside. */
export function sealedSize(sizeBytes: number): number {
  return HEADER_BYTES + sizeBytes + Math.ceil(sizeBytes / BLOCK_BYTES) * SEAL_BYTES;
}
