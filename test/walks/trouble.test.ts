/** What can go wrong while people call: each time the caller hears or reads why, and no call is left behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/media/wav.ts';
import { findChromium, openBrowser } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();
const bot = (name: string): string => join(import.meta.dirname, 'bots', `${name}.ts`);
const announced = (name: string): Int16Array =>
  readWav(readFileSync(join(import.meta.dirname, '../../assets/announcements', `${name}.wav`)));

describe.skipIf(chromium === undefined)('when something goes wrong', { timeout: 90_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let voice: RememberedVoice;
  let browser: Browser;
  let pages: Page[] = [];

  beforeAll(async () => {
    voice = await rememberedVoice();
    const config = {
      bots: [
        { name: 'throwing', file: bot('throwing'), number: '100' },
        { name: 'silent', file: bot('silent'), number: '101' },
      ],
      apps: [
        {
          name: 'away',
          number: '102',
          webhook: 'http://127.0.0.1:9/calls',
          appId: 'b0000000-0000-4000-8000-000000000102',
          secret: 'not-so-secret',
        },
      ],
    };
    house = await openPassingHouse(config, { speech: voice });
    browser = await openBrowser(chromium ?? '', { says: join(import.meta.dirname, '../fixtures/speech/ada-hello.wav') });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    pages = [];
  });
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
    await voice[Symbol.asyncDispose]();
  });

  const phoneOf = async (userId: string): Promise<Page> => {
    const page = await browser.newPage();
    pages.push(page);
    await page.goto(`${house.url}/phone?as=${userId}`);
    await page.getByTestId('number').waitFor();
    return page;
  };
  const dial = async (page: Page, number: string): Promise<Ear> => {
    const ear = await Ear.at(page, 'the caller');
    await page.getByTestId('number').fill(number);
    await page.getByTestId('call').click();
    return ear;
  };
  const endOf = async (page: Page): Promise<string> => {
    await page.getByTestId('line-ended').waitFor({ timeout: 30_000 });
    return (await page.getByTestId('line-ended').textContent()) ?? '';
  };
  const noCallIsLeft = (): Promise<void> =>
    until(() => expect(house.calls().filter(({ endedMs }) => endedMs === undefined).map(({ callId }) => callId)).toEqual([])); // prettier-ignore

  test('a bot that throws: the caller hears so, and the home page says why', async () => {
    const page = await phoneOf(ada);
    const ear = await dial(page, '100');
    await ear.hears(await until(() => voice.said(/something went wrong/)), 'the apology');
    expect(await endOf(page)).toMatch(/throwing/);
    await page.goto(`${house.url}/`);
    await page
      .getByText(/the order book is missing/)
      .first()
      .waitFor();
    await noCallIsLeft();
  });

  test('a bot that is down: the caller hears it, and reads that nobody listens there', async () => {
    const page = await phoneOf(ada);
    const ear = await dial(page, '102');
    await ear.hears(announced('bot-not-answering'), 'the announcement');
    expect(await endOf(page)).toMatch(/127\.0\.0\.1:9/);
    await noCallIsLeft();
  });

  test('a bot that never answers: the same after its time is up', async () => {
    const page = await phoneOf(ada);
    const ear = await dial(page, '101');
    await ear.hears(announced('bot-not-answering'), 'the announcement', { withinMs: 35_000 });
    expect(await endOf(page)).toMatch(/15 s/);
    await noCallIsLeft();
  });

  test('a number that nobody has', async () => {
    const page = await phoneOf(ada);
    const ear = await dial(page, '999');
    await ear.hears(announced('number-unknown'), 'the announcement');
    expect(await endOf(page)).toMatch(/999/);
    await noCallIsLeft();
  });

  test('a media process that is killed ends its calls in words, and the next call has sound', async () => {
    const page = await phoneOf(ada);
    const first = await dial(page, '100');
    await first.hears(await until(() => voice.said(/about to fail/)), 'the bot');
    for (const { pid } of await house.mediaHealth()) process.kill(pid, 'SIGKILL');
    expect(await endOf(page)).toMatch(/sound/i);
    await noCallIsLeft();
    await page.reload();
    const second = await dial(page, '999');
    await second.hears(announced('number-unknown'), 'the announcement after the restart');
  });

  test('a browser that vanishes: the other side is told, and no call is left', async () => {
    const lost = await openBrowser(chromium ?? '');
    const [caller, callee] = [await phoneOf(ada), await lost.newPage()];
    await callee.goto(`${house.url}/phone?as=${grace}`);
    await callee.getByTestId('number').waitFor();
    await dial(caller, '202');
    await callee.getByTestId('answer').click();
    await until(async () => expect(await caller.getByTestId('line-state').textContent()).toMatch(/connected|\d:\d\d/i));
    await lost.close();
    expect(await endOf(caller)).toMatch(/Grace/);
    await noCallIsLeft();
  });

  test('one person in two windows: both ring, one takes it', async () => {
    const [caller, left, right] = [await phoneOf(ada), await phoneOf(grace), await phoneOf(grace)];
    await dial(caller, '202');
    await Promise.all([left, right].map((page) => page.getByTestId('answer').waitFor()));
    await right.getByTestId('answer').click();
    await until(async () => expect(await left.getByTestId('answer').count()).toBe(0));
    await left
      .getByText(/other window/i)
      .first()
      .waitFor();
    await right.getByTestId('hangup').click();
    await noCallIsLeft();
  });

  test('a microphone that is refused is told in words, and no call is placed', async () => {
    const page = await phoneOf(ada);
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    await dial(page, '100');
    await page
      .getByText(/microphone is blocked/i)
      .first()
      .waitFor();
    await noCallIsLeft();
  });
});
