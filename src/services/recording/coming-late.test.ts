/** Consent of those who come later, change their mind, or have it decided by somebody else. */
import { expect, test } from 'vitest';
import { toneDb, toneMs } from '../../media/goertzel.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';
import { announce } from './consent/announce.ts';
import { askEach } from './consent/ask-each.ts';
import { organizerDecides } from './consent/organizer-decides.ts';
import type { ConsentPolicy } from './port.ts';
import { answers, code, recordingWorld, said } from './test-recording.ts';

test('a latecomer is left out until they agree', async () => {
  const world = recordingWorld();
  const { clock, archive, call, begin } = world;
  const adele = call.join('Adele');
  answers(world, { [adele]: '1' });
  const recording = await begin({ consent: askEach({ by: ['key'] }) });
  const bruno = call.join('Bruno');
  call.sounds(bruno, 1_000);
  await clock.advance(5_000);
  const agreedMs = recording.durationMs;
  call.press('1', bruno);
  await clock.advance(2_000);
  await recording.stop();
  const { only } = archive;
  const sounds = only.soundOf(only.trackOf('Bruno'));
  expect(sounds[0]?.atMs).toBeGreaterThanOrEqual(agreedMs - 20);
  expect(only.soundOf(MIXED_TRACK).filter(({ atMs }) => atMs < agreedMs - 20)).toEqual([]);
  expect(toneMs(await only.heard(only.trackOf('Bruno')), 1_000)).toBeGreaterThan(1_900);
});

test('a latecomer sees that it is recorded, and has agreed by staying', async () => {
  const { clock, call, begin } = recordingWorld();
  call.join('Adele');
  const recording = await begin({ consent: announce() });
  call.join('Bruno');
  await clock.advance(100);
  expect(said(recording).slice(2)).toEqual(['Bruno told: notice of the carrier', 'Bruno agreed: notice of the carrier']);
  expect(call.said).toEqual(['This call is being recorded.']);
});

test('who comes while the others are asked is asked as well', async () => {
  const world = recordingWorld();
  const { clock, call, service } = world;
  const adele = call.join('Adele');
  const beginning = service.record(call, { consent: askEach({ by: ['key'] }) });
  await clock.advance(500);
  const bruno = call.join('Bruno');
  call.press('1', adele);
  await clock.advance(5_000);
  const recording = await beginning;
  call.press('1', bruno);
  await clock.advance(100);
  expect(said(recording).filter((line) => line.includes('agreed'))).toEqual(['Adele agreed: key 1', 'Bruno agreed: key 1']);
});

test('a withdrawal ends it at once: what waits to be written is not, and key 1 begins it again', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  call.sounds(adele, 500);
  await clock.advance(2_000);
  call.press('2', adele);
  const withdrawnMs = recording.durationMs;
  await clock.advance(2_000);
  const before = archive.only.soundOf(archive.only.trackOf('Adele'));
  expect(before.every(({ atMs }) => atMs < withdrawnMs)).toBe(true);
  call.press('1', adele);
  await clock.advance(1_000);
  await recording.stop();
  const after = archive.only.soundOf(archive.only.trackOf('Adele')).slice(before.length);
  expect(after[0]?.atMs).toBeGreaterThanOrEqual(withdrawnMs + 1_980);
  expect(said(recording).slice(2)).toEqual(['Adele withdrew: key 2', 'Adele agreed: key 1']);
});

test('taken back for what was before as well: the log says so', async () => {
  const withdrawing: ConsentPolicy = {
    ...announce(),
    key: (room, { participantId }, key) => room.withdraws(participantId, `key ${key}`, { andBefore: true }),
  };
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin({ consent: withdrawing });
  call.sounds(adele, 500);
  await clock.advance(1_000);
  call.press('*', adele);
  await recording.stop();
  expect(archive.only.notes.filter(({ kind }) => kind === 'withdrawn')).toEqual([
    { kind: 'withdrawn', personId: 'id-Adele', atMs: recording.durationMs },
  ]);
});

test('the bot may say for somebody that they agree or refuse, and is told of ids that nobody has', async () => {
  const { clock, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  recording.refuses(adele, 'by chat');
  recording.refuses(adele, 'by chat again');
  recording.agrees(adele, 'by form');
  await clock.advance(100);
  expect(said(recording).slice(2)).toEqual(['Adele withdrew: by chat', 'Adele agreed: by form']);
  expect(() => recording.agrees('nobody', 'by form')).toThrow(TypeError);
});

test('the organizer decides for all; a latecomer is told; who objects is left out', async () => {
  const world = recordingWorld();
  const { clock, call, begin } = world;
  const olga = call.join('Olga', { role: 'organizer' });
  const bruno = call.join('Bruno');
  answers(world, { [olga]: '1' });
  const recording = await begin({ consent: organizerDecides({ by: ['key'] }) });
  const carla = call.join('Carla');
  await clock.advance(2_000);
  call.press('2', bruno);
  await clock.advance(100);
  expect(said(recording)).toEqual([
    'Olga told: announcement',
    'Olga agreed: key 1',
    'Bruno told: announcement',
    'Bruno agreed: organizer',
    'Carla told: announcement',
    'Carla agreed: organizer',
    'Bruno withdrew: key 2',
  ]);
  expect(call.opened).toEqual([olga, bruno, carla]);
});

test.each([
  ['says no', 'organizer', '2', 'does not want it'],
  ['does not answer', 'organizer', '', 'did not answer'],
  ['is not here', 'attendee', '1', 'not here'],
])('the organizer %s: nothing is recorded', async (_, role, key, why) => {
  const world = recordingWorld();
  const { archive, call, begin } = world;
  const olga = call.join('Olga', { role });
  answers(world, key === '' ? {} : { [olga]: key });
  const refusal: unknown = await begin({ consent: organizerDecides({ by: ['key'], withinMs: 2_000 }) }).catch((error: unknown) => error);
  expect(code(refusal)).toBe('recording/not-allowed');
  expect((refusal as Error).message).toContain(why);
  expect([archive.recordings, call.opened]).toEqual([[], []]);
});

test('without sound apart the mix is kept only while everybody has agreed, and nothing that waited', async () => {
  const { clock, archive, call, begin } = recordingWorld({ has: ['sound'] });
  const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
  const asking = { ...announce(), joined: () => Promise.resolve() };
  const recording = await begin({ consent: asking });
  call.sounds(adele, 500);
  call.sounds(bruno, 800);
  await clock.advance(2_000);
  const carla = call.join('Carla');
  const cameMs = recording.durationMs;
  call.sounds(carla, 1_500);
  await clock.advance(2_000);
  const { only } = archive;
  expect(only.soundOf(MIXED_TRACK).every(({ atMs }) => atMs < cameMs)).toBe(true);
  recording.agrees(carla, 'by chat');
  await clock.advance(1_000);
  call.leave(carla);
  await recording.stop();
  const mix = await only.heard(MIXED_TRACK, 0, cameMs);
  expect([toneDb(mix, 500) > -30, toneDb(mix, 800) > -30, toneDb(mix, 1_500) < -70]).toEqual([true, true, true]);
  expect(only.soundOf(MIXED_TRACK).some(({ atMs }) => atMs >= cameMs + 2_000)).toBe(true);
  expect(call.opened.every((name) => name === 'mix')).toBe(true);
});
