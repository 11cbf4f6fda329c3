import { expect, test } from 'vitest';
import type { Meeting, MeetingBook } from '../../switchboard/meeting.ts';
import { Meetings } from '../../switchboard/meetings/meetings.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { inMeeting, legOf, liveHouse, type LiveHouse } from './test-live-house.ts';
import { openPage, type TestPage } from './test-page.ts';
import type { PhoneGroup } from '../../wire/live/page-event.ts';

const weekly: Meeting = {
  meetingId: 'm',
  tenantId: 'tenant-1',
  organizerId: 'ada',
  subject: 'Weekly',
  threadId: '19:meeting@thread.v2',
  joinMeetingId: '5550100',
  passcode: 'secret',
  startMs: 0,
  endMs: 0,
  lobby: { scope: 'everyone', invitedIds: [] },
  presenters: { scope: 'named', userIds: [] },
  joinWebUrl: 'https://teams.example/l/meetup-join/x',
};
const bookOf = (meeting: Meeting): MeetingBook => ({ find: (key) => (key.by === 'joinMeetingId' && key.joinMeetingId === meeting.joinMeetingId ? meeting : undefined) }); // prettier-ignore

const groupOf = (page: TestPage): PhoneGroup | undefined => page.last('phone')?.phone.lines[0]?.group;
const idOf = (page: TestPage, name: string): string =>
  groupOf(page)?.participants.find(({ party }) => party.name === name)?.participantId ?? '';

async function two(meeting: Partial<Meeting> = {}): Promise<LiveHouse & { readonly ada: TestPage; readonly grace: TestPage }> {
  const house = liveHouse({ meetings: bookOf({ ...weekly, ...meeting }) });
  const ada = await inMeeting(house, 'ada', 1);
  const grace = await inMeeting(house, 'grace', 2);
  return { ...house, ada, grace };
}

test('a page shows who is in a meeting with roles, and what its own person may', async () => {
  const { ada, grace } = await two();
  expect(groupOf(ada)).toMatchObject({
    myRole: 'organizer',
    mayModerate: true,
    mayGiveRoles: true,
    mayShare: true,
    invitation: { joinMeetingId: '5550100', passcode: 'secret', path: '/meet/5550100', joinUrl: weekly.joinWebUrl },
    startedMs: expect.any(Number) as number,
  });
  expect(groupOf(grace)).toMatchObject({ myRole: 'attendee', mayModerate: false, mayGiveRoles: false, mayShare: false });
  expect(groupOf(ada)?.participants.map(({ party, role, isMe }) => [party.name, role, isMe])).toEqual([
    ['Grace', 'attendee', false],
    ['Ada', 'organizer', true],
  ]);
});

test('hands, muting, roles and removal go from page to page, and are refused in words', async () => {
  const { ada, grace, clock } = await two();
  expect(await grace.ask({ kind: 'raiseHand', legId: legOf(grace), isRaised: true })).toMatchObject({ ok: true });
  expect(groupOf(ada)?.participants[0]).toMatchObject({ handMs: clock.wallMs() });
  expect(ada.last('notice')).toMatchObject({ legId: legOf(ada), text: 'Grace raised a hand.' });
  expect(await grace.ask({ kind: 'muteOther', legId: legOf(grace), participantId: idOf(grace, 'Ada') })).toMatchObject({
    ok: false,
    error: { code: 'switchboard/not-allowed', message: 'Attendees cannot mute others.' },
  });
  await ada.ask({ kind: 'muteOther', legId: legOf(ada), participantId: 'all' });
  expect(grace.last('phone')?.phone.lines[0]).toMatchObject({ isMuted: true, isMutedByOther: true, mutedBy: 'Ada' });
  await ada.ask({ kind: 'lowerHand', legId: legOf(ada), participantId: 'all' });
  await ada.ask({ kind: 'giveRole', legId: legOf(ada), participantId: idOf(ada, 'Grace'), role: 'presenter' });
  expect(groupOf(grace)).toMatchObject({ myRole: 'presenter', mayShare: true });
  expect(grace.events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []))).toEqual([
    'Ada muted you.',
    'Ada lowered your hand.',
    'Ada made you a presenter.',
  ]);
  await ada.ask({ kind: 'removeOther', legId: legOf(ada), participantId: idOf(ada, 'Grace') });
  expect(grace.last('phone')?.phone.lines[0]).toMatchObject({ state: 'ended', endedBecause: 'Ada removed you.' });
  expect(groupOf(grace)).toBeUndefined();
});

