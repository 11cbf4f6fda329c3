import { expect, test } from 'vitest';
import { levelDb } from '../media/level.ts';
import type { Bundle, BundleFact } from './bundle.ts';
import { firstDifference } from './first-difference.ts';
import { readBundle, soundOf } from './read-bundle.ts';
import { adaId, begunMs, botId, testBundle, testMessages } from './test-bundle.ts';
import { withoutPersons } from './without-persons.ts';

/** Each stands somewhere in the bundle, and none may be left. */
const canaries = [
  'Ada', 'Moreno', 'Grace', 'Hopperton', 'Linus', 'quarterly', 'Elephant', '201', '+49 30 1234567', '4930765432', '0171 5551234',
  'ada.moreno@contoso.example', 'contoso', adaId, 'a0000000-0000-4000-8000-0000000002ff', 'c0000000-0000-4000-8000-000000000001',
  '203.0.113.77', '2001:db8:1::7', 'meetup-join', 'S3cretPass', 'hush-token', 'laptop-of-ada', 'nHkLp2QxT0mZ9fR4sVbYcW', 'Zoe', '7788', 'Ünsal',
]; // prettier-ignore

const body = JSON.stringify({
  value: [
    {
      resourceData: {
        subject: 'Quarterly Elephant',
        source: {
          identity: {
            user: {
              id: 'a0000000-0000-4000-8000-0000000002ff',
              displayName: 'Grace Hopperton',
              tenantId: 'c0000000-0000-4000-8000-000000000001',
            },
          },
        },
        targets: [{ identity: { phone: { id: '+49 30 1234567' }, application: { id: botId, displayName: 'front desk' } } }],
        guest: { displayName: 'Linus' },
        note: 'GRACE_HOPPERTON and Ünsal (0171 5551234) wrote from 203.0.113.77 and 2001:db8:1::7 about the quarterly elephant; call +4930765432.',
        mail: 'ada.moreno@contoso.example',
        joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=a0000000-0000-4000-8000-000000000201',
        text: 'Join at https://teams.microsoft.com/l/meetup-join/other or https://laptop-of-ada.contoso.example:8080/x?of=201',
        meetingToken: 'hush-token',
        passcode: 'S3cretPass',
        endpoint: { givenName: 'Zoe', surname: 'Ünsal' },
        thread: '19:meeting_nHkLp2QxT0mZ9fR4sVbYcW@thread.v2',
        'Ada Moreno': { 'ada.moreno': true },
      },
    },
  ],
});

const fact = (type: string, more: object): BundleFact => ({ version: 1, callId: 'call-1', atMs: begunMs, type, ...more });

function planted(): Bundle {
  const bundle = testBundle();
  const party = { kind: 'nobody', id: '+4930765432', name: '+4930765432', number: '+4930765432' } as const;
  const keys = Array.from('7788').map((key, at) => ({ kind: 'key', who: adaId, key, atMs: 3_000 + at * 300 }) as const);
  const message = { atMs: 1, appId: botId, method: 'POST', url: `http://laptop-of-ada:4400/users/${adaId}?name=Ada%20Moreno`, seenBy: [] };
  return {
    ...bundle,
    lacks: ['Ada left early.'],
    facts: [
      ...bundle.facts,
      fact('becameGroup', { subject: 'Quarterly Elephant', threadId: '19:nHkLp2QxT0mZ9fR4sVbYcW@thread.v2' }),
      fact('transferStarted', { target: party }),
    ],
    messages: [
      { ...message, direction: 'command', requestBody: body, responseBody: body },
      { ...message, direction: 'notification', requestBody: body.slice(0, -20), responseBody: 'Ada Moreno, client_secret=S3cretPass' },
    ],
    sounds: { 'said by Ada': bundle.sounds['said 1'] ?? '' },
    deeds: [
      { kind: 'dial', who: adaId, number: '100', atMs: 0 },
      { kind: 'dial', who: adaId, number: '+49 30 1234567', atMs: 1 },
      ...keys,
      { kind: 'say', who: adaId, sound: 'said by Ada', atMs: 4_000 },
    ],
    heard: [{ who: adaId, sound: 'said by Ada', atMs: 1 }],
  };
}

