import { expect, test } from 'vitest';
import type { MeetingRole } from './taking-part.ts';
import { roleOf } from './roles.ts';
import { done, house, threeTalk, type House } from './test-house.ts';
import { appComes, comes, does, linesOf, meetingHouse, pidOf } from './test-meeting.ts';

const presenters = { scope: 'named', userIds: ['grace'] } as const;

/** Ada holds the meeting, Grace is a presenter, Linus an attendee, Eve waits in nobody's lobby; the desk is a bot. */
async function full(): Promise<House> {
  const h = meetingHouse({ presenters });
  for (const userId of ['ada', 'grace', 'linus', 'eve']) await comes(h, userId);
  appComes(h);
  return h;
}

function roles(h: House): Readonly<Record<string, MeetingRole>> {
  const [call] = h.switchboard.calls();
  return Object.fromEntries(call?.legs.map((leg) => [leg.self.id, roleOf(call, leg)]) ?? []);
}

test('the organizer organizes, who is named presents, and so do bots; all others attend', async () => {
  expect(roles(await full())).toEqual({ ada: 'organizer', grace: 'presenter', linus: 'attendee', eve: 'attendee', desk: 'presenter' });
});

test.each([
  [{ scope: 'everyone', userIds: [] }, 'presenter presenter'],
  [{ scope: 'organization', userIds: [] }, 'presenter attendee'],
  [{ scope: 'named', userIds: ['eve'] }, 'attendee presenter'],
  [undefined, 'presenter presenter'],
] as const)('where presenters are %j, Linus of the house and Eve of another are %s', async (scope, expected) => {
  const h = meetingHouse({ presenters: scope });
  for (const userId of ['ada', 'linus', 'eve']) await comes(h, userId);
  const { linus, eve } = roles(h);
  expect(`${linus ?? ''} ${eve ?? ''}`).toBe(expected);
});

test.each([
  ['lowerHand', 'ada grace'],
  ['muteOther', 'ada grace'],
  ['removeOther', 'ada grace'],
  ['stopSharingOf', 'ada grace'],
  ['giveRole', 'ada'],
] as const)('%s is for %s', async (kind, expected) => {
  const may: string[] = [];
  for (const userId of ['ada', 'grace', 'linus']) {
    const h = await full();
    const deed = { participantId: pidOf(h, 'eve'), role: 'presenter' } as const;
    const result = does(h, userId, kind === 'giveRole' ? { kind, ...deed } : { kind, participantId: deed.participantId });
    if (result.ok) may.push(userId);
    else expect(result.code).toBe('switchboard/not-allowed');
  }
  expect(may.join(' ')).toBe(expected);
});

test('whoever is muted is told by whom, and unmutes herself; all others are muted at once', async () => {
  const h = await full();
  const lines = linesOf(h);
  done(does(h, 'grace', { kind: 'muteOther', participantId: pidOf(h, 'linus') }));
  expect(h.personLeg('linus')).toMatchObject({ isMuted: true, isMutedByOther: true, mutedBy: { name: 'Grace' } });
  expect(lines).toEqual(['linus: Grace muted you.']);
  done(h.switchboard.mute({ legId: h.personLeg('linus')?.legId ?? '', userId: 'linus', isMuted: false }));
  expect(h.personLeg('linus')).toMatchObject({ isMuted: false, isMutedByOther: false, mutedBy: undefined });
  done(does(h, 'grace', { kind: 'muteOther', participantId: 'all' }));
  const muted = h.switchboard
    .calls()[0]
    ?.legs.filter(({ isMuted }) => isMuted)
    .map(({ self }) => self.id);
  expect(muted).toEqual(['ada', 'linus', 'eve', 'desk']);
  expect(h.engine.last('mute')).toMatchObject({ isMuted: true });
});

test('an attendee mutes nobody, least of all the organizer', async () => {
  const h = await full();
  expect(does(h, 'linus', { kind: 'muteOther', participantId: pidOf(h, 'ada') })).toMatchObject({
    ok: false,
    code: 'switchboard/not-allowed',
    message: 'Attendees cannot mute others.',
  });
  expect(h.personLeg('ada')?.isMuted).toBe(false);
});

