/** Consent: nothing before it, nothing of whoever has not given it, everything in the ledger. */
import { expect, test } from 'vitest';
import { toneDb } from '../../media/goertzel.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';
import { announce } from './consent/announce.ts';
import { askEach } from './consent/ask-each.ts';
import { ledgerOf } from './ledger.ts';
import type { ConsentPolicy } from './port.ts';
import { answers, code, recordingWorld, said, tenantId } from './test-recording.ts';

test('before everybody was asked nothing is begun, nobody is listened to and nothing is written', async () => {
  const world = recordingWorld();
  const { clock, archive, call, service } = world;
  const adele = call.join('Adele');
  call.sounds(adele, 500);
  const beginning = service.record(call, { consent: askEach({ by: ['key'] }) });
  await clock.advance(8_000);
  expect([archive.recordings, call.opened]).toEqual([[], []]);
  call.press('1', adele);
  await clock.advance(2_000);
  const recording = await beginning;
  await recording.stop();
  const [first] = archive.only.soundOf(archive.only.trackOf('Adele'));
  // Nothing of what was said before is in it.
  expect(first?.atMs).toBeLessThan(100);
  expect(said(recording)).toEqual(['Adele told: announcement', 'Adele agreed: key 1']);
});

test('who refuses is in no track and not in the mix, not even as a whisper', async () => {
  const world = recordingWorld();
  const { clock, archive, call, begin } = world;
  const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
  answers(world, { [adele]: '1', [bruno]: '2' });
  const recording = await begin({ consent: askEach({ by: ['key'] }) });
  call.sounds(adele, 500);
  call.sounds(bruno, 1_000);
  await clock.advance(3_000);
  await recording.stop();
  const { only } = archive;
  expect(only.tracks.map(({ info }) => (info.kind === 'mixed' ? 'mixed' : info.name))).toEqual(['Adele', 'mixed']);
  const mix = await only.heard(MIXED_TRACK, recording.durationMs - 2_500, recording.durationMs - 200);
  expect(toneDb(mix, 500)).toBeGreaterThan(-20);
  expect(toneDb(mix, 1_000)).toBeLessThan(-80);
  expect(call.opened).toEqual([adele]);
  expect(call.said.at(-1)).toContain('left out');
  expect(JSON.stringify(only.notes)).not.toContain('Bruno');
});

test('nobody agrees: it is refused, nothing was begun, people see so, and the call keeps the ledger', async () => {
  const world = recordingWorld();
  const { archive, call, begin, facts } = world;
  const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
  answers(world, { [adele]: '2' });
  const refusal: unknown = await begin({ consent: askEach({ by: ['key'], withinMs: 3_000 }) }).catch((error: unknown) => error);
  expect(code(refusal)).toBe('recording/not-allowed');
  expect([archive.recordings, call.opened, call.told]).toEqual([[], [], ['recording', 'notRecording']]);
  const kept = await facts.read({ tenant: tenantId, stream: 'calls/chain-1/consent' });
  expect(kept.map(({ type, data }) => `${type} ${(data as { what?: string }).what ?? ''}`)).toEqual([
    'consentChanged refused',
    'consentChanged told',
    'consentChanged noAnswer',
    'recordingNotBegun ',
  ]);
  expect(bruno).toBe('visit-2');
});

test('an announcement is refused where the carrier shows nothing, and says what to do', async () => {
  const { archive, call, begin } = recordingWorld({ shows: 'refused' });
  call.join('Adele');
  const refusal: unknown = await begin({ consent: announce() }).catch((error: unknown) => error);
  expect(code(refusal)).toBe('recording/not-allowed');
  expect((refusal as Error).message).toContain('askEach()');
  expect([archive.recordings, call.said]).toEqual([[], []]);
});

test('where the carrier shows nothing, asking each suffices', async () => {
  const world = recordingWorld({ shows: 'refused' });
  const adele = world.call.join('Adele');
  answers(world, { [adele]: '1' });
  const recording = await world.begin({ consent: askEach() });
  expect(recording.state).toBe('recording');
  expect(world.call.told).toEqual([]);
});