test('nothing that was planted is left, in any field and any body', () => {
  const without = withoutPersons(planted(), { sound: 'remove' });
  const text = JSON.stringify({ ...without, sounds: Object.keys(without.sounds) }).toLowerCase();
  const keys = without.deeds.map((deed) => (deed.kind === 'key' ? deed.key : '')).join('');
  const left = canaries.filter((canary) => `${text} ${keys}`.includes(canary.toLowerCase()));
  expect(left).toEqual([]);
});

test('the same person has the same stand-in everywhere, and what is no person stays', () => {
  const without = withoutPersons(planted(), { sound: 'remove' });
  expect(readBundle(JSON.stringify(without))).toBeTruthy();
  expect(without.people).toEqual([{ userId: without.deeds[0]?.who, name: 'Person 1', number: without.call.from.number }]);
  expect(without.call.from).toMatchObject({ name: 'Person 1', id: without.people[0]?.userId });
  expect(without.call.to).toMatchObject({ name: 'front desk', id: botId, number: '100' });
  expect(without.facts.at(-3)).toMatchObject({ because: 'Person 1 hung up.' });
  expect(without.deeds.find(({ kind }) => kind === 'dial')).toMatchObject({ number: '100' });
  expect(without.messages[0]?.requestBody).toContain(
    '"application":{"id":"b0000000-0000-4000-8000-000000000100","displayName":"front desk"}',
  );
  expect(without.call.begunMs).toBe(begunMs);
});

test('a voice becomes a tone that is as long and as loud', () => {
  const before = testBundle();
  const after = withoutPersons(before, { sound: 'remove' });
  const [said, tone] = [soundOf(before, 'said 1'), soundOf(after, 'sound 1')];
  expect(tone).toHaveLength(said.length);
  expect(Math.abs(levelDb(tone) - levelDb(said))).toBeLessThan(2);
  expect(after.sounds['sound 1']).not.toBe(before.sounds['said 1']);
  expect(withoutPersons(before, { sound: 'keep' }).sounds['sound 1']).toBe(before.sounds['said 1']);
  expect(withoutPersons(after, { sound: 'keep' }).personsRemoved).toEqual({ sound: 'removed' });
});

test('the way through a menu stays, and a long number becomes zeros, also where the app was told of it', () => {
  const told = (atMs: number, tone: string): object => ({ atMs, direction: 'notification', appId: botId, method: 'POST', url: 'http://x', seenBy: [], requestBody: `{"toneInfo":{"tone": "${tone}"}}` }); // prettier-ignore
  const pressed = Array.from('14711#2').map((key, at) => ({ kind: 'key', who: adaId, key, atMs: at === 0 ? 0 : 10_000 + at * 500 }) as const); // prettier-ignore
  const tones = ['tone1', 'tone4', 'tone7', 'tone1', 'tone1', 'pound', 'tone2'].map((tone, at) => told(at === 0 ? 0 : 10_000 + at * 500, tone)); // prettier-ignore
  const without = withoutPersons(
    { ...testBundle(), deeds: pressed, messages: tones as unknown as Bundle['messages'] },
    { sound: 'remove' },
  );
  expect(without.deeds.map((deed) => (deed.kind === 'key' ? deed.key : '?')).join('')).toBe('10000#2');
  expect(without.messages.map(({ requestBody = '' }) => /"tone":"(\w+)"/.exec(requestBody)?.[1])).toEqual(['tone1', 'tone0', 'tone0', 'tone0', 'tone0', 'pound', 'tone2']); // prettier-ignore
});

test('messages without persons still compare as alike', () => {
  const bundle = { ...testBundle(), messages: testMessages(1) };
  const other = { ...testBundle(), messages: testMessages(2) };
  expect(firstDifference(withoutPersons(bundle, { sound: 'remove' }).messages, withoutPersons(other, { sound: 'keep' }).messages)).toBeUndefined(); // prettier-ignore
});
