/** Frames of the media bridge: every header comes back as it went, and what is none is refused. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader, type FrameHeader, type FrameKind } from './frame.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const header = fc
  .record({
    kind: fc.constantFrom<FrameKind>('mixed', 'sound', 'camera', 'screen'),
    isKeyFrame: fc.boolean(),
    isSpeech: fc.boolean(),
    isFirst: fc.boolean(),
    level: fc.integer({ min: 0, max: 127 }),
    sourceId: u32,
    sequence: u32,
    timestampUs: fc.maxSafeNat(),
    width: u16,
    height: u16,
  })
  .map((drawn): FrameHeader => ({ ...drawn, codec: drawn.kind === 'camera' || drawn.kind === 'screen' ? 'vp8' : 'pcm16' }));

test('every header is read as it was written', () => {
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 50 }), (written, media) => {
      const bytes = new Uint8Array(FRAME_HEADER_BYTES + media.length);
      bytes.set(media, FRAME_HEADER_BYTES);
      writeFrameHeader(bytes, written);
      const read = frameHeader();
      expect(readFrameHeader(bytes, read)).toBe(true);
      expect(read).toEqual(written);
      expect(bytes.subarray(FRAME_HEADER_BYTES)).toEqual(media);
    }),
  );
});

test('a header is what the document says, byte by byte', () => {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  writeFrameHeader(bytes, {
    kind: 'camera',
    codec: 'vp8',
    isKeyFrame: true,
    isSpeech: false,
    isFirst: true,
    level: 0,
    sourceId: 0xa1b2c3d5,
    sequence: 7,
    timestampUs: 0x1_0000_0002,
    width: 1280,
    height: 720,
  });
  expect(Buffer.from(bytes).toString('hex')).toBe('03050100a1b2c3d5000000070000000100000002050002d0');
});

test('whatever the bytes, reading never throws, and what is read is written back as it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const read = frameHeader();
      if (!readFrameHeader(bytes, read)) return;
      const back = new Uint8Array(FRAME_HEADER_BYTES);
      writeFrameHeader(back, read);
      const known = bytes.slice(0, FRAME_HEADER_BYTES);
      known[1] = (known[1] ?? 0) & 7;
      expect(back).toEqual(known);
    }),
  );
});

test.each([
  ['short', (bytes: Uint8Array) => bytes.subarray(0, FRAME_HEADER_BYTES - 1)],
  ['of no kind', (bytes: Uint8Array) => spoilt(bytes, 0, 0)],
  ['of a kind that is not known', (bytes: Uint8Array) => spoilt(bytes, 0, 5)],
  ['of a codec that is not known', (bytes: Uint8Array) => spoilt(bytes, 2, 2)],
  ['a sound in the codec of pictures', (bytes: Uint8Array) => spoilt(bytes, 2, 1)],
  ['of a time beyond all numbers', (bytes: Uint8Array) => spoilt(bytes, 12, 0xff)],
])('what is %s is no frame', (_, spoil) => {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  writeFrameHeader(bytes, { ...frameHeader(), kind: 'sound' });
  expect(readFrameHeader(bytes, frameHeader())).toBe(true);
  expect(readFrameHeader(spoil(bytes), frameHeader())).toBe(false);
});

function spoilt(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}