test('one is removed by a presenter; nobody removes the organizer, or herself', async () => {
  const h = await full();
  done(does(h, 'grace', { kind: 'removeOther', participantId: pidOf(h, 'linus') }));
  expect(h.personLeg('linus')).toMatchObject({ endedAs: 'removed', endedBecause: 'Grace removed you.' });
  expect(does(h, 'grace', { kind: 'removeOther', participantId: pidOf(h, 'ada') })).toMatchObject({ code: 'switchboard/not-allowed' });
  expect(does(h, 'grace', { kind: 'removeOther', participantId: pidOf(h, 'grace') })).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(does(h, 'grace', { kind: 'removeOther', participantId: 'nobody' })).toMatchObject({ code: 'switchboard/unknown-participant' });
});

test('a role that was given stays with whoever leaves and comes back; bots and the organizer keep theirs', async () => {
  const h = await full();
  const lines = linesOf(h);
  done(does(h, 'ada', { kind: 'giveRole', participantId: pidOf(h, 'linus'), role: 'presenter' }));
  expect(lines).toEqual(['linus: Ada made you a presenter.']);
  h.switchboard.hangUp({ userId: 'linus', legId: h.personLeg('linus')?.legId ?? '' });
  await comes(h, 'linus');
  expect(roles(h)).toMatchObject({ linus: 'presenter' });
  for (const who of ['ada', 'desk'])
    expect(does(h, 'ada', { kind: 'giveRole', participantId: pidOf(h, who), role: 'attendee' })).toMatchObject({
      code: 'switchboard/not-allowed',
    });
});

test('the organizer ends the meeting for all, and nobody else does', async () => {
  const h = await full();
  expect(does(h, 'grace', { kind: 'endMeeting' })).toMatchObject({ code: 'switchboard/not-allowed' });
  done(does(h, 'ada', { kind: 'endMeeting' }));
  expect(h.personLeg('ada')).toMatchObject({ endedAs: 'hungUp', endedBecause: 'You ended the meeting.' });
  expect(h.personLeg('linus')).toMatchObject({ endedAs: 'otherHungUp', endedBecause: 'Ada ended the meeting for all.' });
  expect(h.engine.rooms.size).toBe(0);
});

test('in a group call everybody is a presenter, and nobody gives roles or ends it for all', async () => {
  const h = house();
  await threeTalk(h);
  expect(roles(h)).toEqual({ ada: 'presenter', desk: 'presenter', grace: 'presenter' });
  done(does(h, 'grace', { kind: 'muteOther', participantId: pidOf(h, 'ada') }));
  const given = does(h, 'grace', { kind: 'giveRole', participantId: pidOf(h, 'ada'), role: 'attendee' });
  expect([given, does(h, 'ada', { kind: 'endMeeting' })].map((result) => (result.ok ? '' : result.code))).toEqual([
    'switchboard/not-allowed',
    'switchboard/not-allowed',
  ]);
});

test('hands are seen in their order, told to the others, and lowered by presenters and when their owners leave', async () => {
  const h = await full();
  const lines = linesOf(h);
  done(does(h, 'linus', { kind: 'raiseHand', isRaised: true }));
  await h.clock.advance(10);
  done(does(h, 'eve', { kind: 'raiseHand', isRaised: true }));
  const first = h.personLeg('linus')?.handMs ?? 0;
  done(does(h, 'linus', { kind: 'raiseHand', isRaised: true }));
  expect(h.personLeg('linus')?.handMs).toBe(first);
  expect(h.personLeg('eve')?.handMs).toBe(first + 10);
  expect(lines.filter((line) => line.startsWith('ada'))).toEqual(['ada: Linus raised a hand.', 'ada: Eve raised a hand.']);
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [pidOf(h, 'eve')] });
  done(does(h, 'grace', { kind: 'lowerHand', participantId: pidOf(h, 'linus') }));
  expect([h.personLeg('linus')?.handMs, lines.at(-1)]).toEqual([undefined, 'linus: Grace lowered your hand.']);
  done(does(h, 'eve', { kind: 'lowerHand', participantId: pidOf(h, 'eve') }));
  expect(h.personLeg('eve')?.handMs).toBeUndefined();
  done(does(h, 'linus', { kind: 'raiseHand', isRaised: true }));
  h.switchboard.hangUp({ userId: 'linus', legId: h.personLeg('linus')?.legId ?? '' });
  expect(h.personLeg('linus')?.handMs).toBeUndefined();
  done(does(h, 'ada', { kind: 'lowerHand', participantId: 'all' }));
});

