/** Pauses: nothing is kept, nothing waits, and time goes on. */
import { expect, test } from 'vitest';
import { toneDb } from '../../media/goertzel.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';
import { code, recordingWorld } from './test-recording.ts';

test('a card number that is said in a pause is nowhere, and what is said before and after is at its time', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  call.sounds(adele, 500);
  await clock.advance(2_000);
  call.sounds(adele, 1_500);
  const fromMs = recording.durationMs;
  await recording.pause('card number');
  await clock.advance(5_000);
  expect(recording.state).toBe('paused');
  call.sounds(adele, 800);
  const toMs = recording.durationMs;
  await recording.resume();
  await clock.advance(2_000);
  await recording.stop();
  const { only } = archive;
  for (const track of [MIXED_TRACK, only.trackOf('Adele')]) {
    expect(only.soundOf(track).filter(({ atMs }) => atMs + 20 > fromMs && atMs < toMs - 20)).toEqual([]);
    const heard = await only.heard(track);
    expect(toneDb(heard, 1_500)).toBeLessThan(-70);
    expect(toneDb(heard.subarray((fromMs - 1_500) * 16, (fromMs - 100) * 16), 500)).toBeGreaterThan(-20);
    expect(toneDb(heard.subarray((toMs + 200) * 16, (toMs + 1_500) * 16), 800)).toBeGreaterThan(-20);
  }
  expect(only.notes.filter(({ kind }) => kind === 'paused' || kind === 'resumed')).toEqual([
    { kind: 'paused', why: 'card number', atMs: fromMs },
    { kind: 'resumed', atMs: toMs },
  ]);
});

test('while it is paused no stream is open, and people see that it is', async () => {
  const { clock, call, begin } = recordingWorld({ has: ['sound', 'soundApart', 'pictures'] });
  const adele = call.join('Adele');
  call.turn(adele, 'camera', true);
  const recording = await begin({ pictures: true });
  const told: string[] = [];
  recording.facts.on('paused', ({ why }) => told.push(`paused ${why ?? ''}`));
  recording.facts.on('resumed', () => told.push('resumed'));
  await recording.pause();
  await recording.pause();
  await clock.settle();
  expect([call.openStreams, call.told]).toEqual([0, ['recording', 'notRecording']]);
  await recording.resume();
  await recording.resume();
  expect([call.openStreams, call.told.at(-1), told]).toEqual([2, 'recording', ['paused ', 'resumed']]);
});

test('it does not go on where the carrier does not show it any more', async () => {
  const { archive, call, begin } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  await recording.pause();
  call.shows = 'refused';
  const refusal: unknown = await recording.resume().catch((error: unknown) => error);
  expect([code(refusal), recording.state]).toEqual(['recording/not-allowed', 'paused']);
  expect(archive.only.notes.some(({ kind }) => kind === 'resumed')).toBe(false);
});

test('stopped while it is paused it ends without what was said in the pause', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  await recording.pause();
  call.sounds(adele, 500);
  await clock.advance(1_000);
  await recording.stop();
  expect(archive.only.records.filter(({ kind }) => kind === 'sound')).toEqual([]);
});