test('pictures are connected beside the sound, by the window that holds the line, and seen by slots', async () => {
  const { ada, grace, asked, engine, door, clock } = await two();
  const cameraOf = async (page: TestPage): Promise<unknown> =>
    page.ask({ kind: 'connectPictures', legId: legOf(page), what: 'camera', offer: 'v=0 video' });
  expect(await cameraOf(grace)).toMatchObject({ ok: true, result: { legId: legOf(grace), answer: 'v=0 answer' } });
  expect(asked.at(-1)).toMatchObject({ legId: legOf(grace), what: 'camera', offer: 'v=0 video' });
  expect(groupOf(ada)?.participants[0]).toMatchObject({ hasCamera: true, isSharing: false });
  expect(await grace.ask({ kind: 'connectPictures', legId: legOf(grace), what: 'screen', offer: 'v=0' })).toMatchObject({
    ok: false,
    error: { code: 'switchboard/not-allowed' },
  });
  const participantId = idOf(ada, 'Grace');
  await ada.ask({ kind: 'view', legId: legOf(ada), slots: [{ slot: 3, participantId, of: 'camera', height: 360 }] });
  expect(engine.last('view')).toMatchObject({ legId: legOf(ada), slots: [{ slot: 3, legId: legOf(grace), of: 'camera', height: 360 }] });
  await grace.ask({ kind: 'endPictures', legId: legOf(grace), what: 'camera' });
  expect(groupOf(ada)?.participants[0]).toMatchObject({ hasCamera: false });
  const other = await openAs({ door, clock }, 'grace', 3);
  expect(await cameraOf(other)).toMatchObject({ ok: false, error: { code: 'live/elsewhere' } });
});

test('the chat comes whole to whoever comes in, then message by message; the lobby reads and writes nothing', async () => {
  const house = liveHouse({ meetings: bookOf({ ...weekly, lobby: { scope: 'organizer', invitedIds: [] } }) });
  const ada = await inMeeting(house, 'ada', 1);
  await ada.ask({ kind: 'chat', legId: legOf(ada), text: 'Good morning' });
  const grace = await inMeeting(house, 'grace', 2);
  expect(grace.last('chat')).toBeUndefined();
  expect(groupOf(grace)).toMatchObject({ participants: [{ isMe: true }] });
  expect(groupOf(grace)).not.toHaveProperty('invitation');
  expect(grace.last('phone')?.phone.lines[0]?.lobbyUntilMs).toBe(house.clock.wallMs() + 30 * 60_000);
  expect(await grace.ask({ kind: 'chat', legId: legOf(grace), text: 'hello?' })).toMatchObject({ ok: false });
  await ada.ask({ kind: 'admit', legId: legOf(ada), participantIds: 'all' });
  await house.clock.settle();
  expect(grace.last('chat')).toMatchObject({ isStart: true, messages: [{ text: 'Good morning', isMine: false, from: { name: 'Ada' } }] });
  await grace.ask({ kind: 'chat', legId: legOf(grace), text: 'Here I am' });
  expect(ada.last('chat')).toMatchObject({ isStart: false, messages: [{ text: 'Here I am', from: { name: 'Grace' }, isMine: false }] });
  expect(grace.last('chat')).toMatchObject({ isStart: false, messages: [{ text: 'Here I am', isMine: true }] });
});