test('where the plan says so, attendees are not heard and not seen until they are presenters, and nobody writes', async () => {
  const h = meetingHouse({ presenters: { scope: 'named', userIds: [] }, closed: { chat: true, camera: true, microphone: true } });
  for (const userId of ['ada', 'linus']) await comes(h, userId);
  const linus = { userId: 'linus', legId: h.personLeg('linus')?.legId ?? '' };
  expect([h.personLeg('ada')?.isMuted, h.personLeg('linus')?.isMuted]).toEqual([false, true]);
  expect(h.engine.last('mute')).toMatchObject({ legId: linus.legId, isMuted: true });
  const tried = [
    h.switchboard.mute({ ...linus, isMuted: false }),
    h.switchboard.connectPictures({ ...linus, what: 'camera' }),
    h.switchboard.chats.post({ ...linus, text: 'hello' }),
  ];
  for (const result of tried) expect(result).toMatchObject({ ok: false, code: 'switchboard/not-allowed' });
  h.engine.facts.tell('picturesBegan', { legId: linus.legId, of: 'camera' });
  expect(h.engine.last('endPictures')).toMatchObject({ legId: linus.legId, of: 'camera' });
  done(does(h, 'ada', { kind: 'giveRole', participantId: pidOf(h, 'linus'), role: 'presenter' }));
  done(h.switchboard.mute({ ...linus, isMuted: false }));
  h.engine.facts.tell('picturesBegan', { legId: linus.legId, of: 'camera' });
  done(does(h, 'ada', { kind: 'giveRole', participantId: pidOf(h, 'linus'), role: 'attendee' }));
  expect(h.personLeg('linus')).toMatchObject({ isMuted: true, pictures: { camera: false } });
});

test('who records, and who waits, is told to the people whom it concerns', async () => {
  const h = meetingHouse({ lobby: { scope: 'invited', invitedIds: ['desk', 'grace'] }, presenters: { scope: 'named', userIds: [] } });
  const lines = linesOf(h);
  for (const userId of ['ada', 'grace']) await comes(h, userId);
  const desk = appComes(h);
  done(h.switchboard.setRecording({ ...desk, status: 'recording' }));
  done(h.switchboard.setRecording({ ...desk, status: 'recording' }));
  expect(lines).toEqual(['ada: The bot “desk” records this call.', 'grace: The bot “desk” records this call.']);
  await comes(h, 'linus');
  expect(lines.slice(2)).toEqual(['ada: Linus waits in the lobby.']);
});

test('whoever waits in the lobby does nothing but wait, and it is told until when and how long', async () => {
  const h = meetingHouse({ lobby: { scope: 'organizer', invitedIds: [] } });
  await comes(h, 'ada');
  await comes(h, 'grace');
  expect(h.facts.findLast(({ type }) => type === 'legInLobby')).toMatchObject({ isInLobby: true, untilMs: h.clock.wallMs() + 1_800_000 });
  expect(h.personLeg('grace')?.lobbyUntilMs).toBe(h.clock.wallMs() + 1_800_000);
  const legId = h.personLeg('grace')?.legId ?? '';
  const tried = [
    does(h, 'grace', { kind: 'raiseHand', isRaised: true }),
    does(h, 'grace', { kind: 'muteOther', participantId: 'all' }),
    h.switchboard.chats.post({ legId, userId: 'grace', text: 'hello' }),
    h.switchboard.invitePerson({ legId, userId: 'grace', number: '203' }),
    ...(['camera', 'screen', 'view'] as const).map((what) => h.switchboard.connectPictures({ legId, userId: 'grace', what })),
    h.switchboard.view({ legId, userId: 'grace', slots: [] }),
  ];
  for (const result of tried) expect(result).toMatchObject({ ok: false, message: expect.stringContaining('wait in the lobby') as string });
  await h.clock.advance(5_000);
  done(does(h, 'ada', { kind: 'muteOther', participantId: 'all' }));
  expect(h.personLeg('grace')?.isMuted).toBe(false);
  h.switchboard.admitPerson({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada', participantIds: 'all' });
  expect(h.facts.findLast(({ type }) => type === 'legInLobby')).toMatchObject({ isInLobby: false, waitedMs: 5_000 });
  expect(does(h, 'grace', { kind: 'raiseHand', isRaised: true })).toEqual({ ok: true });
});
