import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import type { BlobStore } from './blob-store.ts';
import { memoryBlobStore } from './memory-blob-store.ts';
import { openSealedFile, type SealedFileReader } from './sealed-file-reader.ts';
import { SealedFileWriter } from './sealed-file-writer.ts';
import { BLOCK_BYTES, HEADER_BYTES, blockAt, sealedSize } from './sealed-format.ts';

const clock = realClock();
const under = { key: randomBytes(32), context: 'r1/mixed.ogg' };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-sealed-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Write = { readonly at: number; readonly bytes: Uint8Array };

async function sealedAs(blobs: BlobStore, name: string, writes: readonly Write[], as = under): Promise<number> {
  await using writer = await SealedFileWriter.open({ ...as, folder, clock });
  for (const { at, bytes } of writes) await writer.write(bytes, at);
  const size = await writer.finish();
  await blobs.putStream(name, writer.pieces());
  return size;
}

async function reader(blobs: BlobStore, name = 'f', as = under): Promise<SealedFileReader> {
  const file = await openSealedFile(blobs, name, as);
  if (!file) throw new Error('there is no such file');
  return file;
}

const bytesAt = (seed: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, n) => (seed * 31 + n * 7 + (n >> 8)) & 0xff);

/** A plain buffer, to which the same is done. */
function plain(writes: readonly Write[]): Uint8Array {
  const whole = new Uint8Array(writes.reduce((end, { at, bytes }) => (bytes.length > 0 ? Math.max(end, at + bytes.length) : end), 0));
  for (const { at, bytes } of writes) whole.set(bytes.length > 0 ? bytes : [], bytes.length > 0 ? at : 0);
  return whole;
}

const position = fc.oneof(
  fc.integer({ min: 0, max: 10 * BLOCK_BYTES }),
  fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -2, max: 2 })).map(([block, off]) => Math.max(0, block * BLOCK_BYTES + off)),
);
const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES));
const write = fc.tuple(position, length, fc.nat(255)).map(([at, size, seed]) => ({ at, bytes: bytesAt(seed, size) }));

