/**
 * A meeting that is captioned: three people in real Chromium who say sentences that everybody knows, each reading another language, and one who
 * hears an interpreter. Afterwards what the house itself transcribed is found in the library, read by parsers that are not ours, and corrected.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada as adaOf, alan as alanOf, grace as graceOf } from '../../bots/people.ts';
import { realClock } from '../../src/base/clock.ts';
import { sampleBots } from '../../src/server/sample-house.ts';
import { apertium } from '../../src/speech/translation/apertium.ts';
import { pocketsphinx } from '../../src/speech/recognition/pocketsphinx-recogniser.ts';
import { wordErrorRate } from '../../src/speech/recognition/word-error-rate.ts';
import type { SaidPage, SegmentHistory } from '../../src/wire/live/library.ts';
import { levelDb } from '../hearing/likeness.ts';
import { allSpoken, knownSentences, spoken, type KnownSpeaker } from '../speech/known-sentences.ts';
import { parsedVtt } from '../speech/parsed-vtt.ts';
import { understoodInTurn } from '../speech/spoken-in-turn.ts';
import { faultsOf } from './axe.ts';
import { findChromium } from './browser.ts';
import { captionsOn, chooses, choosesToHear, turnsCaptionsOn, type ShownCaption } from './caption-reader.ts';
import { until } from './ear.ts';
import { KeptLibrary } from './kept-library.ts';
import { reads, writes } from './meeting-chat.ts';
import type { MeetingPerson } from './meeting-person.ts';
import { openPassingHouse } from './open-house.ts';
import { RecordedPeople } from './recorded-people.ts';

const chromium = findChromium();
const clock = realClock();
const listener = pocketsphinx({ clock });
const translator = apertium({ clock });
const missing = (await listener.missing()) ?? (await translator.missing());
if (missing !== undefined && process.env['CI'] === 'true') throw new Error(missing);
if (missing !== undefined) console.warn(`Skipped: a captioned meeting. ${missing}`);

const names: Readonly<Record<KnownSpeaker, string>> = { ada: adaOf.name, grace: graceOf.name, alan: alanOf.name };
const speakers: readonly KnownSpeaker[] = ['ada', 'grace', 'alan'];
const PAUSE_MS = 1_000;
/** A cut sentence at either end, and each once in between. */
const WHOLE = 4;
const ENOUGH = WHOLE + 2;
const patience = { withinMs: 90_000 };
/** What the way through a browser, a codec and a network may cost in words. */
const MORE_ERRORS = 0.1;
const LOUD_DB = -45;
const QUIET_DB = -60;

