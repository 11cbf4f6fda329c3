/** The call inspector in a real browser: the ladder of a call grows while the call is up, and each message can be opened. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, openBrowser } from './browser.ts';
import { until } from './ear.ts';
import { ada, openPassingHouse } from './open-house.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the call inspector', { timeout: 60_000 }, () => {
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

  test('every message of a call is there while it is up, seen by both ends, without secrets', async () => {
    const phone = await browser.newPage();
    await phone.goto(`${house.url}/phone?as=${ada}`);
    await phone.getByTestId('number').fill('100');
    await phone.getByTestId('call').click();
    await phone.getByTestId('hangup').waitFor();

    const inspector = await browser.newPage();
    await inspector.goto(`${house.url}/calls`);
    await inspector
      .getByRole('link', { name: /front desk/ })
      .first()
      .click();
    const rungs = inspector.getByRole('listitem');
    for (const title of ['call incoming', 'POST answer', 'call established, sound active', 'POST playPrompt', 'POST subscribeToTone']) {
      await inspector.getByText(title, { exact: true }).first().waitFor();
    }
    const before = await rungs.count();
    await phone.getByTestId('hangup').click();
    await inspector.getByText('call terminated', { exact: true }).first().waitFor();
    expect(await rungs.count()).toBeGreaterThan(before);

    await inspector.getByText('POST answer', { exact: true }).first().click();
    await until(async () => expect(await inspector.locator('body').innerText()).toContain('serviceHostedMediaConfig'));
    const text = await inspector.locator('body').innerText();
    expect(text).toContain('202');
    expect(text).not.toMatch(/Bearer ey/);
  });
});
