/**
 * Records of a segment log as bytes, and back: a byte for the kind, the time as a difference to the record before it, the track, then what it holds.
 * Each chunk begins anew, so that it can be read without those before it. A packet of sound costs 5 or 6 bytes beside itself.
 */
import { MediaError } from '../errors.ts';
import type { SegmentNote, SegmentRecord, TrackInfo } from './record.ts';

const TRACK = 0;
const SOUND = 1;
const PICTURE = 2;
const NOTE = 3;
const KEY_FRAME = 0x10;
/** More than kind, time, track, level, two sizes and a length ever take. */
const HEAD_BYTES = 40;

const texts = new TextEncoder();

/** Writes records into the bytes that it was given last. Sound and pictures cost no allocation. */
export class RecordEncoder {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #lastMs = 0;

  /** From here on it writes there, from `at` on. */
  begin(bytes: Uint8Array, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
    this.#lastMs = 0;
  }

  /** Where the next record would begin. */
  get at(): number {
    return this.#at;
  }

  /** False: there is no room for it, and nothing was written. */
  put(record: SegmentRecord): boolean {
    switch (record.kind) {
      case 'sound':
        if (!this.#hasRoom(record.packet.length)) return false;
        this.#head(SOUND, record.atMs);
        this.#number(record.track);
        this.#bytes[this.#at++] = Math.min(255, Math.max(0, Math.round(record.levelDb * -2)));
        this.#block(record.packet);
        return true;
      case 'picture':
        if (!this.#hasRoom(record.data.length)) return false;
        this.#head(record.isKeyFrame ? PICTURE | KEY_FRAME : PICTURE, record.atMs);
        this.#number(record.track);
        this.#number(record.width);
        this.#number(record.height);
        this.#block(record.data);
        return true;
      case 'track': {
        const info = texts.encode(JSON.stringify(record.info));
        if (!this.#hasRoom(info.length)) return false;
        this.#head(TRACK, record.atMs);
        this.#number(record.track);
        this.#block(info);
        return true;
      }
      case 'note': {
        const note = texts.encode(JSON.stringify(record.note));
        if (!this.#hasRoom(note.length)) return false;
        this.#head(NOTE, record.atMs);
        this.#block(note);
        return true;
      }
    }
  }

  #hasRoom(payload: number): boolean {
    return this.#at + HEAD_BYTES + payload <= this.#bytes.length;
  }

  #head(kind: number, atMs: number): void {
    this.#bytes[this.#at++] = kind;
    const difference = atMs - this.#lastMs;
    this.#lastMs = atMs;
    // Zigzag, so that small steps back are short as well.
    this.#number(difference < 0 ? -2 * difference - 1 : 2 * difference);
  }

  /** Seven bits a byte, the lowest first; by division, since times may be longer than 32 bits. */
  #number(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#at++] = rest;
  }

  #block(block: Uint8Array): void {
    this.#number(block.length);
    this.#bytes.set(block, this.#at);
    this.#at += block.length;
  }
}

/** How many bytes a record may take at most. */
export function roomFor(record: SegmentRecord): number {
  if (record.kind === 'sound') return HEAD_BYTES + record.packet.length;
  if (record.kind === 'picture') return HEAD_BYTES + record.data.length;
  return HEAD_BYTES + texts.encode(JSON.stringify(record.kind === 'note' ? record.note : record.info)).length;
}

/** The records of a chunk; packets and pictures are views of it. Throws `media/not-segments` for what no encoder of ours has written. */
export function decodeRecords(bytes: Uint8Array): SegmentRecord[] {
  const records: SegmentRecord[] = [];
  let at = 0;
  let lastMs = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 49) throw unreadable();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const block = (): Uint8Array => {
    const length = number();
    if (at + length > bytes.length) throw unreadable();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const head = bytes[at++] ?? 0;
    const difference = number();
    lastMs += difference % 2 === 1 ? -(difference + 1) / 2 : difference / 2;
    const atMs = lastMs;
    switch (head & 0x0f) {
      case SOUND: {
        const track = number();
        const levelDb = (bytes[at++] ?? 0) / -2 + 0;
        records.push({ kind: 'sound', atMs, track, packet: block(), levelDb });
        break;
      }
      case PICTURE: {
        const track = number();
        const width = number();
        const height = number();
        records.push({ kind: 'picture', atMs, track, data: block(), isKeyFrame: (head & KEY_FRAME) !== 0, width, height });
        break;
      }
      case TRACK: {
        const track = number();
        records.push({ kind: 'track', atMs, track, info: json(block()) as TrackInfo });
        break;
      }
      case NOTE:
        records.push({ kind: 'note', atMs, note: json(block()) as SegmentNote });
        break;
      default:
        throw unreadable();
    }
  }
  return records;
}

const readers = new TextDecoder();

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(readers.decode(bytes));
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): MediaError {
  return new MediaError(
    'media/not-segments',
    'the records of a segment log cannot be read: a newer version of the program may have written them',
    {
      cause,
    },
  );
}
