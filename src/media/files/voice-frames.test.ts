/** What is heard when a recording is listened to again. */
import { expect, test } from 'vitest';
import { levelDb } from '../level.ts';
import { summaryOf } from '../segments/log-summary.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { chirp, inOrder, lateBy, logOf, spoken, tone } from './test-recording.ts';
import { voiceFrames, type VoiceFrame } from './voice-frames.ts';

const track = (number: number, kind: 'voice' | 'camera', personId: string): SegmentRecord => ({
  kind: 'track',
  atMs: 0,
  track: number,
  info: { kind, personId, name: personId },
});

async function framesOf(records: readonly SegmentRecord[]): Promise<VoiceFrame[]> {
  const log = logOf(records);
  const frames: VoiceFrame[] = [];
  for await (const frame of voiceFrames(log(), { summary: await summaryOf(log()) }))
    frames.push({ ...frame, samples: frame.samples.slice() });
  return frames;
}

test('each voice is heard by itself, at the time it spoke, and nothing where nobody did', async () => {
  const frames = await framesOf(
    inOrder(
      [
        { kind: 'track', atMs: 0, track: 0, info: { kind: 'mixed' } },
        track(1, 'voice', 'ana'),
        track(2, 'voice', 'ben'),
        track(3, 'camera', 'ana'),
      ],
      await spoken(0, [{ atMs: 0, samples: tone(600, 2_000) }]),
      await spoken(1, [
        { atMs: 1_000, samples: chirp() },
        { atMs: 60_000, samples: chirp() },
      ]),
      await spoken(2, [{ atMs: 1_200, samples: tone(800, 200) }]),
    ),
  );
  expect(new Set(frames.map(({ track: of }) => of))).toEqual(new Set([1, 2]));
  const ana = frames.filter(({ track: of }) => of === 1);
  expect(ana.map(({ atMs }) => atMs)).toEqual([...everyFrame(1_000, 21), ...everyFrame(60_000, 21)]);
  const line = new Int16Array(16_000 * 62);
  for (const { atMs, samples } of ana) line.set(samples, atMs * 16);
  for (const atMs of [1_000, 60_000]) expect(lateBy(line, chirp(), atMs * 16)).toBe(40);
  const ben = frames.filter(({ track: of }) => of === 2);
  expect(ben.map(({ atMs }) => atMs)).toEqual(everyFrame(1_200, 11));
  expect(levelDb(ben[5]?.samples ?? new Int16Array(0))).toBeGreaterThan(-20);
});

test('nothing is heard of what somebody took consent back for, and nothing twice', async () => {
  const said = await spoken(1, [{ atMs: 0, samples: tone(600, 1_000) }]);
  const frames = await framesOf([
    track(1, 'voice', 'ana'),
    ...said.slice(0, 25),
    ...said.slice(20, 25),
    { kind: 'note', atMs: 400, note: { kind: 'withdrawn', personId: 'ana' } },
    ...said.slice(25),
  ]);
  expect(frames.map(({ atMs }) => atMs)).toEqual(everyFrame(400, said.length - 20));
});

function everyFrame(fromMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => fromMs + i * 20);
}
