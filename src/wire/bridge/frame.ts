/**
 * Binary frames of the media bridge: a header of 24 bytes in network order, then the media. Source: docs/media-bridge.md.
 *
 *      0      1      2      3      4            8            12                      20     22     24
 *     +------+------+------+------+------------+------------+-----------------------+------+------+--------
 *     | kind | flags| codec| level| source     | sequence   | time stamp, µs        | wide | high | media …
 *     +------+------+------+------+------------+------------+-----------------------+------+------+--------
 *
 * Sound: 20 ms of PCM, 16 kHz, 16 bit, little endian, mono: 640 bytes. Ticks in which a source says nothing have no frame; the time stamp
 * tells the gap. Pictures: one whole encoded frame.
 */

export const FRAME_HEADER_BYTES = 24;

/** From the carrier: the mix of all others, or the sound of one source. From the bot: what it says is `sound`. */
export type FrameKind = 'mixed' | 'sound' | 'camera' | 'screen';

export type FrameHeader = {
  kind: FrameKind;
  /** `pcm16` is 0, `vp8` is 1. */
  codec: 'pcm16' | 'vp8';
  /** Pictures: can be decoded without those before it. */
  isKeyFrame: boolean;
  /** Sound: somebody speaks in it, by voice activity. */
  isSpeech: boolean;
  /** The first frame of its stream, or the first after a gap. */
  isFirst: boolean;
  /** Loudness of sound in −dBov, 0 … 127 (as RFC 6464); 0 for pictures. */
  level: number;
  /** 0 for the mix, and for what a bot sends. */
  sourceId: number;
  /** Counts up by one in each stream, from any number; 32 bit. */
  sequence: number;
  /** Microseconds of the media clock; below 2^53. What a bot sends may have 0. */
  timestampUs: number;
  /** Pixels of a picture where they are known; 0 otherwise. */
  width: number;
  height: number;
};

/** A header to be filled by `readFrameHeader`, again and again. */
export function frameHeader(): FrameHeader {
  return {
    kind: 'mixed',
    codec: 'pcm16',
    isKeyFrame: false,
    isSpeech: false,
    isFirst: false,
    level: 0,
    sourceId: 0,
    sequence: 0,
    timestampUs: 0,
    width: 0,
    height: 0,
  };
}

const KINDS: readonly FrameKind[] = ['mixed', 'sound', 'camera', 'screen'];
const KEY_FRAME = 1;
const SPEECH = 2;
const FIRST = 4;

/** Writes the header to the front of `into`. Allocates nothing. */
export function writeFrameHeader(into: Uint8Array, header: FrameHeader): void {
  into[0] = KINDS.indexOf(header.kind) + 1;
  into[1] = (header.isKeyFrame ? KEY_FRAME : 0) | (header.isSpeech ? SPEECH : 0) | (header.isFirst ? FIRST : 0);
  into[2] = header.codec === 'vp8' ? 1 : 0;
  into[3] = header.level;
  writeU32(into, 4, header.sourceId);
  writeU32(into, 8, header.sequence);
  writeU32(into, 12, Math.floor(header.timestampUs / 2 ** 32));
  writeU32(into, 16, header.timestampUs % 2 ** 32);
  writeU16(into, 20, header.width);
  writeU16(into, 22, header.height);
}

/** Reads the header into `header`; false for bytes that are no frame of this version. Allocates nothing. */
export function readFrameHeader(bytes: Uint8Array, header: FrameHeader): boolean {
  if (bytes.length < FRAME_HEADER_BYTES) return false;
  const kind = KINDS[(bytes[0] ?? 0) - 1];
  const codec = bytes[2] ?? 255;
  if (kind === undefined || codec > 1 || (codec === 1) !== (kind === 'camera' || kind === 'screen')) return false;
  const flags = bytes[1] ?? 0;
  header.kind = kind;
  header.codec = codec === 1 ? 'vp8' : 'pcm16';
  header.isKeyFrame = (flags & KEY_FRAME) !== 0;
  header.isSpeech = (flags & SPEECH) !== 0;
  header.isFirst = (flags & FIRST) !== 0;
  header.level = bytes[3] ?? 0;
  header.sourceId = readU32(bytes, 4);
  header.sequence = readU32(bytes, 8);
  header.timestampUs = readU32(bytes, 12) * 2 ** 32 + readU32(bytes, 16);
  header.width = ((bytes[20] ?? 0) << 8) | (bytes[21] ?? 0);
  header.height = ((bytes[22] ?? 0) << 8) | (bytes[23] ?? 0);
  return header.timestampUs <= Number.MAX_SAFE_INTEGER;
}

function writeU16(into: Uint8Array, at: number, value: number): void {
  into[at] = (value >>> 8) & 0xff;
  into[at + 1] = value & 0xff;
}

function writeU32(into: Uint8Array, at: number, value: number): void {
  writeU16(into, at, Math.floor(value / 65_536));
  writeU16(into, at + 2, value % 65_536);
}

function readU32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
