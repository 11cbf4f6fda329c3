import { beforeEach, expect, test } from 'vitest';
import { Facts } from '../../base/facts.ts';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { EngineFacts, MediaEngine } from '../../engine/port.ts';
import type { Directory } from '../../switchboard/directory.ts';
import { Switchboard } from '../../switchboard/switchboard.ts';
import type { Phone } from '../../wire/live/page-event.ts';
import { LiveDoor } from './live-door.ts';
import type { ConnectOutcome } from './live-options.ts';
import type { AppsDesk, AppsDeskFacts } from './apps-desk.ts';
import type { FeedFacts, PageFeeds } from './page-feeds.ts';
import { openPage, pageId, type TestPage } from './test-page.ts';

const ada = 'a0000000-0000-4000-8000-000000000201';
const grace = 'a0000000-0000-4000-8000-000000000202';
const directory: Directory = {
  tenantId: 't',
  tenants: [],
  people: [
    { userId: ada, tenantId: 't', name: 'Ada', number: '201' },
    { userId: grace, tenantId: 't', name: 'Grace', number: '202' },
  ],
  apps: [],
};

let clock: VirtualClock;
let door: LiveDoor;
let engine: Facts<EngineFacts>;
let connecting: (legId: string) => Promise<ConnectOutcome>;
let feeds: PageFeeds & { readonly heard: string[] };
let told: Facts<FeedFacts>;
let desk: AppsDesk & { readonly facts: Facts<AppsDeskFacts>; readonly asked: unknown[] };

