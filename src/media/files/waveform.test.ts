/** What is drawn of a track. */
import { expect, test } from 'vitest';
import type { SegmentRecord } from '../segments/record.ts';
import { Waveforms } from './waveform.ts';

const sound = (atMs: number, track: number, levelDb: number): SegmentRecord => ({
  kind: 'sound',
  atMs,
  track,
  packet: new Uint8Array(3),
  levelDb,
});

test('the loudest of each tenth of a second, even in decibels, as long as the recording', () => {
  const waveforms = new Waveforms();
  for (const record of [
    sound(0, 1, -30),
    sound(20, 1, -15),
    sound(80, 1, -45),
    sound(100, 1, 0),
    sound(280, 1, -59.5),
    sound(300, 1, -70),
    sound(320, 1, 3),
  ]) {
    waveforms.take(record);
  }
  waveforms.take({ kind: 'note', atMs: 50, note: { kind: 'marker', label: 'x' } });
  waveforms.take(sound(3_600_000, 0, -30));
  waveforms.take(sound(0, 7, -100));
  const [mixed, voice, ...others] = waveforms.waveforms({ durationMs: 3_600_020, tracks: [], withdrawn: new Map() });
  expect(others).toEqual([]);
  expect(voice).toMatchObject({ track: 1, perSecond: 10 });
  expect(voice?.peaks.length).toBe(36_001);
  expect([...(voice?.peaks.subarray(0, 5) ?? [])]).toEqual([191, 255, 2, 255, 0]);
  expect(mixed?.track).toBe(0);
  expect([mixed?.peaks[0], mixed?.peaks[36_000]]).toEqual([0, 128]);
});

test('of who took consent back nothing is drawn that lies before, neither alone nor in the mix', () => {
  const waveforms = new Waveforms();
  for (const atMs of [0, 200]) waveforms.take(sound(atMs, 1, -30));
  for (const atMs of [100, 200, 400]) waveforms.take(sound(atMs, 2, -15));
  for (const atMs of [0, 100, 200, 400]) waveforms.take(sound(atMs, 0, -15));
  const tracks = [1, 2].map((track) => {
    const none = { fromMs: 0, toMs: 0, soundPackets: 1, soundBytes: 0, pictures: 0, pictureBytes: 0, width: 0, height: 0 };
    return { track, info: { kind: 'voice' as const, personId: String(track), name: '' }, ...none };
  });
  const drawn = waveforms.waveforms({ durationMs: 500, tracks, withdrawn: new Map([['2', 350]]) });
  expect(drawn.map(({ track, peaks }) => [track, ...peaks])).toEqual([
    [0, 128, 0, 128, 0, 191],
    [1, 128, 0, 128, 0, 0],
    [2, 0, 0, 0, 0, 191],
  ]);
});
