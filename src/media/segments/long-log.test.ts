/** Three hours of a meeting: written, summed up and made a file of, in memory that does not grow with them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { makeFiles } from '../files/make-files.ts';
import { summaryOf } from './log-summary.ts';
import type { SegmentRecord } from './record.ts';
import { readSegments, type SegmentReading } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { sound } from './test-log.ts';

const HOURS_3 = 3 * 3_600_000;
const MIB = 1024 * 1024;

test('three hours take as little memory as one minute', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-long-'));
  const clock = realClock();
  try {
    const writer = await SegmentWriter.open({ folder, clock, queueBytes: 16 * MIB });
    const voice: SegmentRecord = { kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: 'ada', name: 'Ada' } };
    writer.write(voice);
    const packet = new Uint8Array(80).fill(0x55);
    const data = new Uint8Array(16_000).fill(0x33);
    for (let atMs = 0; atMs < HOURS_3; atMs += 20) {
      writer.write(sound(atMs, 1, packet));
      if (atMs % 1_000 === 0) writer.write({ kind: 'picture', atMs, track: 2, data, isKeyFrame: true, width: 1_280, height: 720 });
      if (atMs % 60_000 === 0) await writer.flush();
    }
    await writer.close();
    expect(writer.dropped).toBe(0);
    expect(writer.bytesWritten).toBeGreaterThan(200 * MIB);

    const reading = readSegments({ folder });
    const peaks = { most: 0 };
    const summary = await summaryOf(watched(reading, peaks));
    expect(summary).toMatchObject({ durationMs: HOURS_3, ended: undefined, mediaBytes: 540_000 * 80 + 10_800 * 16_000 });
    let length = 0;
    const sink = {
      write(bytes: Uint8Array, position: number): Promise<void> {
        expect(position).toBe(length);
        length += bytes.length;
        return Promise.resolve();
      },
    };
    const order = { content: { kind: 'track', track: 1 }, format: 'ogg', sink } as const;
    const [file] = await makeFiles(() => watched(reading, peaks), [order], { clock, summary });
    expect(file).toMatchObject({ sizeBytes: length, durationMs: HOURS_3 });
    expect(peaks.most).toBeLessThan(100 * MIB);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Looks now and then how much memory is in use. */
async function* watched(reading: SegmentReading, peaks: { most: number }): AsyncGenerator<SegmentRecord> {
  let count = 0;
  const before = used();
  for await (const record of reading) {
    if (++count % 10_000 === 0) peaks.most = Math.max(peaks.most, used() - before);
    yield record;
  }
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
