/** Segment logs that were cut off or spoilt: whatever is whole is read, nothing that is not, and never a crash. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { aesSeal } from './aes-seal.ts';
import type { ChunkSeal, SegmentRecord } from './record.ts';
import { readSegments } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { allOf, sound } from './test-log.ts';

const root = mkdtempSync(join(tmpdir(), 'rollcall-torn-'));
let folders = 0;
const clock = realClock();
afterAll(() => rmSync(root, { recursive: true }));

const CHUNKS = 6;
const A_CHUNK = 3;

/** A log of six chunks with three packets each, all different, in one file. */
async function log(seal: ChunkSeal | undefined): Promise<{ readonly records: SegmentRecord[]; readonly bytes: Buffer }> {
  const folder = join(root, String(folders++));
  const records: SegmentRecord[] = [];
  await using writer = await SegmentWriter.open({ folder, clock, seal });
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    for (let i = 0; i < A_CHUNK; i++) {
      // Late enough for the first time of each chunk to take as many bytes.
      const record = sound(10_000 + records.length * 20, chunk, randomBytes(20));
      records.push(record);
      writer.write(record);
    }
    await writer.flush();
  }
  await writer.close();
  return { records, bytes: readFileSync(join(folder, 'segments-00000.log')) };
}

async function read(bytes: Uint8Array, seal: ChunkSeal | undefined): Promise<{ readonly found: SegmentRecord[]; readonly lost: number }> {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'segments-00000.log'), bytes);
  const reading = readSegments({ folder, seal, clock });
  const found = await allOf(reading);
  rmSync(folder, { recursive: true });
  return { found, lost: reading.lostBytes };
}

describe.each([
  ['open', undefined],
  ['sealed', aesSeal(randomBytes(32))],
] as const)('an %s log', (_name, seal) => {
  test('that ends anywhere is read to its last whole chunk', async () => {
    const { records, bytes } = await log(seal);
    const chunkBytes = bytes.length / CHUNKS;
    for (let end = 0; end <= bytes.length; end++) {
      const { found, lost } = await read(bytes.subarray(0, end), seal);
      const whole = Math.floor(end / chunkBytes);
      expect(found).toEqual(records.slice(0, whole * A_CHUNK));
      expect(lost).toBe(end - whole * chunkBytes);
    }
  });

  test('with any bit flipped loses the chunk that it lies in, and no more', async () => {
    const { records, bytes } = await log(seal);
    const chunkBytes = bytes.length / CHUNKS;
    for (let bit = 3; bit < bytes.length * 8; bit += 11) {
      const spoilt = new Uint8Array(bytes);
      const at = bit >> 3;
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (bit & 7));
      const hit = Math.floor(at / chunkBytes);
      const { found, lost } = await read(spoilt, seal);
      expect(found).toEqual(records.filter((_record, i) => Math.floor(i / A_CHUNK) !== hit));
      expect(lost).toBe(chunkBytes);
    }
  });

  test('with any bytes put in, left out or overwritten gives records that were written, in their order', async () => {
    const { records, bytes } = await log(seal);
    const written = new Map(records.map((record, i) => [JSON.stringify(record), i]));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length }), fc.nat({ max: 300 }), fc.uint8Array({ maxLength: 300 }), async (at, cut, put) => {
        const spoilt = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
        const { found } = await read(spoilt, seal);
        const places = found.map((record) => written.get(JSON.stringify(record)) ?? -1);
        expect(places).toEqual([...new Set(places)].filter((place) => place >= 0).sort((a, b) => a - b));
        const touched = Math.ceil(cut / (bytes.length / CHUNKS)) + 2;
        expect(found.length).toBeGreaterThanOrEqual(records.length - touched * A_CHUNK);
      }),
      { numRuns: 150 },
    );
  });

  test('with a chunk that stands there twice, or in another place, gives each once', async () => {
    const { records, bytes } = await log(seal);
    const size = bytes.length / CHUNKS;
    const chunk = (i: number): Buffer => bytes.subarray(i * size, (i + 1) * size);
    const { found } = await read(Buffer.concat([chunk(0), chunk(1), chunk(1), chunk(5), chunk(2), chunk(6)]), seal);
    const of = (i: number): SegmentRecord[] => records.slice(i * A_CHUNK, (i + 1) * A_CHUNK);
    expect(found).toEqual([...of(0), ...of(1), ...of(5), ...of(6)]);
  });

  test('of bytes that nobody wrote is empty', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), async (bytes) => {
        expect(await read(bytes, seal)).toEqual({ found: [], lost: bytes.length });
      }),
      { numRuns: 30 },
    );
  });
});

test('the end of one file that is spoilt does not hide the next file', async () => {
  const folder = join(root, String(folders++));
  const writer = await SegmentWriter.open({ folder, clock, fileBytes: 400 });
  for (let i = 0; i < 6; i++) {
    writer.write(sound(i * 20, 0, randomBytes(200)));
    await writer.flush();
  }
  await writer.close();
  const [first = '', ...others] = readdirSync(folder);
  expect(others.length).toBeGreaterThan(1);
  writeFileSync(join(folder, first), readFileSync(join(folder, first)).subarray(0, 100));
  expect((await allOf(readSegments({ folder }))).map(({ atMs }) => atMs)).toEqual([20, 40, 60, 80, 100]);
});

test('what lies in the folder beside it is not read', async () => {
  const folder = join(root, String(folders++));
  await using writer = await SegmentWriter.open({ folder, clock });
  writer.write(sound(0, 0));
  await writer.flush();
  writeFileSync(join(folder, 'segments.txt'), 'notes');
  expect(await allOf(readSegments({ folder }))).toHaveLength(1);
});
