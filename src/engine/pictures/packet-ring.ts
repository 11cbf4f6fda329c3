/**
 * The last packets of one layer, in the form in which they go out: made once for all who see it, and kept for whoever lost one.
 *
 *     0        12              20                26
 *     | header | one extension | VP8 descriptor  | piece of a frame …
 *
 * Header, extension and descriptor always have these lengths, so that numbers are put in place without moving the rest. A packet that has no
 * piece of a frame (padding) ends after the extension.
 */
import { VP8_DESCRIPTOR_BYTES, writeVp8Descriptor, type Vp8Descriptor } from '../../wire/rtp/vp8.ts';

export const DESCRIPTOR_AT = 20;
export const PIECE_AT: number = DESCRIPTOR_AT + VP8_DESCRIPTOR_BYTES;

/** How many packets are known at most; a power of two. */
const ENTRIES = 512;
const FIRST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;

/** Where a packet comes from, as its sender numbered it. */
export type PacketNumbers = { sequence: number; timestamp: number; isMarked: boolean; isKeyStart: boolean };

export class PacketRing {
  /** By entry: numbers of its sender. */
  readonly sequences: Int32Array = new Int32Array(ENTRIES).fill(-1);
  readonly timestamps: Uint32Array = new Uint32Array(ENTRIES);
  readonly pictureIds: Uint16Array = new Uint16Array(ENTRIES);
  readonly tl0s: Uint8Array = new Uint8Array(ENTRIES);
  /** By entry: whether a key frame begins with it. */
  readonly keyStarts: Uint8Array = new Uint8Array(ENTRIES);
  readonly #lengths = new Uint16Array(ENTRIES);
  /** Where each begins, counted over all that was ever written. */
  readonly #positions = new Float64Array(ENTRIES);
  /** Made with the first packet: most layers are seen by nobody. */
  #bytes: Buffer = Buffer.alloc(0);
  #written = 0;

  /** Keeps a packet, of which `bytes[from … end)` is the piece of a frame; returns its entry. */
  put(bytes: Uint8Array, from: number, end: number, numbers: Readonly<PacketNumbers>, descriptor: Readonly<Vp8Descriptor>): number {
    const piece = end - from;
    const length = piece > 0 ? PIECE_AT + piece : DESCRIPTOR_AT;
    const at = this.#reserve(length);
    const into = this.#bytes;
    into[at] = 0x90;
    into[at + 1] = numbers.isMarked ? 0x80 : 0;
    into[at + 12] = 0xbe;
    into[at + 13] = 0xde;
    into[at + 14] = 0;
    into[at + 15] = 1;
    if (piece > 0) {
      writeVp8Descriptor(into, at + DESCRIPTOR_AT, descriptor);
      into.set(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end), at + PIECE_AT);
    }
    const entry = numbers.sequence & (ENTRIES - 1);
    this.sequences[entry] = numbers.sequence;
    this.timestamps[entry] = numbers.timestamp;
    this.pictureIds[entry] = descriptor.pictureId;
    this.tl0s[entry] = descriptor.tl0;
    this.keyStarts[entry] = numbers.isKeyStart ? 1 : 0;
    this.#lengths[entry] = length;
    this.#positions[entry] = this.#written - length;
    return entry;
  }

  /** The entry of that packet, or −1 if it did not come or is kept no longer. */
  find(sequence: number): number {
    const entry = sequence & (ENTRIES - 1);
    if (this.sequences[entry] !== sequence) return -1;
    return this.#written - (this.#positions[entry] ?? 0) <= this.#bytes.length ? entry : -1;
  }

  /** The packet as it goes out. Its numbers are those of whom it was sent to last: put your own in place. */
  view(entry: number): Buffer {
    const at = (this.#positions[entry] ?? 0) % this.#bytes.length;
    return this.#bytes.subarray(at, at + (this.#lengths[entry] ?? 0));
  }

  /** Makes room for as much as came in the last second; what it holds is forgotten if it has to grow. */
  fit(bytesPerSecond: number): void {
    let wanted = this.#bytes.length || FIRST_BYTES;
    while (wanted < bytesPerSecond * 1.5 && wanted < MOST_BYTES) wanted *= 2;
    if (wanted === this.#bytes.length) return;
    this.clear();
    this.#bytes = Buffer.allocUnsafe(wanted);
  }

  clear(): void {
    this.sequences.fill(-1);
    this.#written = 0;
  }

  /** A packet lies in one piece: what is left at the end of the buffer is passed over if it is too short. */
  #reserve(length: number): number {
    if (this.#bytes.length === 0) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
    const size = this.#bytes.length;
    const at = this.#written % size;
    const begin = at + length <= size ? at : 0;
    this.#written += (begin === at ? 0 : size - at) + length;
    return begin;
  }
}
