/** A call is saved from its page in a real browser: what was said over WebRTC is in the file, and nobody's name if so wished. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '../../src/bundles/bundle.ts';
import { readBundle, soundOf } from '../../src/bundles/read-bundle.ts';
import { readWav } from '../../src/media/wav.ts';
import { likeness } from '../hearing/likeness.ts';
import { findChromium, openBrowser } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, openPassingHouse } from './open-house.ts';

const chromium = findChromium();
const fixture = join(import.meta.dirname, '../fixtures/speech/ada-hello.wav');

describe.skipIf(chromium === undefined)('saving a call', { timeout: 60_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let browser: Browser;

  beforeAll(async () => {
    house = await openPassingHouse({ capture: true });
    browser = await openBrowser(chromium ?? '', { says: fixture });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
  });

  test('with what was said, or without persons, by mouse and by keyboard', async () => {
    const phone = await browser.newPage();
    await phone.goto(`${house.url}/phone?as=${ada}`);
    await phone.getByText('Calls are captured here.').waitFor();
    await phone.getByTestId('number').fill('101');
    await phone.getByTestId('call').click();
    await phone.getByTestId('hangup').waitFor();
    const call = (): string => house.calls()[0]?.callId ?? '';
    const ear = await Ear.at(phone, 'Ada');
    await ear.listens(5_000);
    await phone.getByTestId('hangup').click();
    await until(async () => expect((await saved(house.url, call())).deeds.some(({ kind }) => kind === 'say')).toBe(true));

    const page = await browser.newPage();
    await page.goto(`${house.url}/calls/${call()}`);
    const open = page.getByRole('button', { name: 'Save this call' });
    await open.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Save “.*echo/ });
    await dialog.waitFor();
    expect(await dialog.getByTestId('save-what').innerText()).toContain('keeps what people say');
    const without = dialog.getByRole('checkbox', { name: 'Without names and voices' });
    expect(await without.isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    const clean = await download(page, true);
    expect(clean.personsRemoved).toEqual({ sound: 'removed' });
    expect(clean.call.from.name).toBe('Person 1');
    const plain = await download(page, false);
    expect(plain.call.from.id).toBe(ada);
    const speech = readWav(readFileSync(fixture));
    const scores = (bundle: Bundle): number =>
      Math.max(...Object.keys(bundle.sounds).map((name) => likeness(soundOf(bundle, name), speech.subarray(3_200, 19_200)).score));
    expect(scores(plain)).toBeGreaterThan(0.6);
    expect(scores(clean)).toBeLessThan(0.5);
  });
});

async function saved(url: string, callId: string): Promise<Bundle> {
  return readBundle(await (await fetch(`${url}/calls/${callId}/bundle`)).text());
}

async function download(page: Page, isWithout: boolean): Promise<Bundle> {
  await page.getByTestId('save-call').click();
  await page.getByRole('checkbox', { name: 'Without names and voices' }).setChecked(isWithout);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('question-yes').click()]);
  return readBundle(readFileSync(await file.path(), 'utf8'));
}
