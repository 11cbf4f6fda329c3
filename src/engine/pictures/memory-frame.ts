/**
 * Pictures of cameras in memory: well-formed frames of VP8 as far as a forwarder reads them, which carry who shows them and their number, so
 * that whoever gets them can tell whom it sees, in what layer, and whether any is missing. No decoder would show them.
 */

/** A frame begins with its tag (RFC 6386 §9.1), a key frame with the start code and its size; then comes our own. */
const KEY_BYTES = 10;
const DELTA_BYTES = 3;
const OWN_BYTES = 9;

export type MemoryFrame = {
  /** Who shows it. */
  tag: number;
  layer: number;
  /** Counts up by one in each layer. */
  count: number;
  isKeyFrame: boolean;
  /** Of a key frame; 0 otherwise. */
  width: number;
  height: number;
};

export const MEMORY_FRAME_BYTES: number = KEY_BYTES + OWN_BYTES;

/** Writes the frame; returns its length. */
export function writeMemoryFrame(into: Uint8Array, at: number, frame: Readonly<MemoryFrame>): number {
  const { isKeyFrame, width, height } = frame;
  into[at] = isKeyFrame ? 0x10 : 0x11;
  into[at + 1] = 0;
  into[at + 2] = 0;
  if (isKeyFrame) {
    into[at + 3] = 0x9d;
    into[at + 4] = 0x01;
    into[at + 5] = 0x2a;
    into[at + 6] = width & 0xff;
    into[at + 7] = width >>> 8;
    into[at + 8] = height & 0xff;
    into[at + 9] = height >>> 8;
  }
  const own = at + (isKeyFrame ? KEY_BYTES : DELTA_BYTES);
  write32(into, own, frame.tag);
  into[own + 4] = frame.layer;
  write32(into, own + 5, frame.count);
  return own + OWN_BYTES - at;
}

/** Reads a frame that was written so; false for others, of which only the size is known: a real frame never has a first partition of no length. */
export function readMemoryFrame(bytes: Uint8Array, at: number, end: number, into: MemoryFrame): boolean {
  const isKeyFrame = ((bytes[at] ?? 1) & 1) === 0;
  const own = at + (isKeyFrame ? KEY_BYTES : DELTA_BYTES);
  const isReal = ((bytes[at] ?? 0) & 0xe0) !== 0 || (bytes[at + 1] ?? 0) !== 0 || (bytes[at + 2] ?? 0) !== 0;
  into.isKeyFrame = isKeyFrame;
  into.width = isKeyFrame ? ((bytes[at + 6] ?? 0) | ((bytes[at + 7] ?? 0) << 8)) & 0x3fff : 0;
  into.height = isKeyFrame ? ((bytes[at + 8] ?? 0) | ((bytes[at + 9] ?? 0) << 8)) & 0x3fff : 0;
  into.tag = 0;
  if (isReal || own + OWN_BYTES > end) return false;
  into.tag = read32(bytes, own);
  into.layer = bytes[own + 4] ?? 0;
  into.count = read32(bytes, own + 5);
  return true;
}

/** An empty frame to read into. */
export function memoryFrame(): MemoryFrame {
  return { tag: 0, layer: 0, count: 0, isKeyFrame: false, width: 0, height: 0 };
}

function write32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  into[at + 1] = (value >>> 16) & 0xff;
  into[at + 2] = (value >>> 8) & 0xff;
  into[at + 3] = value & 0xff;
}

function read32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
