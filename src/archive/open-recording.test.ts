/** One that is being recorded, on disks that are full or gone. */
import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import type { SegmentDisk } from '../media/segments/segment-disk.ts';
import { SegmentWriter } from '../media/segments/segment-writer.ts';
import { GrowingRecording } from './open-recording.ts';
import type { KeptRecording } from './port.ts';

async function growing(
  code: string,
): Promise<{ readonly recording: GrowingRecording; readonly ended: string[]; readonly clock: ReturnType<typeof virtualClock> }> {
  const clock = virtualClock();
  const disk: SegmentDisk = {
    create: () =>
      Promise.resolve({
        append: () => Promise.reject(Object.assign(new Error(`${code}: refused`), { code })),
        sync: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
  };
  const ended: string[] = [];
  const recording = new GrowingRecording({
    recordingId: 'r',
    clock,
    writer: await SegmentWriter.open({ folder: 'nowhere', clock, disk }),
    onGrown: () => undefined,
    onWithdrawn: () => undefined,
    onEnded: (why, problem) => {
      ended.push(`${why}: ${String(problem)}`);
      return Promise.resolve({} as KeptRecording);
    },
    onDiscarded: () => Promise.resolve(),
  });
  return { recording, ended, clock };
}

test.each([
  ['ENOSPC', 'store/full', /disk is full/],
  ['EIO', 'store/failed', /EIO/],
])('%s: its signal aborts with %s, nothing more is taken, and it is finished with what was written', async (code, expected, words) => {
  const { recording, ended, clock } = await growing(code);
  expect(recording.write({ kind: 'note', atMs: 0, note: { kind: 'marker', label: 'x' } })).toBe(true);
  await clock.advance(1_000);
  expect(recording.signal.reason).toMatchObject({ code: expected });
  expect(recording.write({ kind: 'note', atMs: 0, note: { kind: 'marker', label: 'y' } })).toBe(false);
  await expect(recording.flush()).rejects.toMatchObject({ code: expected });
  await recording.finish('over');
  expect(ended).toEqual([expect.stringMatching(words)]);
  expect(recording.finish('again')).toBe(recording.finish('and again'));
});
