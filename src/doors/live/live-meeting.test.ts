import { expect, test } from 'vitest';
import { Facts } from '../../base/facts.ts';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { FakeEngine } from '../../switchboard/fake-engine.ts';
import type { Meeting, MeetingBook } from '../../switchboard/meeting.ts';
import { Switchboard } from '../../switchboard/switchboard.ts';
import { directory } from '../../switchboard/test-house.ts';
import type { AppsDeskFacts } from './apps-desk.ts';
import { LiveDoor } from './live-door.ts';
import type { FeedFacts, PageFeeds } from './page-feeds.ts';
import { openPage, type TestPage } from './test-page.ts';

const [ada, grace] = ['ada', 'grace'];

const weekly: Meeting = {
  meetingId: 'm',
  tenantId: 'tenant-1',
  organizerId: ada,
  subject: 'Weekly',
  threadId: '19:meeting@thread.v2',
  joinMeetingId: '5550100',
  startMs: 0,
  endMs: 0,
  lobby: { scope: 'organizer', invitedIds: [] },
};
const meetings: MeetingBook = {
  find: (key) => (key.by === 'joinMeetingId' && key.joinMeetingId === weekly.joinMeetingId ? weekly : undefined),
};

test('the organizer lets in who waits in the lobby of her meeting, from her page', async () => {
  const {
    engine,
    clock,
    pages: [host, guest],
  } = twoPages();
  await host.signIn(ada, 1);
  await guest.signIn(grace, 2);
  for (const page of [host, guest]) expect(await page.ask({ kind: 'dial', number: '555 0100', offer: 'v=0' })).toMatchObject({ ok: true });
  for (const page of [host, guest]) engine.facts.tell('legConnected', { legId: legOf(page) });
  await clock.settle();
  expect(guest.last('phone')?.phone.lines[0]).toMatchObject({ state: 'connected', isInLobby: true, group: { mayAdmit: false } });
  const group = host.last('phone')?.phone.lines[0]?.group;
  expect(group).toMatchObject({ subject: 'Weekly', isMeeting: true, mayAdmit: true });
  expect(group?.participants.map(({ party, isMe, isInLobby }) => [party.name, isMe, isInLobby])).toEqual([
    ['Grace', false, true],
    ['Ada', true, false],
  ]);
  const participantIds = [group?.participants[0]?.participantId ?? ''];
  expect(await guest.ask({ kind: 'admit', legId: legOf(guest), participantIds })).toMatchObject({ ok: false });
  expect(await host.ask({ kind: 'admit', legId: legOf(host), participantIds })).toMatchObject({ ok: true });
  expect(guest.last('phone')?.phone.lines[0]).toMatchObject({ isInLobby: false });
});

test('who loads her page anew joins again at once, and need not be let in twice; a second open window is refused', async () => {
  const {
    engine,
    clock,
    door,
    pages: [host, guest],
  } = twoPages();
  const joins = async (page: TestPage): Promise<unknown> => {
    const reply = await page.ask({ kind: 'dial', number: '5550100', offer: 'v=0', isMeeting: true });
    const legId = page.last('phone')?.phone.lines.at(-1)?.legId ?? '';
    engine.facts.tell('legConnected', { legId });
    await clock.settle();
    return reply;
  };
  await host.signIn(ada, 1);
  await guest.signIn(grace, 2);
  await joins(host);
  await joins(guest);
  await host.ask({ kind: 'admit', legId: legOf(host), participantIds: 'all' });
  const second = openPage(door, clock);
  await second.signIn(grace, 3);
  const refusal = { ok: false, error: { message: 'You are in it in another window.' } };
  expect(await second.ask({ kind: 'dial', number: '5550100', offer: 'v=0' })).toMatchObject(refusal);
  guest.close();
  expect(await joins(second)).toMatchObject({ ok: true });
  const lines = second.last('phone')?.phone.lines;
  expect(lines?.map(({ state, isInLobby }) => [state, isInLobby])).toEqual([
    ['ended', false],
    ['connected', false],
  ]);
  await clock.advance(20_000);
  expect(second.last('phone')?.phone.lines).toMatchObject([{ state: 'connected' }]);
});

