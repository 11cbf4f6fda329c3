/** Recordings in a real archive, on a real disk: what is heard in the files that come out. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from '../../archive/archive.ts';
import { newPlace, operator, type Place } from '../../archive/test-archive.ts';
import { toneDb, toneMs } from '../../media/goertzel.ts';
import { readWav } from '../../media/wav.ts';
import { askEach } from './consent/ask-each.ts';
import { ledgerOf } from './ledger.ts';
import type { ConsentPolicy, Recording, RecordingOptions } from './port.ts';
import { RecordingService } from './recording-service.ts';
import { TestCall } from './test-call.ts';
import { tenantId } from './test-recording.ts';

let place: Place;
let archive: Archive;
let call: TestCall;
beforeEach(async () => {
  place = await newPlace();
  archive = await place.open();
  call = new TestCall({ clock: place.clock });
});
afterEach(() => place[Symbol.asyncDispose]());

async function begun(options: RecordingOptions = {}): Promise<Recording> {
  const { clock, facts } = place;
  const service = new RecordingService({ archive, facts, tenantId, clock });
  const beginning = service.record(call, options);
  await clock.advance(4_000);
  return beginning;
}

async function heard(recordingId: string, content: Parameters<Archive['openFile']>[2]): Promise<Int16Array> {
  const file = await archive.openFile(operator, recordingId, content, 'wav');
  return readWav(await file.read(0, file.sizeBytes));
}

test('each is heard on their own track and in the mix at their time, and who refused nowhere', async () => {
  const [adele, bruno, carla] = [call.join('Adele'), call.join('Bruno'), call.join('Carla')];
  call.onSay = () => {
    for (const [id, key] of [
      [adele, '1'],
      [bruno, '1'],
      [carla, '2'],
    ] as const)
      call.press(key, id);
  };
  const recording = await begun({ consent: askEach({ by: ['key'] }), formats: ['wav'] });
  const beganMs = recording.durationMs;
  for (const [id, hertz] of [
    [adele, 500],
    [bruno, 900],
    [carla, 1_300],
  ] as const) {
    call.sounds(id, hertz);
    await place.clock.advance(1_000);
    call.sounds(id);
  }
  const kept = await recording.stop();
  expect([kept.state, kept.people.map(({ name }) => name)]).toEqual(['saved', ['Adele', 'Bruno']]);
  const trackOf = (name: string): number => kept.tracks.find(({ info }) => info.kind === 'voice' && info.name === name)?.track ?? -1;
  const mix = await heard(recording.id, { kind: 'mixed' });
  const lanes = [
    await heard(recording.id, { kind: 'track', track: trackOf('Adele') }),
    await heard(recording.id, { kind: 'track', track: trackOf('Bruno') }),
  ];
  for (const sound of [mix, ...lanes]) expect(toneDb(sound, 1_300)).toBeLessThan(-70);
  expect(lanes.map((lane) => [toneMs(lane, 500) > 900, toneMs(lane, 900) > 900])).toEqual([
    [true, false],
    [false, true],
  ]);
  const second = mix.subarray((beganMs + 1_100) * 16, (beganMs + 1_900) * 16);
  expect([toneDb(second, 900) > -20, toneDb(second, 500) < -60]).toEqual([true, true]);
  const ledger = await ledgerOf(recording.id, { facts: place.facts, tenantId, people: kept.people });
  expect(ledger.map(({ person, what }) => `${person.name ?? person.id} ${what}`)).toEqual([
    'Adele agreed',
    'Bruno agreed',
    'id-Carla refused',
  ]);
});

test('who takes consent back for what was before is in no file', async () => {
  const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
  const policy: ConsentPolicy = {
    name: 'mine',
    open: async (room) => room.people.forEach(({ participantId }) => room.agrees(participantId, 'by form')),
    joined: () => Promise.resolve(),
    key: (room, { participantId }) => room.withdraws(participantId, 'key', { andBefore: true }),
  };
  const recording = await begun({ consent: policy, formats: ['wav'] });
  call.sounds(adele, 500);
  call.sounds(bruno, 900);
  await place.clock.advance(2_000);
  call.press('9', bruno);
  await place.clock.advance(1_000);
  await recording.stop();
  const mix = await heard(recording.id, { kind: 'mixed' });
  expect([toneMs(mix, 500) > 2_500, toneDb(mix, 900) < -70]).toEqual([true, true]);
});

test('a program that dies leaves what was kept to the next start, and writes nothing of it again', async () => {
  const adele = call.join('Adele');
  const recording = await begun();
  call.sounds(adele, 500);
  await place.clock.advance(3_000);
  // As a crash: nobody stops the recording.
  await archive[Symbol.asyncDispose]();
  await place.clock.advance(2_000);
  const next = await place.open();
  await next.recover();
  const kept = await next.get(operator, recording.id);
  expect(kept.state).toBe('saved');
  expect(kept.durationMs).toBeGreaterThan(2_000);
  expect(kept.tracks.map(({ info }) => info.kind).toSorted()).toEqual(['mixed', 'voice']);
});
