/** The first storey, walked through by two people in two real browsers. What each hears is compared with what was said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/media/wav.ts';
import { likeness } from '../hearing/likeness.ts';
import { findChromium, openBrowser } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();
const speech = (name: string): string => join(import.meta.dirname, '../fixtures/speech', `${name}.wav`);
const samples = (name: string): Int16Array => readWav(readFileSync(speech(name)));

describe.skipIf(chromium === undefined)('two people and the bots', { timeout: 120_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let voice: RememberedVoice;
  let browsers: Browser[] = [];

  beforeAll(async () => {
    voice = await rememberedVoice();
    house = await openPassingHouse({ noAnswer: { afterSeconds: 2 } }, { speech: voice });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    browsers = [];
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    await voice[Symbol.asyncDispose]();
  });

  const phoneOf = async (userId: string, says: string): Promise<Page> => {
    const browser = await openBrowser(chromium ?? '', { says: speech(says) });
    browsers.push(browser);
    const page = await browser.newPage();
    await page.goto(`${house.url}/phone?as=${userId}`);
    await page.getByTestId('number').waitFor();
    return page;
  };
  const dial = async (page: Page, number: string): Promise<Ear> => {
    await page.getByTestId('number').fill(number);
    await page.getByTestId('call').click();
    await page.getByTestId('hangup').waitFor();
    return Ear.at(page, 'the caller');
  };

  test('the greeting is heard, a key is pressed, two people are connected and hear each other', async () => {
    const [caller, colleague] = await Promise.all([phoneOf(ada, 'ada-hello'), phoneOf(grace, 'grace-hello')]);
    const callersEar = await dial(caller, '100');
    await callersEar.hears(await until(() => voice.said(/Welcome/)), 'the greeting');

    await caller.getByTestId('key-1').click();
    await callersEar.hears(await until(() => voice.said(/connecting you to Grace/)), 'that she is put through');
    await colleague.getByTestId('answer').click();
    const colleaguesEar = await Ear.at(colleague, 'the colleague');
    await colleaguesEar.hears(samples('ada-hello'), 'the caller');
    await callersEar.hears(samples('grace-hello'), 'the colleague');

    await colleague.getByTestId('hangup').click();
    await caller.getByTestId('line-ended').waitFor();
    expect(await caller.getByTestId('line-ended').textContent()).toMatch(/Grace/);
  });

  test('nobody answers: a message is left, seen unread, played and deleted', async () => {
    const [caller, colleague] = await Promise.all([phoneOf(ada, 'voicemail'), phoneOf(grace, 'grace-hello')]);
    const ear = await dial(caller, '202');
    await ear.hears(await until(() => voice.said(/leave a message/)), 'the request for a message', { withinMs: 30_000 });
    await ear.listens(8_000);
    await caller.getByTestId('key-#').click();
    await ear.hears(await until(() => voice.said(/message has been saved/)), 'that it was saved');

    await colleague.getByTestId('voicemail-unread').waitFor();
    const asked = colleague.waitForRequest(/\/voicemail\//);
    await colleague.getByTestId('voicemail-play').first().click();
    const kept = readWav(new Uint8Array(await (await fetch((await asked).url())).arrayBuffer()));
    expect(likeness(overAndOver(samples('voicemail')), kept.subarray(16_000, 64_000)).score).toBeGreaterThan(0.6);
    await until(async () => expect(await colleague.getByTestId('voicemail-unread').count()).toBe(0));
    await colleague.getByTestId('voicemail-delete').first().click();
    await until(async () => expect(await colleague.getByTestId('voicemail-item').count()).toBe(0));
  });

  test('the echo bot plays back what was said', async () => {
    const caller = await phoneOf(ada, 'echo');
    const ear = await dial(caller, '101');
    await ear.hears(await until(() => voice.said(/say something after the tone/)), 'the request to speak');
    await ear.listens(7_000);
    await caller.keyboard.press('#');
    const { atMs } = await ear.hears(await until(() => voice.said(/what I heard/)), 'the announcement');
    await ear.hears(samples('echo').subarray(0, 32_000), 'herself', { fromMs: atMs });
    await caller.getByTestId('hangup').click();
    await caller.getByTestId('line-ended').waitFor();
  });
});

/** What a fake microphone says: its file again and again. */
function overAndOver(said: Int16Array): Int16Array {
  const twice = new Int16Array(said.length * 2);
  twice.set(said);
  twice.set(said, said.length);
  return twice;
}
