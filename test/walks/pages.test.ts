/** Every page of a real house under axe-core, in light, dark and narrow; and how soon the first one is there. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { findChromium, openBrowser } from './browser.ts';
import { ada, openPassingHouse } from './open-house.ts';

const chromium = findChromium();
const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 360, height: 740 } }],
];

describe.skipIf(chromium === undefined)('the pages', { timeout: 60_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let browser: Browser;

  beforeAll(async () => {
    house = await openPassingHouse();
    browser = await openBrowser(chromium ?? '');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
  });

  test.each(looks)('have nothing that axe-core finds fault with, and no sideways scroll: %s', async (name, look) => {
    const context = await browser.newContext({ ...look, bypassCSP: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    for (const path of [
      '/',
      '/phone',
      `/phone?as=${ada}`,
      '/calls',
      '/calls/no-such-call',
      '/apps',
      '/apps/new',
      '/apps/none',
      '/meet',
      `/meet?as=${ada}`,
    ]) {
      await page.goto(house.url + path);
      await page.getByRole('heading').first().waitFor();
      expect(await faultsOf(page), path).toEqual([]);
    }
    await page.goto(`${house.url}/apps/new`);
    await page.getByTestId('app-name').fill(`desk ${name}`);
    await page.getByTestId('register-now').click();
    expect(await faultsOf(page), 'a form with a fault in it').toEqual([]);
    await page.getByTestId('app-webhook').fill('https://bots.example/calls');
    await page.getByTestId('register-now').click();
    await page.getByTestId('secret').waitFor();
    expect(await faultsOf(page), 'an app that was just registered').toEqual([]);
    await page.getByTestId('remove').click();
    expect(await faultsOf(page), 'the question whether to remove it').toEqual([]);
    await page.getByTestId('question-yes').click();
    await page.goto(`${house.url}/phone?as=${ada}`);
    await page.getByTestId('number').fill('100');
    await page.keyboard.press('Enter');
    await page.getByTestId('hangup').waitFor();
    expect(await faultsOf(page), 'in a call').toEqual([]);
    await page.getByTestId('hangup').click();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('keep to the content security policy', async () => {
    const page = await browser.newPage();
    const violations: string[] = [];
    page.on('console', (message) => /Content Security Policy/i.test(message.text()) && violations.push(message.text()));
    for (const path of ['/', '/phone', '/calls', '/apps', '/apps/new', '/meet', `/meet/000?as=${ada}`]) {
      await page.goto(house.url + path);
      await page.getByRole('heading').first().waitFor();
    }
    expect(violations).toEqual([]);
  });
});