test('is what a plain buffer would be, wherever it is written and whatever stretch is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 12 }),
      fc.array(fc.tuple(position, length), { maxLength: 12 }),
      async (writes, ranges) => {
        const blobs = memoryBlobStore();
        const expected = plain(writes);
        expect(await sealedAs(blobs, 'f', writes)).toBe(expected.length);
        expect(await blobs.sizeOf('f')).toBe(sealedSize(expected.length));
        const file = await reader(blobs);
        expect(file.sizeBytes).toBe(expected.length);
        for (const [from, size] of ranges) {
          expect(Buffer.compare(await file.read(from, from + size), expected.subarray(from, from + size))).toBe(0);
        }
        expect(Buffer.compare(await file.read(0, expected.length + 1), expected)).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test('writes that are not waited for come in their order', async () => {
  await using writer = await SealedFileWriter.open({ ...under, folder, clock });
  await Promise.all(Array.from({ length: 40 }, (_, n) => writer.write(bytesAt(n, 5_000), n * 2_500)));
  await writer.finish();
  const blobs = memoryBlobStore();
  await blobs.putStream('f', writer.pieces());
  const expected = plain(Array.from({ length: 40 }, (_, n) => ({ at: n * 2_500, bytes: bytesAt(n, 5_000) })));
  expect(Buffer.compare(await (await reader(blobs)).read(0, 1_000_000), expected)).toBe(0);
});

test('a reader asks for no more than the blocks of the stretch, and not again for those it has just opened', async () => {
  const blobs = memoryBlobStore();
  await sealedAs(blobs, 'f', [{ at: 0, bytes: bytesAt(1, 100 * BLOCK_BYTES) }]);
  let asked: [number, number][] = [];
  const counted = {
    ...blobs,
    getRange: (key: string, from: number, to: number) => {
      asked.push([from, to]);
      return blobs.getRange(key, from, to);
    },
  };
  const file = await reader(counted);
  expect(asked).toEqual([[0, HEADER_BYTES]]);
  asked = [];
  await file.read(50 * BLOCK_BYTES - 1, 50 * BLOCK_BYTES + 1);
  await file.read(50 * BLOCK_BYTES + 100, 51 * BLOCK_BYTES);
  expect(asked).toEqual([[blockAt(49), blockAt(51)]]);
  asked = [];
  await file.read(0, 100 * BLOCK_BYTES);
  expect(asked.map(([from, to]) => to - from).every((size) => size <= 16 * (blockAt(1) - blockAt(0)))).toBe(true);
});

test('nothing open is on the disk while it is written, and nothing at all after', async () => {
  const place = await mkdtemp(join(folder, 'watched-'));
  {
    await using writer = await SealedFileWriter.open({ ...under, folder: place, clock });
    for (let at = 0; at < 20 * BLOCK_BYTES; at += 65)
      await writer.write(new TextEncoder().encode('the number of my card is 4929 1234'.padEnd(65)), at);
    const [name = ''] = await readdir(place);
    expect((await stat(join(place, name))).mode & 0o777).toBe(0o600);
    const before = await readFile(join(place, name));
    expect(before.length).toBeGreaterThan(10 * BLOCK_BYTES);
    await writer.finish();
    for (const content of [before, await readFile(join(place, name))]) expect(content.includes('4929 1234')).toBe(false);
  }
  expect(await readdir(place)).toEqual([]);
});

test('a block that is written again is sealed with another nonce', async () => {
  const place = await mkdtemp(join(folder, 'again-'));
  await using writer = await SealedFileWriter.open({ ...under, folder: place, clock });
  const nonces = new Set<string>();
  const [name = ''] = await readdir(place);
  for (let n = 0; n < 5; n++) {
    // What follows drives the first block out to the disk.
    await writer.write(Uint8Array.of(1), 0);
    await writer.write(bytesAt(n, 5 * BLOCK_BYTES), BLOCK_BYTES);
    nonces.add((await readFile(join(place, name))).subarray(blockAt(0), blockAt(0) + 12).toString('hex'));
  }
  expect(nonces.size).toBe(5);
});

const three = [{ at: 0, bytes: bytesAt(3, 2 * BLOCK_BYTES + 1_000) }];
const [one, two] = [blockAt(1), blockAt(2)];

test.each<[string, (file: Buffer, other: Buffer) => Buffer]>([
  ['its last block cut off', (file) => file.subarray(0, two)],
  ['its last byte cut off', (file) => file.subarray(0, -1)],
  ['everything but the header cut off', (file) => file.subarray(0, HEADER_BYTES)],
  ['its header cut off in the middle', (file) => file.subarray(0, 30)],
  ['nothing left', () => Buffer.alloc(0)],
  ['something behind it', (file) => Buffer.concat([file, Buffer.alloc(1)])],
  ['another length in its header', (file) => (file.writeUInt8((file[31] ?? 0) ^ 1, 31), file)],
  ['a shorter length in its header, and cut to that', (file) => (file.writeBigUInt64BE(65_536n, 24), file.subarray(0, one))],
  ['a new version', (file) => (file.writeUInt8(2, 4), file)],
  ['another id', (file) => (file.writeUInt8((file[9] ?? 0) ^ 1, 9), file)],
  [
    'two blocks swapped',
    (file) => Buffer.concat([file.subarray(0, blockAt(0)), file.subarray(one, two), file.subarray(blockAt(0), one), file.subarray(two)]),
  ],
  [
    'a block of another file of the same key in it',
    (file, other) => Buffer.concat([file.subarray(0, one), other.subarray(one, two), file.subarray(two)]),
  ],
  [
    'the header of another file of the same key',
    (file, other) => Buffer.concat([other.subarray(0, HEADER_BYTES), file.subarray(HEADER_BYTES)]),
  ],
  ['a bit turned in its middle', (file) => (file.writeUInt8((file[one + 500] ?? 0) ^ 1, one + 500), file)],
  ['a bit turned in its last tag', (file) => (file.writeUInt8((file.at(-1) ?? 0) ^ 128, file.length - 1), file)],
])('a file that has %s is recognised', async (_, change) => {
  const blobs = memoryBlobStore();
  await sealedAs(blobs, 'f', three);
  await sealedAs(blobs, 'other', three);
  await blobs.put('f', change(Buffer.from((await blobs.get('f')) ?? []), Buffer.from((await blobs.get('other')) ?? [])));
  await expect(reader(blobs).then((file) => file.read(0, 1_000_000))).rejects.toMatchObject({ code: 'store/sealed' });
});

test('neither another key nor another context opens it, and what is not there is not there', async () => {
  const blobs = memoryBlobStore();
  await sealedAs(blobs, 'f', three);
  await expect(reader(blobs, 'f', { ...under, key: randomBytes(32) })).rejects.toMatchObject({ code: 'store/sealed' });
  await expect(reader(blobs, 'f', { ...under, context: 'r1/track-1.ogg' })).rejects.toMatchObject({ code: 'store/sealed' });
  expect(await openSealedFile(blobs, 'none', under)).toBeUndefined();
});

test('an empty file is one', async () => {
  const blobs = memoryBlobStore();
  expect(await sealedAs(blobs, 'f', [])).toBe(0);
  expect(await (await reader(blobs)).read(0, 10)).toEqual(new Uint8Array(0));
});

test('after it was finished or has failed nothing is written any more', async () => {
  const writer = await SealedFileWriter.open({ ...under, folder, clock });
  await expect(writer.write(Uint8Array.of(1), -1)).rejects.toThrow(TypeError);
  await writer.write(Uint8Array.of(1), 0);
  expect(await writer.finish()).toBe(1);
  expect(await writer.finish()).toBe(1);
  await expect(writer.write(Uint8Array.of(1), 0)).rejects.toMatchObject({ code: 'store/closed' });
  await writer[Symbol.asyncDispose]();
  await writer[Symbol.asyncDispose]();
  await expect(writer.write(Uint8Array.of(1), 0)).rejects.toMatchObject({ code: 'store/closed' });
});

test('a place where no file can be is told of', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(SealedFileWriter.open({ ...under, folder: join(folder, 'file', 'below'), clock })).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('could not make a file in'),
  });
});
