/** Frames of VP8 that a check shows, and as much of the format as tells whether one is whole. Source: RFC 6386 §9.1. */

/** A field of one colour, 64 by 48, as it begins. */
export const keyFrame: Uint8Array = new Uint8Array(
  Buffer.from('0AIAnQEqQAAwAAWHCIWFiIWEiB2CAnTyZri88zHm+kD+5QrVpNIvP8b/Vr5MhwA=', 'base64'),
);
/** The same, as it goes on. */
export const nextFrame: Uint8Array = new Uint8Array(Buffer.from('0QEAFhFgABgAGFgv9AAIjAAA', 'base64'));

/** The lowest bit of a frame is 0 in key frames. */
export function isKeyFrame(frame: Uint8Array): boolean {
  return frame.length > 0 && ((frame[0] ?? 1) & 1) === 0;
}

/** The size that a key frame tells; undefined if it is none, or not whole so far. */
export function vp8Size(frame: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (!isKeyFrame(frame) || frame.length < 10 || frame[3] !== 0x9d || frame[4] !== 0x01 || frame[5] !== 0x2a) return undefined;
  const two = (at: number): number => ((frame[at] ?? 0) | ((frame[at + 1] ?? 0) << 8)) & 0x3fff;
  return { width: two(6), height: two(8) };
}