test('who speaks, and how my own line fares, come apart from the phone', async () => {
  const { ada, grace, engine, callId } = await two();
  const { length } = ada.events;
  engine.facts.tell('speakers', { roomId: callId(), legIds: [legOf(grace)], dominantLegId: legOf(grace) });
  expect(ada.last('speakers')).toEqual({ kind: 'speakers', legId: legOf(ada), participantIds: [idOf(ada, 'Grace')], dominantId: idOf(ada, 'Grace') }); // prettier-ignore
  engine.facts.tell('quality', { legId: legOf(ada), in: { loss: 0.25, jitterMs: 1 } });
  expect(ada.last('quality')).toEqual({ kind: 'quality', legId: legOf(ada), lossUp: 0.25 });
  expect(grace.last('quality')).toBeUndefined();
  expect(ada.events.slice(length).map(({ kind }) => kind)).toEqual(['speakers', 'quality']);
});

test('somebody is rung into the meeting by number: shown while she rings, and called off', async () => {
  const { ada } = await two();
  expect(await ada.ask({ kind: 'invite', legId: legOf(ada), number: '999' })).toMatchObject({
    ok: false,
    error: { message: 'The number 999 belongs to nobody here.' },
  });
  await ada.ask({ kind: 'invite', legId: legOf(ada), number: '203' });
  expect(groupOf(ada)?.participants[0]).toMatchObject({ party: { name: 'Linus' }, isRinging: true });
  await ada.ask({ kind: 'uninvite', legId: legOf(ada), participantId: idOf(ada, 'Linus') });
  expect(groupOf(ada)?.participants.map(({ party }) => party.name)).toEqual(['Grace', 'Ada']);
});

test('the organizer ends the meeting for all', async () => {
  const { ada, grace } = await two();
  expect(await grace.ask({ kind: 'endMeeting', legId: legOf(grace) })).toMatchObject({ ok: false });
  await ada.ask({ kind: 'endMeeting', legId: legOf(ada) });
  expect(grace.last('phone')?.phone.lines[0]).toMatchObject({ state: 'ended', endedBecause: 'Ada ended the meeting for all.' });
});

test('a page that lost its network is shown as away to the others, and is back by answering', async () => {
  const { ada, grace, engine, clock } = await two();
  engine.facts.tell('legLost', { legId: legOf(grace), reason: 'gone' });
  await clock.settle();
  expect(grace.last('phone')?.phone.lines[0]).toMatchObject({ state: 'connected', mustReconnect: true });
  expect(groupOf(ada)?.participants[0]).toMatchObject({ isAway: true });
  expect(await grace.ask({ kind: 'answer', legId: legOf(grace), offer: 'v=0 again' })).toMatchObject({ ok: true });
  await clock.settle();
  expect(groupOf(ada)?.participants[0]?.isAway).toBeUndefined();
});

test('a page that lost its socket too, and comes back within the time, finds its meeting and its chat', async () => {
  const { ada, grace, engine, clock, door } = await two();
  await ada.ask({ kind: 'chat', legId: legOf(ada), text: 'Wait for Grace' });
  engine.facts.tell('legLost', { legId: legOf(grace), reason: 'gone' });
  grace.close();
  await clock.advance(8_000);
  const again = await openAs({ door, clock }, 'grace', 2);
  expect(again.last('phone')?.phone.lines[0]).toMatchObject({ mustReconnect: true, isElsewhere: false });
  expect(await again.ask({ kind: 'answer', legId: legOf(again), offer: 'v=0' })).toMatchObject({ ok: true });
  await clock.advance(30_000);
  expect(again.last('phone')?.phone.lines[0]).toMatchObject({ state: 'connected' });
  expect(again.last('chat')).toMatchObject({ isStart: true, messages: [{ text: 'Wait for Grace' }] });
});

