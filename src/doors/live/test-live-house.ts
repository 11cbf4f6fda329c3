/** A door for pages with a switchboard behind it, for tests: an engine without sound, and a clock that is turned by hand. */
import { Facts } from '../../base/facts.ts';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { ConnectRequest } from '../../engine/port.ts';
import { FakeEngine } from '../../switchboard/fake-engine.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { RecordingPlaces } from '../../switchboard/keeping/call-keeping.ts';
import type { HouseSpeech } from '../../switchboard/transcribing/house-speech.ts';
import type { MeetingBook } from '../../switchboard/meeting.ts';
import { Switchboard } from '../../switchboard/switchboard.ts';
import { directory as house } from '../../switchboard/test-house.ts';
import type { AppsDeskFacts } from './apps-desk.ts';
import { LiveDoor } from './live-door.ts';
import type { MeetingsDesk } from './meetings-desk.ts';
import type { FeedFacts, PageFeeds } from './page-feeds.ts';
import { openPage, type TestPage } from './test-page.ts';

export type LiveHouse = {
  readonly engine: FakeEngine;
  readonly switchboard: Switchboard;
  readonly clock: VirtualClock;
  readonly door: LiveDoor;
  /** What pages had connected. */
  readonly asked: readonly ConnectRequest[];
  readonly callId: () => string;
};

type Options = {
  readonly meetings?: MeetingBook | undefined;
  readonly recordings?: RecordingPlaces | undefined;
  readonly speech?: HouseSpeech | undefined;
  readonly desk?: MeetingsDesk | undefined;
  readonly clock?: VirtualClock | undefined;
  readonly people?: Directory['people'] | undefined;
};

export function liveHouse({ meetings, recordings, speech, desk, clock = virtualClock(), people = house.people }: Options = {}): LiveHouse {
  const engine = new FakeEngine();
  const silence = new Uint8Array();
  const announcements = { 'bot-not-answering': silence, 'number-unknown': silence, 'nobody-answers': silence };
  const options = { directory: { ...house, people }, clock, log: silentLog };
  const switchboard = new Switchboard({
    ...options,
    engine,
    random: seededRandom(1),
    announcements,
    holdMusic: () => silence,
    meetings,
    recordings,
    speech,
  });
  const feeds: PageFeeds = {
    facts: new Facts<FeedFacts>(),
    tryThis: [],
    media: () => ({ isUp: true, processes: 1, rooms: 0, legs: 0 }),
    voicemail: () => Promise.resolve([]),
    markHeard: () => Promise.resolve(false),
    deleteMessage: () => Promise.resolve(false),
    ladder: () => [],
  };
  const asked: ConnectRequest[] = [];
  const door = new LiveDoor({
    ...options,
    switchboard,
    feeds,
    meetings: desk,
    apps: {
      facts: new Facts<AppsDeskFacts>(),
      list: () => Promise.reject(new Error('nobody administers here')),
      administer: () => Promise.reject(new Error('nobody administers here')),
    },
    connect: async (request) => {
      asked.push(request);
      await engine.connect(request);
      return { ok: true, answer: 'v=0 answer' };
    },
    hello: { version: '1', instance: 'i', iceServers: [] },
  });
  return { engine, switchboard, clock, door, asked, callId: () => switchboard.calls()[0]?.callId ?? '' };
}

/** A window of somebody who has dialled into the meeting 5550100; its sound is up. */
export async function inMeeting({ door, clock }: LiveHouse, userId: string, number: number): Promise<TestPage> {
  const page = openPage(door, clock);
  await page.signIn(userId, number);
  await page.ask({ kind: 'dial', number: '5550100', offer: 'v=0' });
  await clock.settle();
  return page;
}

/** The leg of the first line of a window. */
export function legOf(page: TestPage): string {
  return page.last('phone')?.phone.lines[0]?.legId ?? '';
}
