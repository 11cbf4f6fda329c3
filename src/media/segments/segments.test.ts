/** A segment log written and read again: what comes back, in what order, and what a seal is for. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { aesSeal } from './aes-seal.ts';
import { decodeRecords, RecordEncoder } from './record-codec.ts';
import type { SegmentRecord } from './record.ts';
import { readSegments } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { allOf, anyRecord, sound } from './test-log.ts';

const root = mkdtempSync(join(tmpdir(), 'rollcall-segments-'));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));
const clock = realClock();
afterAll(() => rmSync(root, { recursive: true }));

async function written(
  records: readonly SegmentRecord[],
  options: Partial<Parameters<typeof SegmentWriter.open>[0]> = {},
): Promise<string> {
  const folder = newFolder();
  await using writer = await SegmentWriter.open({ folder, clock, ...options });
  for (const record of records) expect(writer.write(record)).toBe(true);
  return folder;
}

describe('records as bytes', () => {
  test('any records come back as they were', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), (records) => {
        const bytes = new Uint8Array(1 << 20);
        const encoder = new RecordEncoder();
        encoder.begin(bytes, 3);
        for (const record of records) expect(encoder.put(record)).toBe(true);
        expect(decodeRecords(bytes.subarray(3, encoder.at))).toEqual(records);
      }),
    );
  });

  test('bytes that nobody wrote are refused, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeRecords(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'media/not-segments' });
        }
      }),
    );
  });

  test('a level is kept to half a decibel, and stays within its byte', () => {
    const encoder = new RecordEncoder();
    const bytes = new Uint8Array(200);
    encoder.begin(bytes, 0);
    for (const levelDb of [-23.3, 4, -200]) encoder.put({ ...sound(0, 1), levelDb });
    expect(decodeRecords(bytes.subarray(0, encoder.at))).toMatchObject([{ levelDb: -23.5 }, { levelDb: 0 }, { levelDb: -127.5 }]);
  });

  test('a record for which there is no room leaves nothing behind', () => {
    const encoder = new RecordEncoder();
    encoder.begin(new Uint8Array(60), 0);
    expect(encoder.put(sound(0, 1, new Uint8Array(30)))).toBe(false);
    expect(encoder.at).toBe(0);
  });
});

describe('a log', () => {
  test.each([undefined, aesSeal(randomBytes(32))])('is read as it was written (sealed: %s)', async (seal) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { maxLength: 60 }), async (records) => {
        const reading = readSegments({ folder: await written(records, { seal }), seal });
        expect(await allOf(reading)).toEqual(records);
        expect(reading.lostBytes).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test('goes on in a new file when one is long enough, and no file is longer', async () => {
    const records = Array.from({ length: 400 }, (_, i) => sound(i * 20, 0, randomBytes(2_000)));
    for (const seal of [undefined, aesSeal(randomBytes(32))]) {
      const folder = await written(records, { fileBytes: 300_000, seal });
      const names = readdirSync(folder);
      expect(names).toEqual(['segments-00000.log', 'segments-00001.log', 'segments-00002.log']);
      for (const name of names) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(300_000);
      expect((await allOf(readSegments({ folder, seal }))).map(({ atMs }) => atMs)).toEqual(records.map(({ atMs }) => atMs));
    }
  });

  test('holds pictures that are larger than a chunk', async () => {
    const large: SegmentRecord = {
      kind: 'picture',
      atMs: 40,
      track: 2,
      data: randomBytes(700_000),
      isKeyFrame: true,
      width: 1920,
      height: 1080,
    };
    const folder = await written([sound(0, 1), large, sound(40, 1)]);
    const [first, second, third] = await allOf(readSegments({ folder }));
    expect([first?.atMs, third?.atMs]).toEqual([0, 40]);
    expect(second?.kind === 'picture' && Buffer.compare(second.data, large.data)).toBe(0);
  });

  test('that is sealed shows nothing of what is in it, and opens with its own key alone', async () => {
    const seal = aesSeal(randomBytes(32));
    const records = [{ kind: 'note', atMs: 0, note: { kind: 'marker', label: 'the card number' } }, sound(0, 0)] as const;
    const folder = await written(records, { seal });
    const [name = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, name)).includes('card number')).toBe(false);
    await expect(allOf(readSegments({ folder, seal: aesSeal(randomBytes(32)) }))).rejects.toMatchObject({ code: 'media/wrong-key' });
    await expect(allOf(readSegments({ folder }))).rejects.toMatchObject({ code: 'media/wrong-key', message: /no key was given/ });
    const open = await written(records);
    await expect(allOf(readSegments({ folder: open, seal }))).rejects.toMatchObject({ code: 'media/wrong-key', message: /not sealed/ });
  });

  test('is of one program run: a folder that has one is refused', async () => {
    const folder = await written([sound(0, 0)]);
    await expect(SegmentWriter.open({ folder, clock })).rejects.toMatchObject({ code: 'media/disk-failed', message: /EEXIST/ });
  });

  test('in which nothing was written is empty', async () => {
    const reading = readSegments({ folder: await written([]) });
    expect(await allOf(reading)).toEqual([]);
    expect(reading.lostBytes).toBe(0);
  });

  test('is on the disk half a second after something was written, by a clock turned by hand', async () => {
    const time = virtualClock();
    const folder = newFolder();
    const opening = SegmentWriter.open({ folder, clock: time });
    await time.settle();
    const writer = await opening;
    writer.write(sound(0, 0));
    await time.advance(499);
    expect(await allOf(readSegments({ folder }))).toEqual([]);
    await time.advance(1);
    expect(await allOf(readSegments({ folder }))).toEqual([sound(0, 0)]);
    writer.write(sound(20, 0));
    await time.advance(500);
    expect(await allOf(readSegments({ folder }))).toHaveLength(2);
    const closing = writer.close();
    await time.settle();
    await closing;
    expect(writer.write(sound(40, 0))).toBe(false);
    expect(writer.dropped).toBe(1);
  });

  test('is on the disk when flush resolves', async () => {
    const folder = newFolder();
    await using writer = await SegmentWriter.open({ folder, clock });
    await writer.flush();
    for (let i = 0; i < 20; i++) {
      writer.write(sound(i * 20, 0, randomBytes(40_000)));
      if (i % 7 === 0) await Promise.all([writer.flush(), writer.flush()]);
      if (i % 7 === 0) expect(await allOf(readSegments({ folder }))).toHaveLength(i + 1);
    }
    await writer.flush();
    expect(writer.bytesWritten).toBe(statSync(join(folder, 'segments-00000.log')).size);
  });
});
