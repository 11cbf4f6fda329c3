import { expect, test } from 'vitest';
import type { MeetingKey } from './meeting.ts';
import { mustWait } from './lobby.ts';
import { participantsOf } from './roster.ts';
import { atDesk, bookOf, done, house, meeting, taken, type House } from './test-house.ts';

const number = '555 0100';
const key: MeetingKey = { by: 'joinMeetingId', joinMeetingId: '5550100' };
const desk = { appId: 'desk', callbackUri: 'http://localhost/in', key } as const;

async function joined(h: House, userId: string): Promise<{ legId: string; userId: string }> {
  const { callId, legId } = done(h.switchboard.dial({ userId, pageId: `page-${userId}`, number }));
  await h.engine.connect({ roomId: callId, legId, offer: '' });
  return { legId, userId };
}

function open(scope: Parameters<typeof meeting>[0] = 'everyone', rest: Parameters<typeof meeting>[1] = {}): House {
  return house({ meetings: bookOf(meeting(scope, rest)) });
}

test('people dial into a meeting, an app joins it by its number, and it goes on while a person is there', async () => {
  const h = open();
  const ada = await joined(h, 'ada');
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'Every week', number: '5550100' } });
  const app = done(h.switchboard.joinMeeting(desk));
  expect(h.switchboard.calls()).toHaveLength(1);
  expect(h.told()).toEqual(['desk establishing', 'desk established', 'desk established active', 'desk roster desk,Ada']);
  expect(h.notices.at(-2)).toMatchObject({ group: { meeting: { meetingId: 'weekly' } } });
  await joined(h, 'grace');
  expect(h.told().at(-1)).toBe('desk roster Grace,desk,Ada');
  h.switchboard.hangUp(ada);
  h.switchboard.hangUpApp({ appId: 'desk', legId: app.legId });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'terminated', as: 'hungUp', group: { meeting: { meetingId: 'weekly' } } });
  await h.clock.advance(60 * 60_000);
  expect(h.personLeg('grace')?.state).toBe('connected');
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  expect(h.switchboard.calls()[0]?.endedBecause).toBe('Everybody has left.');
  expect(h.engine.rooms.size).toBe(0);
});

test('a meeting in which only apps are left ends in a while, unless a person comes', async () => {
  const h = open();
  done(h.switchboard.joinMeeting(desk));
  await h.clock.advance(4 * 60_000);
  const ada = await joined(h, 'ada');
  await h.clock.advance(2 * 60_000);
  expect(h.appLeg('desk')?.state).toBe('connected');
  h.switchboard.hangUp(ada);
  await h.clock.advance(5 * 60_000);
  expect(h.told().at(-1)).toBe('desk terminated onlyAppsLeft');
});

test('a meeting that is over begins anew for the next who comes', async () => {
  const h = open();
  const { callId } = done(h.switchboard.dial({ userId: 'ada', pageId: 'p', number }));
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  expect(done(h.switchboard.joinMeeting(desk)).callId).not.toBe(callId);
});

test.each([
  [key, true],
  [{ by: 'coordinates', threadId: '19:meeting_weekly@thread.v2', organizerId: 'ada' }, true],
  [{ by: 'conversation', conversationId: 'weekly' }, true],
  [{ by: 'coordinates', threadId: '19:meeting_weekly@thread.v2', organizerId: 'grace' }, 'switchboard/unknown-meeting'],
  [{ by: 'conversation', conversationId: 'x' }, 'switchboard/unknown-meeting'],
  [{ by: 'joinMeetingId', joinMeetingId: '5550100', passcode: 'wrong' }, 'switchboard/wrong-passcode'],
] as const)('a meeting is found by %j: %s', (by, found) => {
  const result = open().switchboard.joinMeeting({ ...desk, key: by });
  expect(result.ok ? true : result.code).toBe(found);
});

test('a meeting with a passcode is entered with it only', () => {
  const h = open('everyone', { passcode: '1234' });
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'p', number })).toMatchObject({ code: 'switchboard/wrong-passcode' });
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'p', number, passcode: '1234' }).ok).toBe(true);
});

test('nobody is in a meeting twice, and no stranger joins', async () => {
  const h = open();
  await joined(h, 'ada');
  done(h.switchboard.joinMeeting(desk));
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'q', number })).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(h.switchboard.joinMeeting(desk)).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(h.switchboard.dial({ userId: 'nobody', pageId: 'q', number })).toMatchObject({ code: 'switchboard/unknown-person' });
  expect(h.switchboard.joinMeeting({ ...desk, appId: 'nobody' })).toMatchObject({ code: 'switchboard/unknown-app' });
});

test('one who is rung for the meeting, and dials into it, answers', async () => {
  const h = open();
  await joined(h, 'ada');
  const { legId } = done(h.switchboard.joinMeeting(desk));
  h.switchboard.invite({ appId: 'desk', legId, invitees: [{ target: { kind: 'person', userId: 'grace' } }] });
  const rings = h.personLeg('grace')?.legId;
  expect((await joined(h, 'grace')).legId).toBe(rings);
  expect(h.told().slice(-2)).toEqual(['desk inviteEnded joined', 'desk roster Grace,desk,Ada']);
});

test('an empty house has no meetings, and their numbers are nobody’s', async () => {
  const h = house();
  expect(h.switchboard.joinMeeting(desk)).toMatchObject({ code: 'switchboard/unknown-meeting' });
  await joined(h, 'ada');
  expect(h.switchboard.calls()[0]?.announcement?.name).toBe('number-unknown');
});

