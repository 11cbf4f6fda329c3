/**
 * Numbers and words that are to be taken out are said in a whole house: to a bot that keeps, captions and translates, and to the house itself.
 * Afterwards they are found nowhere, in no spelling; the same house without redaction shows that they would have been found.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canaries, ordinaryWords } from './canaries.ts';
import { openCanaryHouse, type CanaryHouse } from './house-of-canaries.ts';
import { filesWith, needlesOf, readBundles, readGraph, readLibrary, readOpened, searchAll } from './left-behind.ts';

const all = Object.values(canaries);

/** Where what people say is to be found, as text. */
const WORDS_ARE_IN = [
  'captions on pages',
  'captions on the bridge',
  'the live transcript',
  'what the bot saw',
  'what translators were given',
  'the transcript with a bot',
  'the transcript of the house',
  'revisions',
  'translations',
  'exports as vtt',
  'exports as srt',
  'exports as json',
  'exports as txt',
  'Graph, words with a bot',
  'Graph, words of the house',
  'Graph, metadata with a bot',
  'Graph, metadata of the house',
  'search',
  'kept, bots',
  'kept, switchboard',
  'facts, bots',
  'facts, switchboard',
];
const ELSEWHERE = ['the chat', 'the call inspector', 'the saved call', 'webhooks', 'the library', 'entries of the archive', 'other frames'];

async function said(redact: boolean): Promise<CanaryHouse> {
  const it = await openCanaryHouse({ redact });
  const t0 = Date.now();
  const log = (what: string): void => console.log(redact, what, Date.now() - t0);
  await it.speak();
  log('spoken');
  await it.finish();
  log('finished');
  const { house, meetings, evidence } = it;
  await readLibrary(house, meetings, evidence);
  await searchAll(house, meetings, all, evidence);
  await readGraph(house, meetings, evidence);
  await readBundles(house, meetings, evidence);
  log('read ' + String(Date.now()));
  return it;
}

describe('what is said', { timeout: 60_000 }, () => {
  let redacted: CanaryHouse;
  let plain: CanaryHouse;
  beforeAll(async () => {
    [redacted, plain] = await Promise.all([said(true), said(false)]);
    for (const { close, data, house, evidence } of [redacted, plain]) {
      await close();
      console.log('closed', Date.now());
      await readOpened(data, house.directory.tenantId, evidence);
      console.log('opened', Date.now());
    }
  }, 120_000);
  afterAll(async () => {
    await redacted?.[Symbol.asyncDispose]();
    await plain?.[Symbol.asyncDispose]();
  });

  test('is found nowhere where it is a card, an account, a health number or a listed word', () => {
    expect(redacted.evidence.places.toSorted()).toEqual(expect.arrayContaining([...WORDS_ARE_IN, ...ELSEWHERE].toSorted()));
    expect(redacted.evidence.found(all)).toEqual([]);
  });

  test('is found everywhere where it is anything else', () => {
    for (const place of WORDS_ARE_IN) {
      const missing = ordinaryWords.filter((word) => !redacted.evidence.has(place, word));
      expect([place, missing]).toEqual([place, []]);
    }
    expect(redacted.evidence.has('the chat', 'we have decided to charge the lamps')).toBe(true);
    expect(redacted.evidence.has('the terminal log', 'it was typed')).toBe(true);
  });

  test('would have been found without redaction', () => {
    for (const place of WORDS_ARE_IN) {
      const missing = all.filter((canary) => plain.evidence.found([canary], [place]).length === 0);
      expect([place, missing.map(({ name }) => name)]).toEqual([place, []]);
    }
    expect(plain.evidence.found([canaries.visa], ['the chat', 'the call inspector'])).toHaveLength(2);
  });

  test('lies open in no file, redacted or not, but for what was posted to the chat', async () => {
    for (const { data, evidence } of [redacted, plain]) {
      const needles = [...all.flatMap(needlesOf), ...ordinaryWords];
      expect(
        await filesWith(
          data,
          needles.filter((needle) => !evidence.has('the chat', needle)),
        ),
      ).toEqual([]);
    }
    expect(await filesWith(redacted.data, all.flatMap(needlesOf))).toEqual([]);
  });
});
