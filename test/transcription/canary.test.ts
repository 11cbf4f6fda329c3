/**
 * Numbers and words that are to be taken out are said in a whole house: to a bot that keeps, captions and translates, and to the house itself.
 * Afterwards they are found nowhere, in no spelling; the same house without redaction shows that they would have been found.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canaries, ordinaryWords, typed } from './canaries.ts';
import { openCanaryHouse, type CanaryHouse } from './house-of-canaries.ts';
import { loudnessIn, takeOutOfSound, type Loudness } from './sound-of-canaries.ts';
import { Evidence } from './evidence.ts';
import { lateCanaries, openLateHouse, type Sealed } from './late-canaries.ts';
import { typeInto } from './typed-by-hand.ts';
import { filesWith, needlesOf, readBundles, readGraph, readLibrary, readOpened, searchAll } from './left-behind.ts';

const all = Object.values(canaries);
const hasFfmpeg = process.env['CI'] === 'true' || spawnSync('ffmpeg', ['-version']).status === 0;
const AUDIBLE_DB = -30;
const SILENT_DB = -45;

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
/** When all is over. */
const WORDS_ARE_TYPED_INTO = [
  'the transcript with a bot',
  'the transcript of the house',
  'revisions',
  'exports as vtt',
  'exports as srt',
  'exports as json',
  'exports as txt',
  'Graph, words with a bot',
  'Graph, words of the house',
  'search',
  'entries of the archive',
  'kept, bots',
  'kept, switchboard',
  'facts, bots',
  'facts, switchboard',
];
const ELSEWHERE = ['the chat', 'the call inspector', 'the saved call', 'webhooks', 'the library', 'entries of the archive', 'other frames'];

async function said(redact: boolean): Promise<CanaryHouse> {
  const it = await openCanaryHouse({ redact });
  await it.speak();
  await it.finish();
  const { house, meetings, evidence } = it;
  for (const meeting of meetings) await typeInto(house, meeting);
  await readLibrary(house, meetings, evidence);
  await searchAll(house, meetings, [...all, typed], evidence);
  await readGraph(house, meetings, evidence);
  await readBundles(house, meetings, evidence);
  return it;
}

describe('what is said', { timeout: 60_000 }, () => {
  let redacted: CanaryHouse;
  let plain: CanaryHouse;
  const sounds: { readonly before: readonly Loudness[]; readonly after: readonly Loudness[] }[] = [];
  beforeAll(async () => {
    [redacted, plain] = await Promise.all([said(true), said(false)]);
    const {
      house: { url },
      language,
      meetings,
    } = redacted;
    for (const meeting of hasFfmpeg ? meetings : []) {
      const before = await loudnessIn({ url }, meeting, language);
      await takeOutOfSound({ url }, meeting);
      sounds.push({ before, after: await loudnessIn({ url }, meeting, language) });
    }
    for (const each of [redacted, plain]) {
      await each.close();
      await readOpened(each.data, each.house.directory.tenantId, each.evidence);
    }
  }, 120_000);
  afterAll(async () => {
    await redacted?.[Symbol.asyncDispose]();
    await plain?.[Symbol.asyncDispose]();
  });

  test('is found nowhere where it is a card, an account, a health number or a listed word', () => {
    expect(redacted.evidence.places.toSorted()).toEqual(expect.arrayContaining([...WORDS_ARE_IN, ...ELSEWHERE].toSorted()));
    expect(redacted.evidence.found([...all, typed])).toEqual([]);
  });

  test('is found everywhere where it is anything else', () => {
    for (const place of WORDS_ARE_IN) {
      const missing = ordinaryWords.filter((word) => !redacted.evidence.has(place, word));
      expect([place, missing]).toEqual([place, []]);
    }
    expect(redacted.evidence.has('the chat', 'we have decided to charge the lamps to my card •••')).toBe(true);
    expect(redacted.evidence.has('the call inspector', 'we have decided to charge the lamps to my card •••')).toBe(true);
    expect(redacted.evidence.has('the terminal log', 'it was typed')).toBe(true);
  });

  test('would have been found without redaction', () => {
    for (const place of WORDS_ARE_IN) {
      const missing = all.filter((canary) => plain.evidence.found([canary], [place]).length === 0);
      expect([place, missing.map(({ name }) => name)]).toEqual([place, []]);
    }
    for (const place of WORDS_ARE_TYPED_INTO) expect([place, plain.evidence.found([typed], [place]).length]).toEqual([place, 1]);
  });

  test.skipIf(!hasFfmpeg)('is silence in every file of the recording as well, and the words around it are heard', () => {
    expect(sounds).toHaveLength(2);
    for (const { before, after } of sounds) {
      expect([...new Set(before.map(({ file }) => file))]).toEqual(expect.arrayContaining(['mixed.ogg']));
      expect(before.length).toBeGreaterThan(8);
      expect(before.filter(({ canaryDb }) => canaryDb < AUDIBLE_DB)).toEqual([]);
      expect(after.filter(({ canaryDb }) => canaryDb > SILENT_DB)).toEqual([]);
      const around = after.flatMap(({ beforeDb, afterDb, ...of }) =>
        [beforeDb, afterDb].flatMap((db) => (db === undefined ? [] : [{ ...of, db }])),
      );
      expect(around.length).toBeGreaterThan(5);
      expect(around.filter(({ db }) => db < AUDIBLE_DB)).toEqual([]);
    }
  });

  test('lies open in no file, redacted or not, but for what was posted to the chat', async () => {
    const open = ({ evidence }: CanaryHouse, words: readonly string[]): readonly string[] =>
      words.filter((each) => !evidence.has('the chat', each));
    const needles = [...all, typed].flatMap(needlesOf);
    expect(await filesWith(redacted.data, [...needles, ...open(redacted, ordinaryWords)])).toEqual([]);
    expect(await filesWith(plain.data, open(plain, [...needles, ...ordinaryWords]))).toEqual([]);
  });
});

describe('what is known for a number only when it was shown', () => {
  const shown = (sealed: readonly Sealed[]): readonly string[] => {
    const evidence = new Evidence();
    for (const { place, text } of sealed) evidence.addJson(place, text);
    return evidence.found(lateCanaries).map((found) => found.split(': ').slice(0, 2).join(': '));
  };

  test('is in nothing that lies sealed when the transcript is finished, and when the rest of it was typed', async () => {
    await using late = await openLateHouse();
    await late.speak();
    const meanwhile = shown(await late.lying(await late.everSealed()));
    // While people speak that is the window which there is.
    expect(meanwhile).toEqual(expect.arrayContaining(['log: a card over a long pause', 'log: a card of two speakers']));
    await late.finish();
    const ever = await late.everSealed();
    expect(shown(ever)).toEqual([...lateCanaries.map(({ name }) => `log: ${name}`), ...lateCanaries.map(({ name }) => `index: ${name}`)]);
    // What may be a number still, and is none yet.
    expect(shown(await late.lying(ever))).toEqual(['log: a card completed by hand', 'index: a card completed by hand']);
    await late.type();
    const lying = await late.lying(await late.everSealed());
    expect(shown(lying)).toEqual([]);
    expect(lying.filter(({ place }) => place === 'log').map(({ text }) => text).join('')).toContain('said the blacksmith'); // prettier-ignore
    // One has no words left.
    expect(lying.filter(({ place }) => place === 'index')).toHaveLength(5);
    expect((await late.desk.place.filesWith(...lateCanaries.map(({ digits = '' }) => digits.slice(0, 8)))).length).toBe(0);
  });
});
