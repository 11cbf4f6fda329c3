/** How a recording ends: by the bot, with the call, with the program, and because nothing more can be kept. */
import { expect, test } from 'vitest';
import { toneMs } from '../../media/goertzel.ts';
import { levelDb } from '../../media/level.ts';
import { StoreError } from '../../store/errors.ts';
import { code, recordingWorld } from './test-recording.ts';

test('it ends with the call, and is saved', async () => {
  const { clock, archive, call, begin, service } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  const saved = recording.facts.next('recordingSaved');
  call.end();
  await clock.settle();
  expect([(await saved).recording.recordingId, recording.state, service.open]).toEqual([recording.id, 'saved', []]);
  expect(archive.only.isFinished).toBe(true);
});

test('disposing of it stops it, and stopping twice gives the same', async () => {
  const { call, begin, archive } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  await recording[Symbol.asyncDispose]();
  expect(await recording.stop()).toBe(await recording.stop());
  expect([recording.state, archive.only.isFinished, call.told]).toEqual(['saved', true, ['recording', 'notRecording']]);
});

test('disposing of the service saves what goes on', async () => {
  const { call, begin, service } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  await service[Symbol.asyncDispose]();
  expect(recording.state).toBe('saved');
});

test('what is discarded leaves nothing, and nothing can be done with it', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  call.sounds(adele, 500);
  await clock.advance(500);
  await recording.discard();
  await recording.discard();
  await clock.advance(500);
  expect([recording.state, archive.only.isDiscarded, call.openStreams]).toEqual(['discarded', true, 0]);
  expect(code(await recording.stop().catch((error: unknown) => error))).toBe('recording/over');
  expect(() => recording.chapter('late')).toThrow(expect.objectContaining({ code: 'recording/over' }) as Error);
});

test('the disk is full: it is told to the bot and to people, and what was kept is finished', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  const failures: string[] = [];
  recording.facts.on('recordingFailed', ({ problem }) => failures.push(problem));
  call.sounds(adele, 500);
  await clock.advance(1_000);
  archive.only.fill();
  await clock.advance(1_000);
  expect([failures, call.told.at(-1), call.openStreams]).toEqual([['there is no space left'], 'failed', 0]);
  expect([recording.state, archive.only.isFinished]).toEqual(['saved', true]);
});

test('what cannot be finished has failed, is said so once, and is left to the next start', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  const failures: string[] = [];
  recording.facts.on('recordingFailed', ({ problem }) => failures.push(problem));
  archive.only.finishFailure = new StoreError('store/failed', 'the disk is gone');
  archive.only.fill();
  await clock.settle();
  const failure: unknown = await recording.stop().catch((error: unknown) => error);
  expect([code(failure), recording.state, failures]).toEqual(['recording/failed', 'failed', ['there is no space left']]);
  expect(archive.only.isDiscarded).toBe(false);
});

test('a store that takes nothing is told as it is, and people are not left with the sign of a recording', async () => {
  const { archive, call, begin } = recordingWorld();
  call.join('Adele');
  archive.failure = new StoreError('store/full', 'there is no space left');
  const failure: unknown = await begin().catch((error: unknown) => error);
  expect([code(failure), call.told, call.opened]).toEqual(['store/full', ['recording', 'notRecording'], []]);
});

test('a disk that is behind costs what it cannot take; what comes after leans on nothing before it', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  call.sounds(adele, 500);
  await clock.advance(1_000);
  const { only } = archive;
  only.drops = ({ kind }) => kind === 'sound';
  await clock.advance(1_000);
  only.drops = () => false;
  await clock.advance(1_000);
  await recording.stop();
  expect(only.dropped).toBeGreaterThan(80);
  const track = only.trackOf('Adele');
  expect(toneMs(await only.heard(track), 500)).toBeGreaterThan(1_900);
  const times = only.soundOf(track).map(({ atMs }) => atMs);
  const gap = times.findIndex((atMs, i) => atMs - (times[i - 1] ?? atMs) > 500);
  const [fromMs, toMs] = [times[gap] ?? 0, (times[gap] ?? 0) + 60];
  const [on, anew] = [await only.heard(track, fromMs, toMs), await only.heard(track, fromMs, toMs, true)];
  // The first frames overlap with what is not there; from the second on both hear the same.
  expect(levelDb(anew.subarray(320).map((sample, i) => sample - (on[i + 320] ?? 0)))).toBeLessThan(-60);
});

test('a listener that throws does not harm the recording', async () => {
  const { call, begin } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  recording.facts.on('recordingSaved', () => {
    throw new Error('not my day');
  });
  await recording.stop();
  expect(recording.state).toBe('saved');
});
