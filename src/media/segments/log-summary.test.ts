/** What is told of a log after one look through it. */
import { expect, test } from 'vitest';
import { summaryOf } from './log-summary.ts';
import type { SegmentNote, SegmentRecord, TrackInfo } from './record.ts';
import { sound } from './test-log.ts';

const note = (atMs: number, of: SegmentNote): SegmentRecord => ({ kind: 'note', atMs, note: of });
const track = (number: number, info: TrackInfo): SegmentRecord => ({ kind: 'track', atMs: 0, track: number, info });

async function* log(records: readonly SegmentRecord[]): AsyncGenerator<SegmentRecord> {
  yield* records;
}

test('a whole recording', async () => {
  const summary = await summaryOf(
    log([
      note(0, { kind: 'began', wallMs: 1_700_000_000_000, recordingId: 'r1' }),
      track(0, { kind: 'mixed' }),
      track(1, { kind: 'voice', personId: 'ada', name: 'Ada' }),
      note(0, { kind: 'joined', personId: 'ada', name: 'Ada' }),
      note(0, { kind: 'joined', personId: 'bob', name: 'Bob' }),
      sound(100, 0),
      sound(100, 1),
      sound(140, 1),
      note(160, { kind: 'chapter', title: 'Prices' }),
      note(200, { kind: 'paused', why: 'card' }),
      note(220, { kind: 'paused' }),
      note(900, { kind: 'resumed' }),
      note(950, { kind: 'marker', label: 'agreed' }),
      track(3, { kind: 'camera', personId: 'ada', name: 'Ada' }),
      { kind: 'picture', atMs: 1_000, track: 3, data: new Uint8Array(50), isKeyFrame: true, width: 320, height: 180 },
      { kind: 'picture', atMs: 1_070, track: 3, data: new Uint8Array(5), isKeyFrame: true, width: 640, height: 360 },
      note(1_100, { kind: 'withdrawn', personId: 'bob' }),
      note(1_300, { kind: 'dropped', records: 7 }),
      note(1_400, { kind: 'withdrawn', personId: 'bob' }),
      note(2_000, { kind: 'ended', why: 'asked' }),
    ]),
  );
  expect(summary).toEqual({
    recordingId: 'r1',
    wallMs: 1_700_000_000_000,
    durationMs: 2_000,
    tracks: [
      {
        track: 0,
        info: { kind: 'mixed' },
        fromMs: 100,
        toMs: 120,
        soundPackets: 1,
        soundBytes: 4,
        pictures: 0,
        pictureBytes: 0,
        width: 0,
        height: 0,
      },
      {
        track: 1,
        info: { kind: 'voice', personId: 'ada', name: 'Ada' },
        fromMs: 100,
        toMs: 160,
        soundPackets: 2,
        soundBytes: 8,
        pictures: 0,
        pictureBytes: 0,
        width: 0,
        height: 0,
      },
      {
        track: 3,
        info: { kind: 'camera', personId: 'ada', name: 'Ada' },
        fromMs: 1_000,
        toMs: 1_070,
        soundPackets: 0,
        soundBytes: 0,
        pictures: 2,
        pictureBytes: 55,
        width: 320,
        height: 180,
      },
    ],
    chapters: [{ atMs: 160, title: 'Prices' }],
    markers: [{ atMs: 950, label: 'agreed' }],
    pauses: [{ fromMs: 200, toMs: 900 }],
    people: [
      { id: 'ada', name: 'Ada' },
      { id: 'bob', name: 'Bob' },
    ],
    withdrawn: new Map([['bob', 1_400]]),
    dropped: 7,
    mediaBytes: 67,
    ended: { atMs: 2_000, why: 'asked' },
  });
});

test('one that was cut off within a pause, and has lost its beginning', async () => {
  const summary = await summaryOf(log([sound(5_000, 4), note(6_000, { kind: 'paused' }), note(7_500, { kind: 'marker', label: 'x' })]));
  expect(summary).toMatchObject({ recordingId: undefined, durationMs: 7_500, ended: undefined, pauses: [{ fromMs: 6_000, toMs: 7_500 }] });
  expect(summary.tracks).toMatchObject([{ track: 4, info: undefined, fromMs: 5_000, toMs: 5_020 }]);
});

test('an empty one', async () => {
  expect(await summaryOf(log([]))).toMatchObject({ durationMs: 0, tracks: [], people: [], dropped: 0, ended: undefined });
});