test('a killed browser leaves the meeting to the others', async () => {
  const { ada, grace, engine, clock } = await two();
  grace.close();
  engine.facts.tell('legLost', { legId: legOf(grace), reason: 'gone' });
  await clock.advance(10_000);
  expect(groupOf(ada)?.participants.map(({ party }) => party.name)).toEqual(['Ada']);
});

test('in a meeting of many phones are sent together, and all have the whole roster in the end', async () => {
  const people = Array.from({ length: 60 }, (_, index) => ({ userId: `p${String(index)}`, tenantId: 'tenant-1', name: `Person ${String(index)}`, number: `3${String(index).padStart(2, '0')}` })); // prettier-ignore
  const house = liveHouse({ meetings: bookOf(weekly), people });
  const pages: TestPage[] = [];
  for (const [index, { userId }] of people.entries()) {
    const page = openPage(house.door, house.clock);
    await page.ask({ kind: 'signIn', userId, pageId: `c0000000-0000-4000-8000-0000000000${String(index + 10)}` });
    await page.ask({ kind: 'dial', number: '5550100', offer: 'v=0' });
    pages.push(page);
  }
  await house.clock.advance(1_000);
  const [first] = pages;
  if (!first) throw new Error('nobody came');
  const phones = first.events.filter(({ kind }) => kind === 'phone').length;
  for (const page of pages) expect(groupOf(page)?.participants).toHaveLength(60);
  expect(phones).toBeLessThan(60);
  const before = first.events.length;
  for (const page of pages) await page.ask({ kind: 'raiseHand', legId: legOf(page), isRaised: true });
  await house.clock.advance(1_000);
  expect(first.events.slice(before).filter(({ kind }) => kind === 'phone').length).toBeLessThan(5);
  expect(groupOf(first)?.participants.every(({ handMs }) => handMs !== undefined)).toBe(true);
});

test('a meeting is planned at a page, dialled by its number, and listed with how many are in it', async () => {
  const clock = virtualClock();
  const meetings = await Meetings.open({ log: memoryFactLog(), tenants: ['tenant-1'], random: seededRandom(3), clock });
  const house = liveHouse({ meetings, desk: meetings, clock });
  const ada = await openAs(house, 'ada', 1);
  expect(ada.last('meetings')?.meetings).toEqual([]);
  const reply = await ada.ask({ kind: 'createMeeting', subject: 'Stand-up', lobby: 'organizer', hasPasscode: true });
  expect(reply).toMatchObject({ ok: true, result: { subject: 'Stand-up', isMine: true, organizer: 'Ada', present: 0 } });
  const [meeting] = ada.last('meetings')?.meetings ?? [];
  const { joinMeetingId = '', passcode = '', path } = meeting?.invitation ?? {};
  expect([path, passcode.length]).toEqual([`/meet/${joinMeetingId}`, 6]);
  await ada.ask({ kind: 'dial', number: joinMeetingId, passcode, offer: 'v=0' });
  await house.clock.advance(60);
  expect(ada.last('meetings')?.meetings).toMatchObject([{ present: 1 }]);
  const grace = await openAs(house, 'grace', 2);
  expect(grace.last('meetings')?.meetings).toEqual([]);
  await grace.ask({ kind: 'dial', number: joinMeetingId, passcode, offer: 'v=0' });
  await house.clock.advance(60);
  expect(grace.last('phone')?.phone.lines[0]).toMatchObject({ isInLobby: true });
  expect(grace.last('meetings')?.meetings ?? []).toEqual([]);
});

test('where no meetings are kept, none is planned', async () => {
  const house = liveHouse();
  const ada = await openAs(house, 'ada', 1);
  expect(await ada.ask({ kind: 'createMeeting' })).toMatchObject({ ok: false, error: { code: 'live/no-meetings' } });
});

async function openAs(house: Pick<LiveHouse, 'door' | 'clock'>, userId: string, number: number): Promise<TestPage> {
  const page = openPage(house.door, house.clock);
  await page.signIn(userId, number);
  return page;
}
