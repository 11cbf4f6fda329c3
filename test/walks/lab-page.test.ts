/** The page of a lab's run in a real browser: it plays what was heard, asks nobody for anything, and is fit for a screen reader. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { defineBot, type Bot } from '../../src/bot/bot.ts';
import { pageOf } from '../../src/testing/run/page.ts';
import { scenario } from '../../src/testing/run/scenario.ts';
import { findChromium, openBrowser } from './browser.ts';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'rollcall-page-'));
afterAll(() => rmSync(folder, { recursive: true }));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const greeter: Bot = defineBot({
  name: 'greeter',
  async onCall(call) {
    await call.answer();
    await call.say('Good morning, and welcome.');
  },
});

test.skipIf(chromium === undefined).each(['light', 'dark'] as const)('by %s', { timeout: 60_000 }, async (colorScheme) => {
  const greets = scenario('greets', { bots: [greeter], voice: 'built-in', keep: false }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/i, { within: '10 s' });
  });
  const { record } = await greets.run();
  if (!record) throw new Error('a run has a record');
  const file = join(folder, `${colorScheme}.html`);
  writeFileSync(file, pageOf({ title: 'greeter', runs: [record] }));
  const browser = await openBrowser(chromium ?? '');
  try {
    const page = await browser.newPage({ colorScheme, viewport: { width: 400, height: 800 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.getByText('POST answer').click();
    await page.getByText('acceptedModalities').first().waitFor();
    await page.getByRole('button', { name: /Good morning, and welcome/ }).click();
    await expect.poll(() => page.evaluate('document.querySelector("audio").currentTime')).toBeGreaterThan(0.2);
    expect(await page.evaluate('document.querySelector("audio").duration')).toBeGreaterThan(1);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    await page.evaluate(axe);
    expect(await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([]);
  } finally {
    await browser.close();
  }
});
