/** What was said, in the library: found from its search field, heard from any word on, read as captions in each kept language, and corrected. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada } from '../../bots/people.ts';
import { realClock } from '../../src/base/clock.ts';
import { apertium } from '../../src/speech/translation/apertium.ts';
import { ToneLanguage } from '../transcription/tone-language.ts';
import { faultsOf } from './axe.ts';
import { findChromium } from './browser.ts';
import { until } from './ear.ts';
import { LibraryPlayer } from './library-player.ts';
import { openSpokenRecording, type SpokenRecording } from './spoken-recording.ts';

const chromium = findChromium();
const translator = apertium({ clock: realClock() });
const missing = await translator.missing();
await translator[Symbol.asyncDispose]();
if (missing !== undefined && process.env['CI'] === 'true') throw new Error(missing);
if (missing !== undefined) console.warn(`Skipped: the player of a transcript. ${missing}`);

const sentence = 'the first question is how much money the new project will need before we begin with the old machine in the house';
const words = sentence.split(' ');
const narrow = { viewport: { width: 360, height: 740 }, colorScheme: 'dark', reducedMotion: 'reduce' } as const;
/** So that what is heard tells its words. */
const sentences = [sentence, 'social'] as const;
const language = new ToneLanguage(sentences);

describe.skipIf(chromium === undefined || missing !== undefined)('the player of a transcript', { timeout: 60_000 }, () => {
  let spoken: SpokenRecording;
  let player: LibraryPlayer;
  const captions = (): Promise<string> => player.page.getByTestId('captions-over').innerText();

  beforeAll(async () => {
    [spoken, player] = await Promise.all([openSpokenRecording(sentences, { language, into: 'es' }), LibraryPlayer.launch(chromium ?? '')]);
    await player.open(spoken.library.urlOf(spoken.path, ada));
  }, 60_000);
  afterAll(async () => {
    await player?.browser.close();
    await spoken?.[Symbol.asyncDispose]();
  }, 30_000);

  test('the search field of the library leads to what was said, a lone word with what was said beside it, and to that moment', async () => {
    const context = await player.browser.newContext({ ...narrow, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(spoken.library.urlOf('/library', ada));
    const field = page.getByRole('searchbox', { name: 'Search' });
    expect(await field.getAttribute('placeholder')).toMatch(/what was said/);
    await field.fill('social');
    await page.getByTestId('also-said').getByText('“social” was said: 1 place in 1 recording.').waitFor();
    expect(await faultsOf(page), 'the library').toEqual([]);
    await page.getByRole('link', { name: 'Show what was said' }).click();
    const beside = page.getByTestId('said-in').getByTestId('said-beside');
    await until(async () => expect(await beside.innerText()).toMatch(/old machine in the house$/));
    expect(await faultsOf(page), 'what was said').toEqual([]);
    await page
      .getByTestId('said-in')
      .getByRole('link', { name: /social/ })
      .click();
    await page.getByTestId('segment').filter({ hasText: 'social' }).and(page.locator('[aria-current=true]')).waitFor();
    await page.getByTestId('recording-captions').selectOption('spoken');
    await until(async () => expect(await page.getByTestId('captions-over').innerText()).toBe('Ada Lovelace: social'));
    expect(await faultsOf(page), 'player and transcript').toEqual([]);
    await context.close();
  });

  test('a search that finds nothing tells where it looked, and leads to the other one by the keyboard alone', async () => {
    const context = await player.browser.newContext({ ...narrow, bypassCSP: true });
    const page = await context.newPage();
    const result = page.getByRole('status').and(page.getByTestId('search-result'));
    await page.goto(spoken.library.urlOf('/library', ada));
    const field = page.getByRole('searchbox', { name: 'Search' });
    await field.fill('zebra');
    // Chosen before what was typed is looked for: it is not taken back by that.
    await page.getByTestId('find-in').selectOption('said');
    await result.getByText('Nobody said “zebra” in a transcript').waitFor();
    expect(await page.getByTestId('find-in').inputValue()).toBe('said');
    expect(await faultsOf(page), 'nobody said it').toEqual([]);
    const link = page.getByRole('link', { name: 'Search in subject and people' });
    await page.getByTestId('find-all').focus();
    await page.keyboard.press('Tab');
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await result.getByText('Nor did anybody say it').waitFor();
    expect(await result.innerText()).toMatch(/subject or in the names .* Without a transcript, what was said cannot be searched/s);
    await context.close();
  });

  test('a click on a word in the middle of a sentence is heard from that word on', async () => {
    await clicksWord(player.page, 'money');
    const heard = await wordsIn(await player.heardFirst(1_000));
    await player.toggle();
    const from = words.indexOf(heard[0] ?? '');
    // A word sounds for 80 ms.
    expect(Math.abs(from - words.indexOf('money')), `heard: ${heard.join(' ')}`).toBeLessThanOrEqual(1);
    expect(heard.slice(0, 8)).toEqual(words.slice(from, from + 8));
  });

  test('captions show what is said there as it was spoken, and in the language that is chosen', async () => {
    const { page } = player;
    await clicksWord(page, 'money');
    await player.toggle();
    await page.getByTestId('recording-captions').selectOption('spoken');
    await until(async () => expect(await captions()).toMatch(/^Ada Lovelace: .*\bmoney\b/));
    await page.getByTestId('recording-captions').selectOption('es');
    await until(async () => expect(await captions()).toMatch(/^Ada Lovelace: .*\bdinero\b/));
    expect(await page.getByTestId('captions-over').locator('p').getAttribute('lang')).toBe('es');
  });

  test('whoever corrects a word reads it in the captions, in each language, and when the page is opened anew', async () => {
    const { page } = player;
    const line = page.getByTestId('segment').filter({ hasText: 'money' });
    await line.hover();
    await line.getByTestId('segment-edit').click();
    await page.getByTestId('correction').fill(sentence.replace('money', 'water'));
    await page.getByTestId('save-correction').click();
    await until(async () => expect(await captions()).toMatch(/\bagua\b/));
    await player.open(page.url());
    await clicksWord(page, 'water');
    await until(async () => expect(await captions()).toMatch(/\bagua\b/));
    await page.getByTestId('recording-captions').selectOption('spoken');
    await until(async () => expect(await captions()).toMatch(/\bwater\b/));
  });
});

/** Presses on the first letters of the word, wherever the page has put it. */
async function clicksWord(page: Page, word: string): Promise<void> {
  const { x, y } = await page.getByTestId('segment-text').filter({ hasText: word }).evaluate(placeOf, word);
  await page.mouse.click(x, y);
}

/** Runs in the page. */
function placeOf(element: Element, word: string): { readonly x: number; readonly y: number } {
  element.scrollIntoView({ block: 'nearest' });
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const at = node.textContent?.indexOf(word) ?? -1;
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 2);
    const { left, width, top, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }
  throw new Error(`“${word}” is not there`);
}

async function wordsIn(sound: Int16Array): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { kind, text } of language.recogniser('ear').recognise(inOnePiece(sound)))
    if (kind === 'final') found.push(...text.split(' '));
  return found;
}

async function* inOnePiece(sound: Int16Array): AsyncGenerator<Int16Array> {
  yield sound;
}
