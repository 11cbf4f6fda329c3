/** Most callers end a message by hanging up: it must be on the colleague's page all the same, and be what was said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/media/wav.ts';
import { joined } from '../../src/media/tones.ts';
import { likeness } from '../hearing/likeness.ts';
import { findChromium, openBrowser } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();
const speech = join(import.meta.dirname, '../fixtures/speech/voicemail.wav');
const said = readWav(readFileSync(speech));

describe.skipIf(chromium === undefined)('a caller who leaves a message and hangs up', { timeout: 120_000 }, () => {
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

  const phoneOf = async (userId: string): Promise<Page> => {
    const browser = await openBrowser(chromium ?? '', { says: speech });
    browsers.push(browser);
    const page = await browser.newPage();
    await page.goto(`${house.url}/phone?as=${userId}`);
    await page.getByTestId('number').waitFor();
    return page;
  };

  test.each([
    ['with the red button', (caller: Page): Promise<void> => caller.getByTestId('hangup').click()],
    ['by closing the window', (caller: Page): Promise<void> => caller.close()],
  ])('%s: it is on the page of whom it is for', async (_, hangUp) => {
    const [caller, colleague] = await Promise.all([phoneOf(ada), phoneOf(grace)]);
    await caller.getByTestId('number').fill('202');
    await caller.getByTestId('call').click();
    await caller.getByTestId('hangup').waitFor();
    const ear = await Ear.at(caller, 'the caller');
    await ear.hears(await until(() => voice.said(/leave a message/)), 'the request for a message', { withinMs: 30_000 });
    await ear.listens(8_000);
    await hangUp(caller);

    await colleague.getByTestId('voicemail-unread').waitFor({ timeout: 20_000 });
    const asked = colleague.waitForRequest(/\/voicemail\//);
    await colleague.getByTestId('voicemail-play').first().click();
    const kept = readWav(new Uint8Array(await (await fetch((await asked).url())).arrayBuffer()));
    expect(likeness(joined([said, said]), kept.subarray(16_000, 64_000)).score).toBeGreaterThan(0.6);
    await until(() => expect(house.calls().every(({ endedMs }) => endedMs !== undefined)).toBe(true));
  });
});
