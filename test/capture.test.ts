/** A call on a real house is saved as a bundle: what was done, what went over the wire, and what was said, at its time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { realClock } from '../src/base/clock.ts';
import type { Bundle } from '../src/bundles/bundle.ts';
import { readBundle, soundOf } from '../src/bundles/read-bundle.ts';
import { readWav } from '../src/media/wav.ts';
import type { House } from '../src/server/house.ts';
import { Caller, MemoryExchange } from './caller.ts';
import { levelDb, likeness } from './hearing/likeness.ts';
import { ada, Ground } from './small-house.ts';

const speech = readWav(readFileSync(join(import.meta.dirname, 'fixtures/speech/yes-please.wav')));
let ground: Ground;

beforeAll(async () => {
  ground = await Ground.find();
});
afterEach(() => ground.closeAll());
afterAll(() => ground[Symbol.asyncDispose]());

/** Ada dials the bot, presses 4 and #, says two words, and hangs up. */
async function calledIn(capture: boolean): Promise<{ readonly house: House; readonly callId: string; readonly saidMs: number }> {
  const exchange = new MemoryExchange();
  const house = await ground.open({ capture }, { engine: exchange.engine });
  using page = await Caller.open(house.url, ada, exchange);
  const { callId, legId, person } = await page.dial('100');
  await page.line(legId, 'connected');
  for (const key of ['4', '#'] as const) await page.ask({ kind: 'key', legId, key });
  const saidMs = realClock().wallMs();
  await person.say(speech);
  await page.hangUp(legId);
  await page.line(legId, 'ended');
  return { house, callId, saidMs };
}

const bundleOf = async (house: House, callId: string, query = ''): Promise<Bundle> => {
  const response = await fetch(`${house.url}/calls/${callId}/bundle${query}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="call-[\w-]+\.json"$/);
  return readBundle(await response.text());
};

test('what was said is in it as it sounded and at its time, with keys, messages and facts', async () => {
  const { house, callId, saidMs } = await calledIn(true);
  const bundle = await bundleOf(house, callId);
  expect(bundle.call).toMatchObject({ callId, from: { id: ada }, to: { kind: 'app', number: '100' } });
  expect(bundle.deeds.map((deed) => (deed.kind === 'key' ? `key ${deed.key}` : deed.kind))).toEqual(['dial', 'key 4', 'key #', 'say', 'hangUp']); // prettier-ignore
  expect(bundle.deeds.every(({ who }) => who === ada)).toBe(true);
  expect(bundle.deeds[0]).toMatchObject({ number: '100', atMs: 0 });

  const say = bundle.deeds.find((deed) => deed.kind === 'say');
  const said = soundOf(bundle, say?.kind === 'say' ? say.sound : '');
  const found = likeness(said, speech.subarray(0, 14_000));
  expect(found.score).toBeGreaterThan(0.7);
  expect(Math.abs(found.levelDb - levelDb(speech.subarray(0, 14_000)))).toBeLessThan(3);
  const atMs = bundle.call.begunMs + (say?.atMs ?? 0) + found.atMs;
  expect(Math.abs(atMs - saidMs)).toBeLessThan(1_000);

  const sent = bundle.messages.filter(({ direction }) => direction === 'command').map(({ url }) => url.split('/').at(-1));
  expect(sent.slice(0, 2)).toEqual(['answer', 'subscribeToTone']);
  expect(bundle.messages.find(({ direction }) => direction === 'notification')).toMatchObject({ status: 202, seenBy: expect.arrayContaining(['bot', 'switchboard']) as string[] }); // prettier-ignore
  expect(JSON.stringify(bundle.messages)).not.toMatch(/Bearer|eyJ[\w-]{20}/);
  expect(bundle.facts.map(({ type }) => type)).toEqual(expect.arrayContaining(['callStarted', 'legConnected', 'callEnded']));
  expect(bundle.lacks).toEqual([expect.stringContaining('heard')]);
});

test('without persons nobody is in it any more, and there is a tone where speech was', async () => {
  const { house, callId } = await calledIn(true);
  const [plain, clean] = [await bundleOf(house, callId), await bundleOf(house, callId, '?persons=removed')];
  const [person] = plain.people;
  const text = JSON.stringify({ ...clean, sounds: Object.keys(clean.sounds) }).toLowerCase();
  for (const canary of [ada, ...(person?.name.split(' ') ?? ['nobody'])]) expect(text).not.toContain(canary.toLowerCase());
  expect(clean.personsRemoved).toEqual({ sound: 'removed' });
  const [before] = Object.keys(plain.sounds).map((name) => soundOf(plain, name));
  const [after] = Object.keys(clean.sounds).map((name) => soundOf(clean, name));
  expect(after).toHaveLength(before?.length ?? 0);
  expect(likeness(after ?? speech, speech.subarray(0, 14_000)).score).toBeLessThan(0.5);
  expect(clean.deeds.map(({ kind, atMs }) => [kind, atMs])).toEqual(plain.deeds.map(({ kind, atMs }) => [kind, atMs]));
});

test('a house that was not asked to keeps neither sound nor keys, says so, and saves the rest', async () => {
  const { house, callId } = await calledIn(false);
  const bundle = await bundleOf(house, callId);
  expect(bundle.sounds).toEqual({});
  expect(bundle.deeds.map(({ kind }) => kind)).toEqual(['dial', 'hangUp']);
  expect(bundle.lacks).toEqual(expect.arrayContaining([expect.stringContaining('--capture')]));
  expect(bundle.messages.length).toBeGreaterThan(4);
});

test('only the pages of this house get it, and only of calls that there were', async () => {
  const { house, callId } = await calledIn(true);
  const status = async (path: string, init: RequestInit = {}): Promise<number> => (await fetch(`${house.url}${path}`, init)).status;
  expect(await status(`/calls/${callId}/bundle`, { headers: { origin: 'https://elsewhere.example' } })).toBe(403);
  expect(await status(`/calls/${callId}/bundle`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).toBe(403);
  expect(await status(`/calls/${callId}/bundle`, { method: 'POST' })).toBe(405);
  expect(await status(`/calls/${callId}/bundle?persons=some`)).toBe(400);
  for (const other of ['no-such-call', 'house', '..%2Fhouse', '%', 'a'.repeat(300)]) expect([404, 200]).toContain(await status(`/calls/${other}/bundle`)); // prettier-ignore
  expect(await status('/calls/house/bundle')).toBe(404);
});