beforeEach(() => {
  clock = virtualClock();
  engine = new Facts<EngineFacts>();
  connecting = () => Promise.resolve({ ok: true, answer: 'v=0 answer' });
  told = new Facts<FeedFacts>();
  desk = deskOf();
  const media: MediaEngine = {
    facts: engine,
    send: () => undefined,
    connect: () => Promise.reject(new Error('the door for browsers does this')),
    attach: () => undefined,
    health: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const heard: string[] = [];
  feeds = {
    facts: told,
    heard,
    tryThis: [],
    media: () => ({ isUp: true, processes: 1, rooms: 0, legs: 0 }),
    voicemail: () => Promise.resolve([]),
    markHeard: (userId, messageId) => Promise.resolve(messageId === 'm1' && heard.push(userId) > 0),
    deleteMessage: () => Promise.resolve(false),
    ladder: (callId) => [
      { kind: 'fact', order: 1, atMs: 0, at: { id: 'x', name: callId, kind: 'person' }, title: 'dials', tone: 'neutral' },
    ],
  };
  const silence = new Uint8Array();
  const announcements = { 'bot-not-answering': silence, 'number-unknown': silence, 'nobody-answers': silence };
  const switchboard = new Switchboard({
    directory,
    engine: media,
    clock,
    random: seededRandom(1),
    log: silentLog,
    announcements,
    holdMusic: () => silence,
  });
  door = new LiveDoor({
    switchboard,
    directory,
    feeds,
    apps: desk,
    connect: ({ legId }) => connecting(legId),
    clock,
    log: silentLog,
    hello: { version: '1', instance: 'i', iceServers: [] },
    pageLimit: 4,
  });
});

test('a page is greeted with what there is before it has asked for anything', () => {
  const page = open();
  expect(page.events.map(({ kind }) => kind)).toEqual(['hello', 'home', 'calls']);
  expect(page.last('home')?.home.people.map(({ name }) => name)).toEqual(['Ada', 'Grace']);
});

test('a call rings at every window of a person; one takes it, the others say that it is elsewhere', async () => {
  const [caller, left, right] = [open(), open(), open()];
  await caller.signIn(ada, 1);
  await left.signIn(grace, 2);
  await right.signIn(grace, 3);
  const dialled = await caller.ask({ kind: 'dial', number: '202', offer: 'v=0' });
  expect(dialled).toMatchObject({ ok: true, result: { answer: 'v=0 answer' } });
  expect(lines(left)).toEqual(['incoming ringing Ada']);
  expect(lines(right)).toEqual(['incoming ringing Ada']);
  expect(lines(caller)).toEqual(['outgoing calling Grace']);

  const legId = left.last('phone')?.phone.lines[0]?.legId ?? '';
  expect(await left.ask({ kind: 'answer', legId, offer: 'v=0' })).toMatchObject({ ok: true });
  expect(right.last('phone')?.phone.lines[0]).toMatchObject({ isElsewhere: true });
  expect(await right.ask({ kind: 'answer', legId, offer: 'v=0' })).toMatchObject({ ok: false, error: { code: 'switchboard/taken' } });

  for (const each of [legId, legOf(caller)]) engine.tell('legConnected', { legId: each });
  await clock.settle();
  expect(lines(caller)).toEqual(['outgoing connected Grace']);
  await left.ask({ kind: 'hangUp', legId });
  expect(caller.last('phone')?.phone.lines[0]).toMatchObject({ state: 'ended', endedBecause: expect.stringContaining('Grace') as string });
  expect(caller.last('phone')?.phone.log[0]).toMatchObject({ outcome: 'talked', direction: 'outgoing', peer: { name: 'Grace' } });
  await clock.advance(16_000);
  expect(lines(caller)).toEqual([]);
});

test('a window that loses its connection finds its call again; one that stays away loses it', async () => {
  const [caller, callee] = [open(), open()];
  await caller.signIn(ada, 1);
  await callee.signIn(grace, 2);
  await caller.ask({ kind: 'dial', number: '202', offer: 'v=0' });
  caller.close();
  await clock.advance(9_000);
  const again = open();
  await again.signIn(ada, 1);
  await clock.advance(9_000);
  expect(lines(again)).toEqual(['outgoing calling Grace']);
  again.close();
  await clock.advance(11_000);
  expect(lines(callee).every((line) => line.includes('ended'))).toBe(true);
});

test('a window whose sound cannot be connected is told so, and its call ends', async () => {
  connecting = () => Promise.resolve({ ok: false, code: 'webrtc/bad-offer', message: 'no audio', remedy: 'another browser' });
  const page = open();
  await page.signIn(ada, 1);
  expect(await page.ask({ kind: 'dial', number: '202', offer: 'v=0' })).toMatchObject({
    ok: false,
    error: { code: 'webrtc/bad-offer', remedy: 'another browser' },
  });
  await clock.settle();
  expect(lines(page)).toEqual(['outgoing ended Grace']);
});

test.each([
  ['not json', 'live/not-json'],
  ['{"id":1}', 'live/bad-request'],
  ['null', 'live/bad-request'],
  ['{"id":1,"command":{"kind":"explode"}}', 'live/bad-request'],
  ['{"id":1,"command":{"kind":"key","legId":"x","key":"99"}}', 'live/bad-request'],
  ['{"id":1,"command":{"kind":"dial","number":"100","offer":"v=0"}}', 'live/not-signed-in'],
  [JSON.stringify({ id: 1, command: { kind: 'signIn', userId: 'nobody', pageId: pageId(1) } }), 'live/unknown-person'],
])('a page that says %s is answered in words', async (text, code) => {
  const page = open();
  await page.session?.receive(text);
  expect(page.last('reply')).toMatchObject({ ok: false, error: { code } });
});

test('nobody moves the leg of another', async () => {
  const [caller, other] = [open(), open()];
  await caller.signIn(ada, 1);
  await other.signIn(grace, 2);
  await caller.ask({ kind: 'dial', number: '999', offer: 'v=0' });
  expect(await other.ask({ kind: 'hangUp', legId: legOf(caller) })).toMatchObject({ ok: false });
});

test('who watches the apps is told of every change; others are not, and nobody has to be signed in', async () => {
  const [watcher, other] = [open(), open()];
  expect(await watcher.ask({ kind: 'watchApps' })).toMatchObject({ ok: true });
  await clock.settle();
  expect(watcher.last('apps')?.apps.freeNumber).toBe('300');
  const before = watcher.events.length;
  desk.facts.tell('appsChanged', {});
  await clock.settle();
  expect(watcher.events.slice(before).filter(({ kind }) => kind === 'apps')).toHaveLength(1);
  expect(other.last('apps')).toBeUndefined();
  await watcher.ask({ kind: 'unwatchApps' });
  const after = watcher.events.length;
  desk.facts.tell('appsChanged', {});
  await clock.settle();
  expect(watcher.events.slice(after).filter(({ kind }) => kind === 'apps')).toEqual([]);
});

test('what a page asks of the desk goes there as it is, and its refusal comes back with the field', async () => {
  const page = open();
  const command = { do: 'app.remove', app: 'x' };
  expect(await page.ask({ kind: 'administer', command })).toMatchObject({ ok: true, result: { kind: 'removed' } });
  expect(desk.asked).toEqual([command]);
  expect(await page.ask({ kind: 'administer', command: 'nonsense' })).toMatchObject({ ok: false, error: { field: 'name' } });
});

test('news of the library go to every page', () => {
  const pages = [open(), open()];
  told.tell('libraryChanged', { recordingIds: ['r1'], making: [] });
  for (const page of pages) expect(page.last('library')).toEqual({ kind: 'library', recordingIds: ['r1'], making: [] });
});

test('a watched ladder comes at once and grows; an unwatched one does not', async () => {
  const page = open();
  await page.ask({ kind: 'watchCall', callId: 'c' });
  expect(page.last('ladder')).toMatchObject({ callId: 'c', isStart: true, messages: [{ title: 'dials' }] });
  told.tell('ladderGrew', { callId: 'c', messages: [] });
  expect(page.last('ladder')).toMatchObject({ isStart: false });
  await page.ask({ kind: 'unwatchCall', callId: 'c' });
  const count = page.events.length;
  told.tell('ladderGrew', { callId: 'c', messages: [] });
  expect(page.events).toHaveLength(count);
});

test('voicemail is marked by its owner; a message that is gone is told', async () => {
  const page = open();
  await page.signIn(grace, 1);
  expect(await page.ask({ kind: 'markHeard', messageId: 'm1' })).toMatchObject({ ok: true });
  expect(feeds.heard).toEqual([grace]);
  expect(await page.ask({ kind: 'deleteMessage', messageId: 'm9' })).toMatchObject({ ok: false, error: { code: 'live/no-message' } });
});

test('one page too many is turned away, and a page that does not read is let go', async () => {
  const pages = [open(), open(), open(), open()];
  expect(open().closed).toContain('too many');
  const [slow] = pages;
  if (slow) slow.bufferedBytes = 9_000_000;
  told.tell('mediaChanged', {});
  await clock.settle();
  expect(slow?.closed).toContain('keep up');
});

test('a busy house sends its lists a few times, and the last one tells how it is', async () => {
  const [watcher, caller] = [open(), open()];
  await caller.signIn(ada, 1);
  await clock.advance(1_000);
  const before = watcher.events.length;
  for (let i = 0; i < 20; i++) {
    await caller.ask({ kind: 'dial', number: '202', offer: 'v=0' });
    await caller.ask({ kind: 'hangUp', legId: caller.last('phone')?.phone.lines.at(-1)?.legId ?? '' });
  }
  expect(watcher.events.length - before).toBeLessThanOrEqual(2);
  await clock.advance(50);
  expect(watcher.events.length - before).toBeLessThanOrEqual(4);
  expect(watcher.last('calls')?.calls).toHaveLength(20);
  expect(watcher.last('calls')?.calls.filter(({ state }) => state === 'up')).toEqual([]);
  expect(watcher.last('home')?.home.people.find(({ userId }) => userId === ada)).toMatchObject({ pages: 1, isInCall: false });
});

function open(): TestPage {
  return openPage(door, clock);
}

function phoneLinesOf(phone: Phone | undefined): string[] {
  return (phone?.lines ?? []).map(({ direction, state, peer }) => `${direction} ${state} ${peer.name}`);
}

function lines(page: TestPage): string[] {
  return phoneLinesOf(page.last('phone')?.phone);
}

function legOf(page: TestPage): string {
  return page.last('phone')?.phone.lines[0]?.legId ?? '';
}

/** A desk that takes objects and refuses all else. */
function deskOf(): typeof desk {
  const asked: unknown[] = [];
  return {
    facts: new Facts<AppsDeskFacts>(),
    asked,
    list: () => Promise.resolve({ apps: [], tenants: [], permissions: [], takenNumbers: [], freeNumber: '300' }),
    administer(command) {
      asked.push(command);
      if (typeof command === 'object') return Promise.resolve({ ok: true, result: { kind: 'removed', appId: 'x', name: 'X' } });
      return Promise.resolve({ ok: false, code: 'desk/no', message: 'No.', field: 'name' });
    },
  };
}