test('one may answer by voice, and the first answer counts', async () => {
  const heard: string[] = [];
  const { call, begin } = recordingWorld({
    words: (id, words) => {
      heard.push(id);
      return Promise.resolve(words.includes('yes') ? 'yes' : undefined);
    },
  });
  const adele = call.join('Adele');
  const recording = await begin({ consent: askEach({ by: ['key', 'voice'] }) });
  expect([said(recording).at(-1), heard]).toEqual(['Adele agreed: voice "yes"', [adele]]);
});

test('where nobody is told who presses, keys of several are no answer; between two they are', async () => {
  const several = recordingWorld({ tellsWhoPresses: false });
  several.call.join('Adele');
  several.call.join('Bruno');
  several.call.onSay = () => several.call.press('1');
  const refusal: unknown = await several.begin({ consent: askEach({ by: ['key'] }) }).catch((error: unknown) => error);
  expect(code(refusal)).toBe('recording/not-allowed');
  const two = recordingWorld({ tellsWhoPresses: false, between: 'two', has: ['sound'] });
  two.call.onSay = () => two.call.press('1');
  const recording = await two.begin({ consent: askEach({ by: ['key'] }) });
  expect(said(recording)).toEqual(['Adele agreed: key 1']);
});

test('an empty room is waited in, and the end of the call ends the waiting', async () => {
  const waiting = recordingWorld();
  const beginning = waiting.service.record(waiting.call);
  await waiting.clock.advance(60_000);
  expect(waiting.call.told).toEqual([]);
  waiting.call.join('Adele');
  await waiting.clock.advance(2_000);
  expect((await beginning).state).toBe('recording');
  const over = recordingWorld();
  const never = over.service.record(over.call).catch((error: unknown) => error);
  over.call.end();
  await over.clock.settle();
  expect(code(await never)).toBe('recording/call-ended');
});

test('aborting while people are asked calls it off with its own reason', async () => {
  const { clock, archive, call, service } = recordingWorld();
  call.join('Adele');
  const abort = new AbortController();
  const beginning = service.record(call, { consent: askEach(), signal: abort.signal }).catch((error: unknown) => error);
  await clock.advance(2_000);
  const reason = new Error('changed my mind');
  abort.abort(reason);
  await clock.settle();
  expect(await beginning).toBe(reason);
  expect([archive.recordings, call.told]).toEqual([[], ['recording', 'notRecording']]);
});

test('a policy that waits for ever does not outlive the call', async () => {
  const { clock, call, service } = recordingWorld();
  call.join('Adele');
  const policy: ConsentPolicy = { name: 'mine', open: () => new Promise(() => undefined), joined: () => Promise.resolve() };
  const beginning = service.record(call, { consent: policy }).catch((error: unknown) => error);
  await clock.advance(1_000);
  call.end();
  await clock.settle();
  expect(code(await beginning)).toBe('recording/call-ended');
});

test('the ledger is on record before the first byte, names nobody, and gets names from the recording', async () => {
  const { facts, call, begin } = recordingWorld();
  call.join('Adele');
  const recording = await begin();
  await recording.stop();
  const kept = await facts.read({ tenant: tenantId, stream: `recordings/${recording.id}/consent` });
  expect(JSON.stringify(kept)).not.toContain('"Adele"');
  const read = await ledgerOf(recording.id, { facts, tenantId, people: [{ id: 'id-Adele', name: 'Adele' }] });
  expect(read).toEqual(recording.ledger);
});

test('a consent that cannot be put on record is none', async () => {
  const world = recordingWorld();
  const { clock, facts, call, begin } = world;
  call.join('Adele');
  const recording = await begin();
  await facts[Symbol.asyncDispose]();
  const bruno = call.join('Bruno');
  await clock.advance(1_000);
  call.sounds(bruno, 1_000);
  await clock.advance(1_000);
  await recording.stop();
  expect(call.opened).toEqual(['visit-1']);
  expect(world.archive.only.tracks.some(({ info }) => info.kind !== 'mixed' && info.name === 'Bruno')).toBe(false);
});
