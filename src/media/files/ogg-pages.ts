/** Pages of one logical Ogg stream (RFC 3533): packets are gathered to pages, each with its checksum and the position at which its last packet ends. */
import type { SinkWriter } from './sink-writer.ts';

const HEAD_BYTES = 27;
const MOST_SEGMENTS = 255;
const SEGMENT_BYTES = 255;
const BEGINS = 2;
const ENDS = 4;

export class OggPages {
  readonly #writer: SinkWriter;
  readonly #serial: number;
  readonly #segments = new Uint8Array(MOST_SEGMENTS);
  readonly #body = new Uint8Array(MOST_SEGMENTS * SEGMENT_BYTES);
  #segmentCount = 0;
  #length = 0;
  #pages = 0;
  #position = 0;

  constructor(writer: SinkWriter, serial: number) {
    this.#writer = writer;
    this.#serial = serial;
  }

  /** Adds a whole packet, which ends at `position`; begins a new page where it does not fit into this one. Longer than 64 KiB it must not be. */
  put(packet: Uint8Array, position: number): void {
    const segments = Math.floor(packet.length / SEGMENT_BYTES) + 1;
    if (this.#segmentCount + segments > MOST_SEGMENTS) this.page();
    this.#segments.fill(SEGMENT_BYTES, this.#segmentCount, this.#segmentCount + segments - 1);
    this.#segments[this.#segmentCount + segments - 1] = packet.length % SEGMENT_BYTES;
    this.#segmentCount += segments;
    this.#body.set(packet, this.#length);
    this.#length += packet.length;
    this.#position = position;
  }

  /** Ends the page, if anything is on it. */
  page(): void {
    if (this.#segmentCount > 0) this.#write(this.#pages === 0 ? BEGINS : 0, this.#position);
  }

  /** Writes the last page. Its position may lie before the end of its last packet: what is beyond is not to be heard. */
  end(position: number): void {
    this.#write(ENDS, position);
  }

  #write(flags: number, position: number): void {
    const page = this.#writer.room(HEAD_BYTES + this.#segmentCount + this.#length);
    const view = new DataView(page.buffer, page.byteOffset, page.length);
    // "OggS"
    view.setUint32(0, 0x4f_67_67_53);
    view.setUint8(4, 0);
    view.setUint8(5, flags);
    view.setUint32(6, position >>> 0, true);
    view.setUint32(10, Math.floor(position / 2 ** 32), true);
    view.setUint32(14, this.#serial, true);
    view.setUint32(18, this.#pages++, true);
    view.setUint32(22, 0, true);
    view.setUint8(26, this.#segmentCount);
    page.set(this.#segments.subarray(0, this.#segmentCount), HEAD_BYTES);
    page.set(this.#body.subarray(0, this.#length), HEAD_BYTES + this.#segmentCount);
    view.setUint32(22, checksum(page), true);
    this.#segmentCount = 0;
    this.#length = 0;
  }
}

/** RFC 3533 §6: polynomial 0x04c11db7, nothing reflected, from 0. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24;
  for (let bit = 0; bit < 8; bit++) rest = (rest << 1) ^ (rest < 0 ? 0x04_c1_1d_b7 : 0);
  return rest;
});

function checksum(bytes: Uint8Array): number {
  let rest = 0;
  for (let i = 0; i < bytes.length; i++) rest = (rest << 8) ^ (remainders[(rest >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  return rest >>> 0;
}