describe.skipIf(chromium === undefined || missing !== undefined)('a captioned meeting', { timeout: 180_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let people: RecordedPeople;
  const spokenBy = (who: KnownSpeaker, all: readonly ShownCaption[]): readonly ShownCaption[] =>
    all.filter(({ speaker }) => speaker === names[who]);
  const speak = async (who: KnownSpeaker, on: MeetingPerson): Promise<void> => {
    await people.turnMicrophone(people[who]);
    await until(async () => expect(spokenBy(who, await captionsOn(on.page)).length).toBeGreaterThanOrEqual(ENOUGH), patience);
    await people.turnMicrophone(people[who]);
  };

  beforeAll(async () => {
    const [ada, grace, alan] = await Promise.all(speakers.map((who) => allSpoken(who, PAUSE_MS)));
    if (!ada || !grace || !alan) throw new Error('nobody can speak');
    house = await openPassingHouse({ https: { enabled: false }, bots: sampleBots.filter(({ name }) => name === 'captioner') });
    people = await RecordedPeople.open({ chromium: chromium ?? '', url: house.url, speech: { ada, grace, alan } });
    await people.meet();
    // What is said is to be understood: the machine has better things to do than pictures.
    for (const { page } of people.all) await page.getByTestId('camera').click();
  }, 90_000);
  afterAll(async () => {
    await people?.[Symbol.asyncDispose]();
    await house?.[Symbol.asyncDispose]();
    await translator[Symbol.asyncDispose]();
  }, 30_000);

  test('each page has what all of them say in the language that it chose, under the right name, and as well understood as the bare sound', async () => {
    const { ada, grace, alan } = people;
    await ada.rings('109');
    await reads(ada.page, /switch captions on/);
    for (const one of people.all) await turnsCaptionsOn(one.page);
    await chooses(grace.page, 'es');
    await chooses(alan.page, 'ca');
    await Promise.all(speakers.map((who) => speak(who, ada)));
    const [asSpoken, inSpanish, inCatalan] = await until(async () => {
      const all = await Promise.all([ada, grace, alan].map(({ page }) => captionsOn(page)));
      for (const shown of all) expect(new Set(shown.map(({ speaker }) => speaker))).toEqual(new Set(Object.values(names)));
      return all;
    }, patience);
    const pairs: (readonly [string, string])[] = [];
    for (const who of speakers) {
      const texts = spokenBy(who, asSpoken ?? []).map(({ text }) => text);
      const { said, heard } = understoodInTurn(texts, knownSentences[who], WHOLE);
      pairs.push([said.join(' '), heard.join(' ')]);
    }
    const [through, bare] = [wordErrorRate(pairs), await bareErrorRate()];
    for (const [said, heard] of pairs) console.log(`said  ${said}\nheard ${heard}`);
    console.log(`word error rate: ${percent(through)} through Chromium and the meeting, ${percent(bare)} on the bare sound`);
    expect(through).toBeLessThanOrEqual(bare + MORE_ERRORS);
    expect(inSpanish?.every(({ language }) => language.startsWith('es'))).toBe(true);
    expect(inCatalan?.every(({ language }) => language.startsWith('ca'))).toBe(true);
    const spanish = inSpanish?.map(({ text }) => text).join(' ');
    expect(spanish, 'in Spanish').toMatch(/\b(el|la|los|que|nosotros|por favor|gracias)\b/i);
    expect(inCatalan?.map(({ text }) => text).join(' '), 'in Catalan').toMatch(/\b(els?|les|amb|si us plau|gràcies)\b/i);
  });

  test('whoever chooses an interpreter hears one, and nobody else does', async () => {
    const { ada, grace, alan } = people;
    await choosesToHear(grace.page, 'es');
    await ada.page.getByTestId('admit').click();
    await grace.page.getByTestId('interpreter-mark').waitFor();
    await people.turnMicrophone(ada);
    await ada.ear.listens(12_000);
    await people.turnMicrophone(ada);
    // Nobody says anything any more but the interpreter, who is a sentence behind.
    await until(async () => {
      const [hers, his] = await Promise.all([grace, alan].map(({ ear }) => ear.heard({ lastMs: 700 })));
      expect(levelDb(hers ?? new Int16Array(1)), 'Grace hears the interpreter').toBeGreaterThan(LOUD_DB);
      expect(levelDb(his ?? new Int16Array(1)), 'Alan hears nobody').toBeLessThan(QUIET_DB);
    }, patience);
    await writes(ada.page, 'stop');
    await reads(ada.page, /The captions are over/);
  });

  test('without a bot the house captions, and what it keeps is in the library: found, corrected, exported', async () => {
    const { ada, grace } = people;
    await ada.page.getByTestId('more').click();
    await ada.page.getByTestId('keep-transcript').click();
    for (const { page } of people.all) await page.getByTestId('transcript-banner').waitFor();
    const before = (await captionsOn(grace.page)).length;
    await people.turnMicrophone(grace);
    // As she reads it: what she says of a machine was heard whole or in part.
    const shown = async (): Promise<string> => (await captionsOn(grace.page)).slice(before).map(({ text }) => text).join(' '); // prettier-ignore
    await until(async () => expect(await shown()).toMatch(/máquina/), patience);
    await people.turnMicrophone(grace);
    await ada.page.getByTestId('more').click();
    await ada.page.getByTestId('keep-transcript').click();
    for (const { page } of people.all) await page.getByTestId('transcript-banner').waitFor({ state: 'hidden' });
    const library = new KeptLibrary(house);
    const { hits } = (await (await library.ask('/library/said?text=machine', graceOf)).json()) as SaidPage;
    expect(hits.map(({ speaker, text }) => [speaker, /machine/.test(text)])).toContainEqual([graceOf.name, true]);
    const { recordingId = '', segmentId = '' } = hits[0] ?? {};
    const path = `/library/${recordingId}`;
    const vtt = await (await library.ask(`${path}/transcript.vtt`, graceOf)).text();
    const { cues, errors } = parsedVtt(vtt);
    expect([errors, cues.some(({ text }) => text.startsWith(`<v ${graceOf.name}>`))]).toEqual([[], true]);
    // Chromium reads it as well.
    const read = await grace.page.evaluate(cuesIn, library.urlOf(`${path}/transcript.vtt`, graceOf).replace('/library', '/kept'));
    expect(read).toBe(cues.length);

    const context = await grace.page.context().browser()?.newContext({ bypassCSP: true });
    const page = (await context?.newPage()) ?? grace.page;
    await page.goto(library.urlOf(path, graceOf));
    const line = page.getByTestId('segment').filter({ hasText: 'machine' }).first();
    await line.hover();
    await line.getByTestId('segment-edit').click();
    await page.getByTestId('correction').fill('We should begin with the Analytical Engine.');
    await page.getByTestId('save-correction').click();
    await page.getByTestId('segment').filter({ hasText: 'Analytical Engine' }).first().waitFor();
    const history = (await (await library.ask(`${path}/transcript/${segmentId}`, graceOf)).json()) as SegmentHistory;
    expect(history.revisions.map(({ by }) => by).at(-1)).toBe(graceOf.name);
    expect(history.revisions.length).toBeGreaterThan(1);
    expect(await faultsOf(page), 'the page of a transcript').toEqual([]);
    await context?.close();
  });
});

/** Runs in the page: how many cues its own reader finds. */
async function cuesIn(address: string): Promise<number> {
  const video = document.body.appendChild(document.createElement('video'));
  const track = video.appendChild(document.createElement('track'));
  track.src = address;
  track.track.mode = 'hidden';
  await new Promise((resolve, reject) => {
    track.addEventListener('load', resolve, { once: true });
    track.addEventListener('error', () => reject(new Error('no VTT for Chromium')), { once: true });
  });
  const count = track.track.cues?.length ?? 0;
  video.remove();
  return count;
}

/** Each sentence by itself, as a recogniser gets it. */
async function bareErrorRate(): Promise<number> {
  const understood = async (who: KnownSpeaker, sentence: string): Promise<readonly [string, string]> => {
    const sound = await spoken(who, sentence);
    const texts: string[] = [];
    for await (const { kind, text } of listener.recognise(inOnePiece(sound))) if (kind === 'final') texts.push(text);
    return [sentence, texts.join(' ')];
  };
  return wordErrorRate(await Promise.all(speakers.flatMap((who) => knownSentences[who].map((sentence) => understood(who, sentence)))));
}

async function* inOnePiece(sound: Int16Array): AsyncGenerator<Int16Array> {
  yield new Int16Array(4_800);
  yield sound;
  yield new Int16Array(4_800);
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}
