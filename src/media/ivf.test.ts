/** IVF is read in whatever pieces it comes, and nothing but IVF is read. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MediaError } from './errors.ts';
import { ivfFrame, ivfHeader, IvfReader, type IvfFrame } from './ivf.ts';

const key = Uint8Array.of(0x10, 1, 2);
const delta = Uint8Array.of(0x11, 3);
const file = Buffer.concat([
  ivfHeader({ width: 640, height: 360 }),
  ivfFrame(key, 0),
  ivfFrame(delta, 40),
  ivfFrame(new Uint8Array(0), 5e9),
]);

test('a stream gives its frames, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const reader = new IvfReader();
      const frames: IvfFrame[] = [];
      let at = 0;
      for (let i = 0; at < file.length; i++) frames.push(...reader.push(file.subarray(at, (at += sizes[i % sizes.length] ?? 1))));
      expect(reader.header).toMatchObject({ width: 640, height: 360 });
      expect(frames.map(({ data, atMs, isKeyFrame }) => [[...data], atMs, isKeyFrame])).toEqual([
        [[...key], 0, true],
        [[...delta], 40, false],
        [[], 5e9, false],
      ]);
      expect(reader.isWithinFrame).toBe(false);
    }),
  );
});

test('other bytes are an error that says so, or no frames', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }), (chunks) => {
      const reader = new IvfReader();
      try {
        for (const chunk of chunks) expect(reader.push(chunk)).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(MediaError);
      }
    }),
  );
  expect(() => new IvfReader().push(new Uint8Array(40))).toThrow(/no IVF/);
  expect(() => new IvfReader().push(Buffer.concat([Buffer.from('DKIF\0\0 \0VP90'), new Uint8Array(20)]))).toThrow(/VP90.*VP8 is needed/);
  expect(() => new IvfReader().push(Buffer.concat([Buffer.from('DKIF\0\0 \0VP80'), new Uint8Array(20)]))).toThrow(/makes no sense/);
});

test('flipped bits never give frames longer than what came', () => {
  fc.assert(
    fc.property(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const bytes = Uint8Array.from(file);
      bytes[at] = (bytes[at] ?? 0) ^ bits;
      try {
        const frames = new IvfReader().push(bytes);
        expect(frames.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(MediaError);
      }
    }),
  );
});
