/** Pictures of a room that is kept: whole frames of the best layer, on a track of their own, and only of those who may be seen by all. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';
import { LocalEngine } from '../local-engine.ts';
import { MemoryPeers } from '../memory-peer.ts';
import { memoryFrame, readMemoryFrame } from '../pictures/memory-frame.ts';
import type { MemoryCamera } from '../pictures/memory-camera.ts';
import { MemoryPictures } from '../pictures/memory-pictures.ts';
import type { EngineCommand } from '../port.ts';
import { TestLogs } from './test-logs.ts';

type Shown = Extract<SegmentRecord, { kind: 'picture' }>;

let clock: VirtualClock;
let pictures: MemoryPictures;
let logs: TestLogs;
let engine: LocalEngine;
beforeEach(() => {
  clock = virtualClock();
  pictures = new MemoryPictures({ clock });
  logs = new TestLogs();
  engine = new LocalEngine({ clock, peers: new MemoryPeers({ clock }), pictures, keptLogs: logs.open });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  for (const legId of ['ann', 'bob']) engine.send({ kind: 'addHosted', roomId: 'room', legId });
});
afterEach(() => engine[Symbol.asyncDispose]());

async function shows(legId: string, what: 'camera' | 'screen', tag: number): Promise<MemoryCamera> {
  const camera = what === 'camera' ? pictures.camera({ tag }) : pictures.screen({ tag });
  await engine.connect({ roomId: 'room', legId, offer: camera.offer, what });
  return camera;
}

function keep(legIds: readonly string[], more: Partial<Extract<EngineCommand, { kind: 'keepRoom' }>> = {}): void {
  const people = legIds.map((legId) => ({ legId, personId: `${legId}-id`, name: legId }));
  const place = { folder: 'r', key: '', startedMs: clock.wallMs() };
  engine.send({ kind: 'keepRoom', roomId: 'room', recordingId: 'r', place, people, ...more });
}

function shown(name: string): readonly Shown[] {
  const track = logs.tracks('r').indexOf(name);
  return logs
    .records('r')
    .filter((record) => record.kind === 'picture')
    .filter((record) => record.track === track);
}

function tagsOf(frames: readonly Shown[]): readonly number[] {
  const frame = memoryFrame();
  return [...new Set(frames.map(({ data }) => (readMemoryFrame(data, 0, data.length, frame) ? frame.tag : -1)))];
}

test('camera and screen are kept whole, largest layer, from a key frame on, each on its track', async () => {
  await shows('ann', 'camera', 1);
  await shows('bob', 'screen', 2);
  await clock.advance(2_000);
  keep(['ann', 'bob']);
  await clock.advance(3_000);
  const [camera, screen] = [shown('camera of ann'), shown('screen of bob')];
  expect([tagsOf(camera), tagsOf(screen)]).toEqual([[1], [2]]);
  expect(camera[0]?.isKeyFrame).toBe(true);
  expect(camera.every(({ height }) => height === 720)).toBe(true);
  expect(camera.length).toBeGreaterThan(20);
  const times = camera.map(({ atMs }) => atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(2_700);
  expect(times.at(-1)).toBeLessThanOrEqual(3_000);
});

test('who is not named, or apart, is not seen in it; who is named later is from then on', async () => {
  await shows('ann', 'camera', 1);
  await shows('bob', 'camera', 2);
  await clock.advance(1_000);
  engine.send({ kind: 'route', roomId: 'room', apart: ['bob'], groups: [] });
  keep(['bob']);
  await clock.advance(1_000);
  expect(logs.tracks('r')).toEqual(['mixed']);
  engine.send({ kind: 'route', roomId: 'room', apart: [], groups: [] });
  await clock.advance(1_500);
  expect(logs.tracks('r')).toEqual(['mixed', 'camera of bob']);
  keep(['ann', 'bob']);
  await clock.advance(1_500);
  expect(tagsOf(shown('camera of ann'))).toEqual([1]);
});

test('a camera that is turned off is noted, and goes on with its track when it comes again; a pause keeps nothing', async () => {
  const camera = await shows('ann', 'camera', 1);
  await clock.advance(500);
  keep(['ann']);
  await clock.advance(1_500);
  camera.vanish();
  await clock.advance(500);
  expect(logs.notes('r')).toContain('pictureOver');
  const before = shown('camera of ann').length;
  await shows('ann', 'camera', 3);
  await clock.advance(1_500);
  expect(shown('camera of ann').length).toBeGreaterThan(before);
  expect(logs.tracks('r')).toEqual(['mixed', 'camera of ann']);
  keep(['ann'], { isPaused: true });
  const paused = shown('camera of ann').length;
  await clock.advance(2_000);
  expect(shown('camera of ann')).toHaveLength(paused);
  keep(['ann']);
  await clock.advance(2_000);
  expect(shown('camera of ann').at(paused)?.isKeyFrame).toBe(true);
});

test('whoever jumps about finds a key frame every ten seconds or so', async () => {
  await shows('ann', 'camera', 1);
  await clock.advance(500);
  keep(['ann']);
  await clock.advance(45_000);
  const keys = shown('camera of ann')
    .filter(({ isKeyFrame }) => isKeyFrame)
    .map(({ atMs }) => atMs);
  const gaps = keys.slice(1).map((atMs, i) => atMs - (keys[i] ?? 0));
  expect(keys.length).toBeGreaterThanOrEqual(4);
  expect(Math.max(...gaps)).toBeLessThan(12_500);
});

test('a disk that is behind costs pictures until the next key frame, and the keeper asks for one', async () => {
  const camera = await shows('ann', 'camera', 1);
  await clock.advance(500);
  keep(['ann']);
  await clock.advance(2_000);
  const asked = camera.keyFramesAsked;
  logs.isBehind = true;
  await clock.advance(300);
  logs.isBehind = false;
  const before = shown('camera of ann').length;
  await clock.advance(2_000);
  expect(camera.keyFramesAsked).toBeGreaterThan(asked);
  expect(shown('camera of ann').at(before)?.isKeyFrame).toBe(true);
});
