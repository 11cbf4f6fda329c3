/** A call on a real house is saved as a bundle: what was done, what went over the wire, and what was said, at its time. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { realClock } from '../src/base/clock.ts';
import type { Bundle } from '../src/bundles/bundle.ts';
import { readBundle, soundOf } from '../src/bundles/read-bundle.ts';
import { sine } from '../src/media/tones.ts';
import { readWav, writeWav } from '../src/media/wav.ts';
import { defineBot } from '../src/bot/bot.ts';
import { loadBot } from '../src/server/bot-file.ts';
import type { House } from '../src/server/house.ts';
import { replay } from '../src/testing/replay/replay.ts';
import { Caller, MemoryExchange } from './caller.ts';
import { levelDb, likeness, shareOfTone } from './hearing/likeness.ts';
import { ada, Ground } from './small-house.ts';

const speech = readWav(readFileSync(join(import.meta.dirname, 'fixtures/speech/yes-please.wav')));
const greeter = `import { defineBot } from 'rollcall';
export const bot = defineBot({ name: 'my bot', async onCall(call) {
  await call.answer();
  await call.say('Hello.');
  await new Promise((done) => call.signal.addEventListener('abort', done));
} });
`;
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

test('it is played again in a lab: the same bot does the same, and another does not', async () => {
  const file = join(ground.folder, 'greeter.ts');
  await writeFile(file, greeter);
  const exchange = new MemoryExchange();
  const bots = [{ name: 'my bot', number: '110', file }];
  // Longer than the same words take in the lab, so that Ada hears them out there too.
  const slow = { wavOf: () => Promise.resolve(writeWav(sine({ hertz: [440], ms: 1_500 }, 0.3))) };
  const house = await ground.open({ capture: true, bots }, { engine: exchange.engine, speech: slow });
  using page = await Caller.open(house.url, ada, exchange);
  const { callId, legId } = await page.dial('110');
  await page.line(legId, 'connected');
  const isSaid = ({ messages }: Bundle): boolean => messages.some(({ requestBody }) => /"status":"completed"/.test(requestBody ?? ''));
  await vi.waitFor(async () => expect(isSaid(await bundleOf(house, callId))).toBe(true), 10_000);
  await page.hangUp(legId);
  await page.line(legId, 'ended');
  const isOver = ({ messages }: Bundle): boolean => messages.every(({ status }) => status !== undefined) && /"terminated"/.test(messages.at(-1)?.requestBody ?? ''); // prettier-ignore
  await vi.waitFor(async () => expect(isOver(await bundleOf(house, callId))).toBe(true), 10_000);

  const bundle = await bundleOf(house, callId);
  expect(bundle.messages.find(({ direction }) => direction === 'notification')?.url).toMatch(/\/bots\/my-bot\/calls$/);
  const bot = await loadBot(file);
  for (const saved of [bundle, await bundleOf(house, callId, '?persons=removed')]) {
    const { difference, missed, notCompared } = await replay(saved, { bots: { '110': bot }, voice: 'built-in' });
    expect([difference?.sentence, missed]).toEqual([undefined, []]);
    expect(notCompared[0]).toMatch(/^What people heard was not compared: this call was saved from a switchboard/);
  }
  const other = defineBot({ name: 'my bot', onCall: (call) => call.reject('busy') });
  const { difference } = await replay(bundle, { bots: { '110': other }, voice: 'built-in' });
  expect(difference).toMatchObject({ direction: 'command', nth: 1, where: 'url' });
});

test('without persons nobody is in it any more, and there is a tone where speech was', async () => {
  const { house, callId } = await calledIn(true);
  const [plain, clean] = [await bundleOf(house, callId), await bundleOf(house, callId, '?persons=removed')];
  const [person] = plain.people;
  const text = JSON.stringify({ ...clean, sounds: Object.keys(clean.sounds) }).toLowerCase();
  // As words: three letters of a name may well be in an id.
  const words = new Set(text.split(/[^a-z0-9-]+/u));
  expect(words).toContain('graph');
  for (const name of person?.name.toLowerCase().split(' ') ?? ['nobody']) expect(words).not.toContain(name);
  expect(text).not.toContain(ada);
  expect(clean.personsRemoved).toEqual({ sound: 'removed' });
  const [before] = Object.keys(plain.sounds).map((name) => soundOf(plain, name));
  const [after] = Object.keys(clean.sounds).map((name) => soundOf(clean, name));
  expect(after).toHaveLength(before?.length ?? 0);
  // One pitch alone, wherever there is anything; speech has many.
  const [spoken, sung] = [sharesOf(330, before ?? speech), sharesOf(330, after ?? speech)];
  expect(sung.length).toBeGreaterThan(5);
  expect(Math.min(...sung)).toBeGreaterThan(0.9);
  expect(Math.max(...spoken)).toBeLessThan(0.9);
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

/** How much of what is heard in each tenth of a second is of that pitch. */
function sharesOf(hertz: number, sound: Int16Array): readonly number[] {
  const spans = Array.from({ length: Math.floor(sound.length / 1_600) }, (_, at) => sound.subarray(at * 1_600, (at + 1) * 1_600));
  return spans.filter((span) => levelDb(span) > -50).map((span) => shareOfTone(span, hertz));
}
