/** The same bot on another carrier, by configuration alone: two houses, the bot runs in one and takes its calls in the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, openBrowser } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, openPassingHouse } from './open-house.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();
const appId = 'b0000000-0000-4000-8000-000000000555';
const secret = 'a-secret-of-the-walk';
const tenantId = '00000000-0000-4000-8000-000000004400';
const file = join(import.meta.dirname, '../../bots/echo.ts');

describe.skipIf(chromium === undefined)('a bot whose carrier is elsewhere', { timeout: 60_000 }, () => {
  let cloud: Awaited<ReturnType<typeof openPassingHouse>>;
  let home: Awaited<ReturnType<typeof openPassingHouse>>;
  let voice: RememberedVoice;
  let browser: Browser;

  beforeAll(async () => {
    voice = await rememberedVoice();
    const port = 46_100 + (process.pid % 800);
    cloud = await openPassingHouse({
      bots: [],
      apps: [{ name: 'far echo', number: '555', webhook: `http://127.0.0.1:${String(port)}/bots/echo/calls`, appId, secret }],
    });
    const carrier = {
      tenantId,
      appId,
      secret,
      baseUrl: `${cloud.url}/v1.0`,
      tokenUrl: `${cloud.url}/${tenantId}/oauth2/v2.0/token`,
      openIdUrl: `${cloud.url}/v1/.well-known/OpenIdConfiguration`,
    };
    home = await openPassingHouse({ port, bots: [{ name: 'echo', file, carrier }] }, { speech: voice });
    browser = await openBrowser(chromium ?? '', { says: join(import.meta.dirname, '../fixtures/speech/echo.wav') });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await home[Symbol.asyncDispose]();
    await cloud[Symbol.asyncDispose]();
    await voice[Symbol.asyncDispose]();
  });

  test('it is called there, speaks there, and is not in the directory at home', async () => {
    const page = await browser.newPage();
    await page.goto(`${cloud.url}/phone?as=${ada}`);
    await page.getByTestId('number').fill('555');
    await page.getByTestId('call').click();
    await page.getByTestId('hangup').waitFor();
    const ear = await Ear.at(page, 'the caller');
    await ear.hears(await until(() => voice.said(/echo bot/)), 'the bot from the other house');
    await page.getByTestId('hangup').click();
    await page.getByTestId('line-ended').waitFor();
    expect(home.directory.apps).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/graph|teams/i);
  });
});
