/** VP8 in RTP (RFC 7741 §4.2): the descriptor before each piece of a frame, and the size that a key frame tells (RFC 6386 §9.1). */

/** What the descriptor of one packet says. Numbers that it does not have are −1. */
export type Vp8Descriptor = {
  /** Its length: where the piece of the frame begins. */
  bytes: number;
  /** The packet begins a frame. */
  isStart: boolean;
  /** No other frame needs this one. */
  isDroppable: boolean;
  /** Which partition of the frame, 0 … 7, and whether it begins here. */
  partition: number;
  isPartitionStart: boolean;
  /** Counts frames: 15 bits if `isLongId`, else 7. */
  pictureId: number;
  isLongId: boolean;
  /** Counts frames of the lowest temporal layer; 8 bits. */
  tl0: number;
  /** Temporal layer, 0 … 3, and whether it may be begun with here. */
  temporal: number;
  isSync: boolean;
};

/** Our own form has all fields: the same length whatever a source writes. */
export const VP8_DESCRIPTOR_BYTES = 6;

/** An empty descriptor to read into. */
export function vp8Descriptor(): Vp8Descriptor {
  return {
    bytes: 0,
    isStart: false,
    isDroppable: false,
    partition: 0,
    isPartitionStart: false,
    pictureId: -1,
    isLongId: false,
    tl0: -1,
    temporal: -1,
    isSync: false,
  };
}

/** Reads the descriptor at `at`; false if it, or the piece of a frame that it needs, is not within `end`. */
export function readVp8Descriptor(bytes: Uint8Array, at: number, end: number, into: Vp8Descriptor): boolean {
  let next = at;
  const first = bytes[next++] ?? 0;
  into.isDroppable = (first & 0x20) !== 0;
  into.isPartitionStart = (first & 0x10) !== 0;
  into.partition = first & 0x07;
  into.isStart = into.isPartitionStart && into.partition === 0;
  into.pictureId = -1;
  into.isLongId = false;
  into.tl0 = -1;
  into.temporal = -1;
  into.isSync = false;
  if (first & 0x80) {
    const which = bytes[next++] ?? 0;
    if (which & 0x80) {
      const id = bytes[next++] ?? 0;
      into.isLongId = (id & 0x80) !== 0;
      into.pictureId = into.isLongId ? ((id & 0x7f) << 8) | (bytes[next++] ?? 0) : id;
    }
    if (which & 0x40) into.tl0 = bytes[next++] ?? 0;
    if (which & 0x30) {
      const layer = bytes[next++] ?? 0;
      if (which & 0x20) {
        into.temporal = layer >> 6;
        into.isSync = (layer & 0x20) !== 0;
      }
    }
  }
  into.bytes = next - at;
  return next < end;
}

/** Writes the long form. `pictureId`, `tl0` and `temporal` must be there. */
export function writeVp8Descriptor(into: Uint8Array, at: number, from: Readonly<Vp8Descriptor>): void {
  into[at] = 0x80 | (from.isDroppable ? 0x20 : 0) | (from.isPartitionStart ? 0x10 : 0) | from.partition;
  into[at + 1] = 0xe0;
  into[at + 2] = 0x80 | (from.pictureId >>> 8);
  into[at + 3] = from.pictureId & 0xff;
  into[at + 4] = from.tl0;
  into[at + 5] = (from.temporal << 6) | (from.isSync ? 0x20 : 0);
}

/** Puts other numbers into a descriptor of the long form. */
export function renumberVp8(into: Uint8Array, at: number, pictureId: number, tl0: number): void {
  into[at + 2] = 0x80 | (pictureId >>> 8);
  into[at + 3] = pictureId & 0xff;
  into[at + 4] = tl0;
}

/** Whether the frame that begins at `at` can be decoded alone. */
export function isVp8KeyFrame(bytes: Uint8Array, at: number): boolean {
  return at < bytes.length && ((bytes[at] ?? 1) & 1) === 0;
}

/** Width × 65,536 + height of the key frame that begins at `at`, in pixels; 0 if it is none, or too much of it is missing. */
export function vp8Size(bytes: Uint8Array, at: number, end: number): number {
  if (at + 10 > end || !isVp8KeyFrame(bytes, at)) return 0;
  if (bytes[at + 3] !== 0x9d || bytes[at + 4] !== 0x01 || bytes[at + 5] !== 0x2a) return 0;
  const width = ((bytes[at + 6] ?? 0) | ((bytes[at + 7] ?? 0) << 8)) & 0x3fff;
  const height = ((bytes[at + 8] ?? 0) | ((bytes[at + 9] ?? 0) << 8)) & 0x3fff;
  return width * 65_536 + height;
}
