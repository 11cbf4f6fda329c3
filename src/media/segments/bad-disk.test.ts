/** A segment log on a disk that is slow, full, gone or does not answer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { SegmentRecord } from './record.ts';
import { readSegments } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { TestDisk } from './test-disk.ts';
import { allOf, sound } from './test-log.ts';

const packet = new Uint8Array(1_000).fill(7);

function picture(atMs: number, isKeyFrame: boolean, track: number = 2): SegmentRecord {
  return { kind: 'picture', atMs, track, data: new Uint8Array(10_000).fill(3), isKeyFrame, width: 640, height: 360 };
}

async function opened(
  disk: TestDisk,
  options: { readonly queueBytes?: number; readonly fileBytes?: number } = {},
): Promise<{ readonly writer: SegmentWriter; readonly clock: VirtualClock }> {
  const clock = virtualClock();
  return { writer: await SegmentWriter.open({ folder: '/nowhere', clock, disk, ...options }), clock };
}

async function read(disk: TestDisk): Promise<SegmentRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-disk-'));
  for (const { name, bytes } of disk.files) writeFileSync(join(folder, name), bytes);
  try {
    return await allOf(readSegments({ folder }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a slow disk: one write at a time, nothing is lost while the queue has room', async () => {
  const disk = new TestDisk();
  const { writer } = await opened(disk);
  const goOn = disk.stop();
  for (let i = 0; i < 3_000; i++) expect(writer.write(sound(i * 20, 1, packet))).toBe(true);
  goOn();
  await writer.close();
  expect(disk.mostAtOnce).toBe(1);
  expect(writer.dropped).toBe(0);
  expect((await read(disk)).map(({ atMs }) => atMs)).toEqual(Array.from({ length: 3_000 }, (_, i) => i * 20));
  // Several that wait are synced together.
  expect(disk.syncs).toBeLessThan(5);
  expect(disk.files.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a disk that is too slow costs pictures first, then sound, and says so when it is back', async () => {
  const disk = new TestDisk();
  const { writer, clock } = await opened(disk, { queueBytes: 1_000_000 });
  const goOn = disk.stop();
  const kept = { sound: 0, picture: 0 };
  const firstDropped = { sound: Infinity, picture: Infinity };
  for (let i = 0; i < 400; i++) {
    for (const record of [sound(i * 20, 1, packet), picture(i * 20, i % 10 === 0)] as const) {
      const kind = record.kind === 'sound' ? 'sound' : 'picture';
      if (writer.write(record)) kept[kind]++;
      else firstDropped[kind] = Math.min(firstDropped[kind], i);
    }
  }
  expect(firstDropped.picture).toBeLessThan(firstDropped.sound / 3);
  // Notes and names of tracks come through: what is kept is not understood without them.
  expect(writer.write({ kind: 'note', atMs: 8_000, note: { kind: 'marker', label: 'here' } })).toBe(true);
  const dropped = writer.dropped;
  expect(dropped).toBe(800 - kept.sound - kept.picture);
  goOn();
  await clock.advance(600);
  expect(writer.write(picture(8_020, false))).toBe(false);
  expect(writer.write(picture(8_040, true))).toBe(true);
  expect(writer.write(picture(8_060, false))).toBe(true);
  expect(writer.write(sound(8_060, 1, packet))).toBe(true);
  await writer.close();
  expect(writer.dropped).toBe(dropped + 1);
  const records = await read(disk);
  const notes = records.flatMap((record) => (record.kind === 'note' ? [record.note] : []));
  expect(notes).toEqual([
    { kind: 'marker', label: 'here' },
    { kind: 'dropped', records: dropped },
    { kind: 'dropped', records: 1 },
  ]);
  expect(records.filter(({ kind }) => kind === 'sound')).toHaveLength(kept.sound + 1);
  // No picture leans on one that is not there.
  let last = -20;
  for (const record of records) {
    if (record.kind !== 'picture') continue;
    if (!record.isKeyFrame) expect(record.atMs - last).toBe(20);
    last = record.atMs;
  }
});

test('tracks of pictures wait for a key frame of their own', async () => {
  const disk = new TestDisk();
  const { writer, clock } = await opened(disk, { queueBytes: 400_000 });
  const goOn = disk.stop();
  for (let i = 0; i < 60; i++) for (const track of [2, 3]) writer.write(picture(i * 20, i === 0, track));
  goOn();
  await clock.advance(600);
  expect(writer.write(picture(2_000, true, 3))).toBe(true);
  expect(writer.write(picture(2_020, false, 2))).toBe(false);
  expect(writer.write(picture(2_020, false, 3))).toBe(true);
  await writer.close();
});

test('memory is bounded whatever comes, notes as well', async () => {
  const disk = new TestDisk();
  const { writer } = await opened(disk, { queueBytes: 500_000 });
  const goOn = disk.stop();
  const label = 'x'.repeat(1_000);
  for (let i = 0; i < 20_000; i++) writer.write({ kind: 'note', atMs: i, note: { kind: 'marker', label } });
  for (let i = 0; i < 20_000; i++) writer.write(sound(i * 20, 1, packet));
  goOn();
  await writer.close();
  expect(disk.bytes).toBeLessThan(500_000 + 1_400_000);
});

test('a disk that is full ends it, and what was written before is read', async () => {
  const disk = new TestDisk();
  const { writer } = await opened(disk);
  for (let i = 0; i < 100; i++) writer.write(sound(i * 20, 1, packet));
  await writer.flush();
  disk.space = 30_000;
  for (let i = 100; i < 200; i++) writer.write(sound(i * 20, 1, packet));
  await expect(writer.flush()).rejects.toMatchObject({ code: 'media/disk-full', message: /make room/ });
  expect(writer.signal.reason).toMatchObject({ code: 'media/disk-full' });
  expect(writer.write(sound(9_000, 1))).toBe(false);
  await expect(writer.flush()).rejects.toMatchObject({ code: 'media/disk-full' });
  await expect(writer.close()).rejects.toMatchObject({ code: 'media/disk-full' });
  await expect(writer.close()).rejects.toMatchObject({ code: 'media/disk-full' });
  expect(disk.files[0]?.isClosed).toBe(true);
  expect(await read(disk)).toHaveLength(100);
});

test('a disk that fails is told by the signal, even if nobody flushes', async () => {
  const disk = new TestDisk();
  const { writer, clock } = await opened(disk);
  writer.write(sound(0, 1));
  disk.fault = new Error('input/output error');
  await clock.advance(500);
  expect(writer.signal.reason).toMatchObject({ code: 'media/disk-failed', message: /input\/output error/ });
});

test('a disk that fails when a new file is begun, or at the very beginning', async () => {
  const disk = new TestDisk();
  const { writer } = await opened(disk, { fileBytes: 10_000 });
  writer.write(sound(0, 1, packet));
  await writer.flush();
  for (let i = 1; i < 20; i++) writer.write(sound(i * 20, 1, packet));
  disk.create = () => Promise.reject(Object.assign(new Error('quota'), { code: 'EDQUOT' }));
  await expect(writer.flush()).rejects.toMatchObject({ code: 'media/disk-full' });
  await expect(opened(disk)).rejects.toMatchObject({ code: 'media/disk-full', message: /could not be begun/ });
});

test('a disk that does not answer for half a minute is given up', async () => {
  const disk = new TestDisk();
  const { writer, clock } = await opened(disk);
  disk.stop();
  writer.write(sound(0, 1));
  await clock.advance(30_000);
  expect(writer.signal.aborted).toBe(false);
  await clock.advance(1_000);
  expect(writer.signal.reason).toMatchObject({ code: 'media/disk-failed', message: /did not answer for 30 s/ });
  await expect(writer.close()).rejects.toMatchObject({ code: 'media/disk-failed' });
});
