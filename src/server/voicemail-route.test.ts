import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { Voicemail } from '../services/voicemail/voicemail.ts';
import { memoryBlobStore } from '../store/memory-blob-store.ts';
import { memoryFactLog } from '../store/memory-fact-log.ts';
import { VoicemailLinks } from './voicemail-links.ts';
import { voicemailRoute } from './voicemail-route.ts';

const wav = Uint8Array.from({ length: 100 }, (_, i) => i);
const random = seededRandom(1);
const links = new VoicemailLinks(random);
let voicemail: Voicemail;
let link: string;
let messageId: string;
let get: (range?: string) => Promise<Response>;

beforeEach(async () => {
  voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock: virtualClock(), random, tenantId: 't' });
  const route = voicemailRoute(voicemail, links);
  messageId = await voicemail.leave({ for: 'grace', from: { kind: 'user', id: 'ada' }, wav, durationMs: 1_000 });
  link = links.to('grace', messageId);
  get = (range) => route(new Request(new URL(link, 'http://localhost:4400'), range === undefined ? {} : { headers: { range } }));
});

const bytesOf = async (response: Response): Promise<number[]> => [...new Uint8Array(await response.arrayBuffer())];

test.each([undefined, 'bytes=-', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=a-b'])('the whole sound comes for the range %s', async (range) => {
  const response = await get(range);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('audio/wav');
  expect(response.headers.get('accept-ranges')).toBe('bytes');
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(await bytesOf(response)).toEqual([...wav]);
});

test.each([
  ['bytes=0-9', 0, 9],
  ['bytes=90-', 90, 99],
  ['bytes=95-2000', 95, 99],
  ['bytes=-5', 95, 99],
  ['bytes=-500', 0, 99],
  ['bytes=99-99', 99, 99],
])('%s is %i to %i', async (range, from, to) => {
  const response = await get(range);
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes ${String(from)}-${String(to)}/100`);
  expect(await bytesOf(response)).toEqual([...wav.subarray(from, to + 1)]);
});

test.each(['bytes=100-', 'bytes=5-4', 'bytes=-0'])('%s cannot be', async (range) => {
  const response = await get(range);
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe('bytes */100');
});

test('a link that is not ours is refused, a message that was deleted is gone', async () => {
  await voicemail.delete('grace', messageId);
  expect((await get()).status).toBe(404);
  link = link.replace(/key=.*/, 'key=x');
  const refused = await get();
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('Load the page again');
});
