/** VP8 descriptors: what others write is read, what we write is read, and bytes of chance harm nothing. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import {
  isVp8KeyFrame,
  readVp8Descriptor,
  renumberVp8,
  VP8_DESCRIPTOR_BYTES,
  vp8Descriptor,
  vp8Size,
  writeVp8Descriptor,
  type Vp8Descriptor,
} from './vp8.ts';

const read = (bytes: readonly number[]): Vp8Descriptor | undefined => {
  const descriptor = vp8Descriptor();
  return readVp8Descriptor(Uint8Array.from(bytes), 0, bytes.length, descriptor) ? descriptor : undefined;
};

describe('a descriptor', () => {
  test.each([
    ['of one byte', [0x10, 9], { bytes: 1, isStart: true, pictureId: -1, tl0: -1, temporal: -1 }],
    ['of a later partition', [0x13, 9], { bytes: 1, isStart: false, isPartitionStart: true, partition: 3 }],
    ['that others do not need', [0x20, 9], { isDroppable: true, isStart: false }],
    ['with a short picture id', [0x90, 0x80, 0x7f, 9], { bytes: 3, pictureId: 127, isLongId: false }],
    ['with a long picture id', [0x90, 0x80, 0xff, 0xfe, 9], { bytes: 4, pictureId: 0x7ffe, isLongId: true }],
    ['with all there is', [0x90, 0xf0, 0x81, 0x02, 200, 0xa5, 9], { bytes: 6, pictureId: 258, tl0: 200, temporal: 2, isSync: true }],
    ['with a key index alone', [0x90, 0x10, 0x05, 9], { bytes: 3, tl0: -1, temporal: -1 }],
  ])('%s is read', (_, bytes, expected) => {
    expect(read(bytes)).toMatchObject(expected);
  });

  test.each([
    ['nothing', []],
    ['with nothing behind it', [0x10]],
    ['cut off in its extension', [0x90, 0x80]],
    ['cut off in a long picture id', [0x90, 0x80, 0x80]],
    ['cut off before its layer', [0x90, 0xe0, 0x01, 0x02]],
  ])('that is %s is refused', (_, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });

  test('is read as it was written, and other numbers can be put into it', () => {
    const written = {
      ...vp8Descriptor(),
      bytes: VP8_DESCRIPTOR_BYTES,
      isStart: true,
      isPartitionStart: true,
      isDroppable: true,
      pictureId: 0x7fff,
      isLongId: true,
      tl0: 255,
      temporal: 3,
      isSync: true,
    };
    const bytes = new Uint8Array(VP8_DESCRIPTOR_BYTES + 1);
    writeVp8Descriptor(bytes, 0, written);
    expect(read([...bytes])).toEqual(written);
    renumberVp8(bytes, 0, 5, 6);
    expect(read([...bytes])).toEqual({ ...written, pictureId: 5, tl0: 6 });
  });

  test('never reads beyond bytes of chance', () => {
    const random = seededRandom(2);
    const descriptor = vp8Descriptor();
    for (let i = 0; i < 5_000; i++) {
      const bytes = random.bytes(i % 12);
      if (readVp8Descriptor(bytes, 0, bytes.length, descriptor)) expect(descriptor.bytes).toBeLessThan(bytes.length);
      vp8Size(bytes, 0, bytes.length);
    }
  });
});

describe('a key frame', () => {
  const frame = [0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x00, 0x45, 0xd0, 0x42];

  test('tells its size, without what is to scale it', () => {
    const size = vp8Size(Uint8Array.from(frame), 0, frame.length);
    expect([Math.floor(size / 65_536), size % 65_536]).toEqual([1280, 720]);
  });

  test.each([
    ['is no key frame', [0x11, ...frame.slice(1)]],
    ['has no start code', [...frame.slice(0, 3), 0, ...frame.slice(4)]],
    ['is cut off', frame.slice(0, 9)],
  ])('one that %s has none', (_, bytes) => {
    expect(vp8Size(Uint8Array.from(bytes), 0, bytes.length)).toBe(0);
  });

  test('is told by its first bit', () => {
    expect([isVp8KeyFrame(Uint8Array.of(0x10), 0), isVp8KeyFrame(Uint8Array.of(0x11), 0), isVp8KeyFrame(Uint8Array.of(), 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
