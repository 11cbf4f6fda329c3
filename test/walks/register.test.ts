/** A bot in any language: registered on the page by the keyboard alone, told what the page shows, called, forbidden something, removed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { realRandom } from '../../src/base/random.ts';
import { administer } from '../../src/server/apps/administer.ts';
import { checked } from '../../src/server/config-file.ts';
import { findChromium, openBrowser } from './browser.ts';
import { until } from './ear.ts';
import { GraphBot, hostedMedia, type BotWords } from './graph-bot.ts';
import { ada, openPassingHouse } from './open-house.ts';
import { dial, Phones, speechOf } from './phones.ts';

const chromium = findChromium();
const speech = readFileSync(join(import.meta.dirname, '../fixtures/speech/grace-hello.wav'));

describe.skipIf(chromium === undefined)('the apps page', { timeout: 90_000 }, () => {
  const phones = new Phones(chromium);
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let browser: Browser;
  let page: Page;
  let bot: GraphBot;

  beforeAll(async () => {
    house = await openPassingHouse({ https: { enabled: false } });
    browser = await openBrowser(chromium ?? '');
    page = await browser.newPage();
    bot = await GraphBot.open(speech);
  }, 60_000);
  afterAll(async () => {
    await phones.close();
    await browser.close();
    await bot[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  test('a bot that is registered there takes a call with what the page told', async () => {
    await page.goto(`${house.url}/apps`);
    await page.getByTestId('register').press('Enter');
    await page.getByTestId('app-name').focus();
    await page.keyboard.type('order desk');
    await page.keyboard.press('Tab');
    expect(await page.getByTestId('app-number').inputValue()).toBe('300');
    // The web hook is missing: it is said at its field, and the keyboard is brought there.
    await page.keyboard.press('Enter');
    await page.getByText(/where calls to 300 are announced/).waitFor();
    expect(await page.getByTestId('app-webhook').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type(bot.webhook);
    await page.keyboard.press('Enter');

    await page.getByTestId('secret').waitFor();
    const secret = (await page.getByTestId('secret').textContent()) ?? '';
    const words = wordsIn((await page.getByTestId('variables').textContent()) ?? '');
    expect(words.MicrosoftAppPassword).toBe(secret);
    await page.getByRole('button', { name: 'Copy Secret' }).press('Enter');
    await page.getByText('Copied.').waitFor();
    await bot.signIn(words);

    const caller = await phones.open(house.url, ada, 'ada-hello');
    const ear = await dial(caller, '300');
    const { resourceData } = await bot.told(({ resourceData: data }) => (data as { state?: string }).state === 'incoming');
    const { id } = resourceData as { id: string };
    await bot.done('POST', `/calls/${id}/answer`, { callbackUri: bot.webhook, acceptedModalities: ['audio'], mediaConfig: hostedMedia });
    await bot.established(id);
    await bot.done('POST', `/calls/${id}/playPrompt`, { prompts: bot.prompts, clientContext: 'hello' });
    await ear.hears(speechOf('grace-hello'), 'the bot’s prompt');

    // What an administrator takes back is refused with the next token.
    expect((await bot.ask('POST', `/calls/${id}/subscribeToTone`, {})).status).toBe(200);
    await page.getByLabel('Calls.AccessMedia.All').press('Space');
    await page.getByText(/AccessMedia\.All is taken back/).waitFor({ state: 'attached' });
    await bot.signIn();
    expect((await bot.ask('POST', `/calls/${id}/subscribeToTone`, {})).status).toBe(403);
    await page.getByLabel('Calls.AccessMedia.All').press('Space');
    await page.getByText(/AccessMedia\.All is granted/).waitFor({ state: 'attached' });
    await bot.signIn();
    expect((await bot.ask('POST', `/calls/${id}/subscribeToTone`, {})).status).toBe(200);
    await caller.getByTestId('hangup').click();
    await caller.getByTestId('line-ended').waitFor();
  });

  test('the secret is gone when the page is opened again, also from what the page is sent', async () => {
    const frames: string[] = [];
    const secret = (await page.getByTestId('secret').textContent()) ?? '';
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    await page.reload();
    await page.getByText(`begins with ${secret.slice(0, 3)}`).waitFor();
    expect(await page.getByTestId('secret').count()).toBe(0);
    expect(frames.some((frame) => frame.includes('order desk'))).toBe(true);
    expect(frames.join('')).not.toContain(secret);
  });

  test('a new secret is shown once, and the one before serves on or ends', async () => {
    await page.getByTestId('new-secret').press('Enter');
    await page.getByTestId('secret').waitFor();
    const second = (await page.getByTestId('secret').textContent()) ?? '';
    await bot.signIn();
    await page.getByRole('button', { name: /end the others now/ }).press('Enter');
    await until(async () => expect(await page.getByTestId('secret').textContent()).not.toBe(second));
    await expect(bot.signIn()).rejects.toThrow(/401/);
    await bot.signIn(wordsIn((await page.getByTestId('variables').textContent()) ?? ''));
  });

  test('what the command line adds appears by itself, and what is removed goes once that is confirmed', async () => {
    const command = { do: 'app.add', name: 'from the terminal', number: '310', webhook: 'https://bots.example/calls' } as const;
    const config = checked({ port: 0, data: house.data }, 'the walk');
    expect((await administer(command, config, { clock: realClock(), random: realRandom() })).isOpen).toBe(true);
    await page.getByRole('link', { name: /from the terminal/ }).press('Enter');
    await page.getByRole('heading', { name: 'from the terminal' }).waitFor();
    await page.getByTestId('remove').press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Escape');
    // The question is gone, and the keyboard is where it was asked.
    await until(async () => expect(await page.getByTestId('remove').evaluate((button) => button === document.activeElement)).toBe(true));
    await page.keyboard.press('Enter');
    await page.getByTestId('question-yes').press('Enter');
    await until(async () => expect(await page.getByRole('link', { name: /from the terminal/ }).count()).toBe(0));
    expect(house.directory.apps.map(({ name }) => name)).not.toContain('from the terminal');
  });

  test('what the house alone can see is said at the field: a certificate that cannot serve', async () => {
    await page.goto(`${house.url}/apps/new`);
    await page.getByTestId('app-name').fill('by certificate');
    await page.getByTestId('app-webhook').fill('https://bots.example/calls');
    await page.getByLabel('With a certificate that I have').check();
    await page.getByLabel('Certificate (PEM)').fill('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
    await page.getByTestId('register-now').click();
    const field = page.getByLabel('Certificate (PEM)');
    await until(async () => expect(await field.getAttribute('aria-invalid')).toBe('true'));
    await page.getByText(/certificate cannot serve/).waitFor();
    await page.getByTestId('app-number').fill('100');
    await page.getByText(/Somebody has this number/).waitFor();
  });
});

/** `NAME=value` lines. */
function wordsIn(variables: string): BotWords {
  return Object.fromEntries(
    variables.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  ) as BotWords;
}