test('a number that is no meeting’s rings nobody from a meeting page', async () => {
  const {
    pages: [host, guest],
  } = twoPages();
  await host.signIn(ada, 1);
  await guest.signIn(grace, 2);
  const error = { code: 'switchboard/unknown-meeting', message: 'There is no meeting with the ID 202.' };
  expect(await host.ask({ kind: 'dial', number: '202', offer: 'v=0', isMeeting: true })).toMatchObject({ ok: false, error });
  expect(guest.last('phone')?.phone.lines).toEqual([]);
});

test('a meeting is listed by its subject and who is in it, not who waits; whoever came to it has dialled', async () => {
  const {
    engine,
    clock,
    pages: [host, guest],
  } = twoPages();
  await host.signIn(ada, 1);
  await guest.signIn(grace, 2);
  for (const page of [host, guest]) await page.ask({ kind: 'dial', number: '5550100', offer: 'v=0' });
  for (const page of [host, guest]) engine.facts.tell('legConnected', { legId: legOf(page) });
  await clock.advance(60);
  const summary = { group: { subject: 'Weekly', isMeeting: true }, summary: 'In it: Ada.' };
  expect(host.last('calls')?.calls[0]).toMatchObject(summary);
  await guest.ask({ kind: 'hangUp', legId: legOf(guest) });
  await clock.settle();
  expect(guest.last('phone')?.phone.log[0]).toMatchObject({ direction: 'outgoing', peer: { name: 'Weekly' } });
});

test('a line whose connection was dropped says so, and is connected anew by answering it', async () => {
  const {
    engine,
    clock,
    pages: [caller, callee],
  } = twoPages();
  await caller.signIn(ada, 1);
  await callee.signIn(grace, 2);
  await caller.ask({ kind: 'dial', number: '202', offer: 'v=0' });
  await callee.ask({ kind: 'answer', legId: legOf(callee), offer: 'v=0' });
  for (const page of [caller, callee]) engine.facts.tell('legConnected', { legId: legOf(page) });
  engine.facts.tell('legDisplaced', { legId: legOf(caller), roomId: 'other' });
  await clock.settle();
  expect(caller.last('phone')?.phone.lines[0]).toMatchObject({ state: 'connected', mustReconnect: true });
  expect(await caller.ask({ kind: 'answer', legId: legOf(caller), offer: 'v=0 anew' })).toMatchObject({
    ok: true,
    result: { legId: legOf(caller) },
  });
  engine.facts.tell('legConnected', { legId: legOf(caller) });
  await clock.settle();
  expect(caller.last('phone')?.phone.lines[0]?.mustReconnect).toBeUndefined();
});

/** A door of its own, and two windows at it. */
function twoPages(): { engine: FakeEngine; clock: VirtualClock; door: LiveDoor; pages: readonly [TestPage, TestPage] } {
  const clock = virtualClock();
  const engine = new FakeEngine();
  const silence = new Uint8Array();
  const announcements = { 'bot-not-answering': silence, 'number-unknown': silence, 'nobody-answers': silence };
  const options = { directory, clock, log: silentLog };
  const switchboard = new Switchboard({ ...options, engine, random: seededRandom(1), announcements, holdMusic: () => silence, meetings });
  const feeds: PageFeeds = {
    facts: new Facts<FeedFacts>(),
    tryThis: [],
    media: () => ({ isUp: true, processes: 1, rooms: 0, legs: 0 }),
    voicemail: () => Promise.resolve([]),
    markHeard: () => Promise.resolve(false),
    deleteMessage: () => Promise.resolve(false),
    ladder: () => [],
  };
  const door = new LiveDoor({
    ...options,
    switchboard,
    feeds,
    apps: {
      facts: new Facts<AppsDeskFacts>(),
      list: () => Promise.reject(new Error('nobody administers here')),
      administer: () => Promise.reject(new Error('nobody administers here')),
    },
    connect: () => Promise.resolve({ ok: true, answer: 'v=0 answer' }),
    hello: { version: '1', instance: 'i', iceServers: [] },
  });
  return { engine, clock, door, pages: [openPage(door, clock), openPage(door, clock)] };
}

function legOf(page: TestPage): string {
  return page.last('phone')?.phone.lines[0]?.legId ?? '';
}
