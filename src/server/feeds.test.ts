import { beforeEach, expect, test } from 'vitest';
import { Facts } from '../base/facts.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import type { EngineFacts, MediaProcessHealth } from '../engine/port.ts';
import { Voicemail } from '../services/voicemail/voicemail.ts';
import { memoryBlobStore } from '../store/memory-blob-store.ts';
import { memoryFactLog } from '../store/memory-fact-log.ts';
import type { Directory } from '../switchboard/directory.ts';
import { Ladders } from '../views/ladder.ts';
import { Feeds } from './feeds.ts';
import { VoicemailLinks } from './voicemail-links.ts';

const directory: Directory = {
  tenantId: 't',
  tenants: [],
  people: [{ userId: 'ada', tenantId: 't', name: 'Ada', number: '201' }],
  apps: [],
};
const process: MediaProcessHealth = { pid: 1, rooms: 2, legs: 3, lateness: { p50Ms: 0, p99Ms: 0, maxMs: 0 }, cpuMs: 0, memoryBytes: 0, ticks: 0 }; // prettier-ignore
const random = seededRandom(1);
let health: () => Promise<readonly MediaProcessHealth[]>;
let voicemail: Voicemail;
let ladders: Ladders;
let feeds: Feeds;
let told: string[];

beforeEach(() => {
  health = () => Promise.resolve([process, process]);
  voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock: virtualClock(), random, tenantId: 't' });
  ladders = new Ladders({ nameOfApp: () => undefined });
  feeds = new Feeds({
    engine: {
      facts: new Facts<EngineFacts>(),
      send: () => undefined,
      connect: () => Promise.reject(new Error('nobody connects here')),
      attach: () => undefined,
      health: () => health(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    voicemail,
    links: new VoicemailLinks(random),
    ladders,
    directory,
    tryThis: [],
    log: silentLog,
  });
  told = [];
  for (const name of ['mediaChanged', 'voicemailChanged', 'botFailed', 'ladderGrew'] as const)
    feeds.facts.on(name, (fact) => told.push(`${name} ${JSON.stringify(fact)}`));
});

test('the figures of all media processes are added up, and told when they are others than before', async () => {
  await feeds.refreshMedia();
  await feeds.refreshMedia();
  expect(feeds.media()).toMatchObject({ isUp: true, processes: 2, rooms: 4, legs: 6, remedy: undefined });
  expect(told).toEqual(['mediaChanged {}']);
});

test('no media process, and an engine that does not answer, come with what to do', async () => {
  health = () => Promise.resolve([]);
  await feeds.refreshMedia();
  expect(feeds.media()).toMatchObject({ isUp: false, processes: 0, remedy: expect.stringContaining('restart') as string });
  health = () => Promise.reject(new Error('gone'));
  await feeds.refreshMedia();
  expect(feeds.media()).toMatchObject({ isUp: false, remedy: expect.stringContaining('does not answer') as string });
  health = () => Promise.resolve([process]);
  await feeds.refreshMedia();
  expect(feeds.media()).toMatchObject({ isUp: true, remedy: undefined });
  expect(told).toHaveLength(3);
});

test('asked while it asks, the engine is asked once', async () => {
  let count = 0;
  health = () => Promise.resolve((count++, [process]));
  await Promise.all([feeds.refreshMedia(), feeds.refreshMedia(), feeds.refreshMedia()]);
  expect(count).toBe(1);
});

test('voicemail is listed with numbers and links, and tells when it changes', async () => {
  const messageId = await voicemail.leave({ for: 'grace', from: { kind: 'user', id: 'ada', name: 'Ada' }, wav: new Uint8Array(4), durationMs: 900 }); // prettier-ignore
  expect(told).toEqual(['voicemailChanged {"userId":"grace"}']);
  const [message] = await feeds.voicemail('grace');
  expect(message).toMatchObject({ messageId, from: { name: 'Ada', number: '201' }, isHeard: false });
  expect(message?.href).toMatch(new RegExp(`^/voicemail/grace/${messageId}\\.wav\\?key=`));
  expect(await feeds.markHeard('grace', messageId)).toBe(true);
  expect(await feeds.voicemail('grace')).toMatchObject([{ isHeard: true }]);
  expect(await feeds.markHeard('ada', messageId)).toBe(false);
  expect(await feeds.deleteMessage('grace', messageId)).toBe(true);
  expect(await feeds.voicemail('grace')).toEqual([]);
});

test('a bot that threw and a ladder that grew are passed on', () => {
  feeds.botFailed('desk', 'no order book');
  ladders.note('c', {
    atMs: 1,
    at: { id: 'ada', name: 'Ada', kind: 'person' },
    title: 'Ada dials 100',
    detail: undefined,
    tone: 'neutral',
  });
  expect(told[0]).toBe('botFailed {"appId":"desk","because":"no order book"}');
  expect(told[1]).toMatch(/^ladderGrew .*"callId":"c".*Ada dials 100/);
  expect(feeds.ladder('c')).toMatchObject([{ title: 'Ada dials 100' }]);
  expect(feeds.ladder('other')).toEqual([]);
});