test('a full switchboard begins no meeting, and lets people into the one that is up', () => {
  const h = house({ meetings: bookOf(meeting()), limits: { calls: 1 } });
  done(h.switchboard.joinMeeting(desk));
  expect(h.switchboard.dial({ userId: 'grace', pageId: 'p', number: '201' })).toMatchObject({ code: 'switchboard/full' });
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'p', number }).ok).toBe(true);
});

const party = (kind: 'person' | 'app' | 'guest', id: string, tenantId = 'tenant-1') => ({ kind, id, tenantId, name: id, number: '' });

test.each([
  ['everyone', 'ada 0 grace 0 eve 0 app 0 guest 0'],
  ['organization', 'ada 0 grace 0 eve 1 app 0 guest 1'],
  ['organizer', 'ada 0 grace 1 eve 1 app 1 guest 1'],
  ['invited', 'ada 0 grace 0 eve 1 app 1 guest 1'],
] as const)('who waits in a lobby for all but %s: %s', (scope, expected) => {
  const parties = { ada: party('person', 'ada'), grace: party('person', 'grace'), eve: party('person', 'eve', 'tenant-2'), app: party('app', 'a'), guest: party('guest', 'g') }; // prettier-ignore
  const waits = Object.entries(parties).map(([name, each]) => `${name} ${String(Number(mustWait(meeting(scope), each)))}`);
  expect(waits.join(' ')).toBe(expected);
});

test('a guest waits in the lobby: connected, apart from all, and may not play until it is let in', async () => {
  const h = open('organization');
  const ada = await joined(h, 'ada');
  const guest = done(h.switchboard.joinMeeting({ ...desk, guestName: 'Visitor' }));
  const own = { appId: 'desk', legId: guest.legId };
  expect(h.engine.last('route')).toEqual({ kind: 'route', roomId: guest.callId, apart: [guest.legId], groups: [] });
  expect(h.appLeg('desk')).toMatchObject({ state: 'connected', isInLobby: true, self: { kind: 'guest', name: 'Visitor' } });
  expect(h.told().slice(-2)).toEqual(['desk established active', 'desk roster Visitor,Ada']);
  expect(h.switchboard.play({ ...own, prompts: [] })).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(h.switchboard.admit({ ...own, participantIds: 'all' })).toMatchObject({ code: 'switchboard/wrong-state' });
  h.switchboard.subscribeTones(own);
  h.switchboard.pressKey({ ...ada, key: '1' });
  expect(h.told()).not.toContain('desk tone 1#1');
  done(h.switchboard.admitPerson({ ...ada, participantIds: [h.appLeg('desk')?.participantId ?? ''] }));
  expect(h.engine.last('route')).toMatchObject({ apart: [] });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [h.appLeg('desk')?.participantId] });
  expect(h.switchboard.play({ ...own, prompts: [] }).ok).toBe(true);
  await h.clock.advance(31 * 60_000);
  expect(h.appLeg('desk')?.state).toBe('connected');
});

test('an app lets in all who wait, and sends one away', async () => {
  const h = open('invited');
  const own = { appId: 'desk', legId: done(h.switchboard.joinMeeting(desk)).legId };
  await joined(h, 'grace');
  const linus = await joined(h, 'linus');
  expect(h.switchboard.admitPerson({ userId: 'linus', legId: linus.legId, participantIds: 'all' })).toMatchObject({ ok: false });
  done(h.switchboard.admitPerson({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '', participantIds: 'all' }));
  expect([h.appLeg('desk')?.isInLobby, h.personLeg('linus')?.isInLobby]).toEqual([false, false]);
  const eve = await joined(h, 'eve');
  const participantId = h.personLeg('eve')?.participantId ?? '';
  done(h.switchboard.denyEntry({ ...own, participantId }));
  expect(h.personLeg('eve')).toMatchObject({ endedAs: 'lobbyDenied', legId: eve.legId });
  expect(h.switchboard.denyEntry({ ...own, participantId: h.personLeg('grace')?.participantId ?? '' })).toMatchObject({
    code: 'switchboard/wrong-state',
  });
  expect(h.switchboard.removeParticipant({ ...own, participantId })).toMatchObject({ code: 'switchboard/unknown-participant' });
});

test('people of another tenant let nobody in', async () => {
  const h = open('organization', { lobby: { scope: 'everyone', invitedIds: [] } });
  const eve = await joined(h, 'eve');
  expect(h.switchboard.admitPerson({ ...eve, participantIds: 'all' })).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
});

test('a lobby in which nobody is let in is left after half an hour', async () => {
  const h = open('organizer');
  await joined(h, 'grace');
  await h.clock.advance(30 * 60_000);
  expect(h.personLeg('grace')?.endedAs).toBe('lobbyTimedOut');
  expect(h.switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
});

test('whoever waits is in the roster as one who waits', async () => {
  const h = open('organizer');
  await joined(h, 'ada');
  await joined(h, 'grace');
  const [call] = h.switchboard.calls();
  expect(call && participantsOf(call).map(({ self, isInLobby }) => [self.id, isInLobby])).toEqual([
    ['grace', true],
    ['ada', false],
  ]);
});

test('a call between two has no part in meetings', async () => {
  const h = open();
  const own = await atDesk(h);
  done(h.switchboard.invite({ ...own, invitees: [{ target: { kind: 'person', userId: 'grace' } }] }));
  await taken(h, 'grace');
  expect(h.switchboard.admitPerson({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '', participantIds: 'all' })).toMatchObject({
    code: 'switchboard/wrong-state',
  });
});
