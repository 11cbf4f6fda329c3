/** The look of live captions in a meeting: two lines, letters in every size and contrast that can be read, kept for the next time, and no mixture of languages. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caption } from '../../src/wire/live/page-event.ts';
import { faultsOf } from './axe.ts';
import { findChromium, openBrowser } from './browser.ts';
import { captionsOn, chooses, turnsCaptionsOn } from './caption-reader.ts';
import { until } from './ear.ts';
import { ada, openPassingHouse } from './open-house.ts';
import { toldLanguages, ToldCaptions } from './told-captions.ts';

const chromium = findChromium();
const widths = [360, 1_000] as const;
const sizes = ['Small', 'Medium', 'Large'] as const;
const captions = '[data-testid=captions-region]';
const twoLines = { whole: 2, cut: 0, names: 1 };
const sentence = 'We have three questions to answer before lunch, and the first of them is how much money the new project will need.';
const said: readonly Caption[] = [
  ['1', 'Grace Hopper', 'Good morning everybody.', true],
  ['2', 'Augusta Ada King, Countess of Lovelace', `${sentence} ${sentence}`, true],
  ['3', 'Alan Turing', 'My answer is very short', true],
  ['4', 'Alan Turing', `because ${sentence}`, false],
].map(([captionId, speaker, text, isFinal]) => ({ captionId, speaker, text, isFinal, language: 'en-US' }) as Caption);

describe.skipIf(chromium === undefined)('the look of captions', { timeout: 60_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let browser: Browser;
  let page: Page;
  let told: ToldCaptions;

  beforeAll(async () => {
    // Nobody turns what the microphone of this browser beeps into words of their own.
    const mute = openPassingHouse({ https: { enabled: false }, bots: [] }, { recognisers: [] });
    [house, browser] = await Promise.all([mute, openBrowser(chromium ?? '')]);
    page = await (await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true })).newPage();
    told = await ToldCaptions.to(page);
    await page.goto(`${house.url}/meet?as=${ada}`);
    await page.getByTestId('meet-now').click();
    await page.getByTestId('join').click();
    await told.offer(toldLanguages);
    await turnsCaptionsOn(page);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await house?.[Symbol.asyncDispose]();
  }, 30_000);

  const choose = async (size: (typeof sizes)[number], isHigh: boolean): Promise<void> => {
    await page.getByTestId('caption-settings').click();
    await page.getByRole('radio', { name: size }).check();
    await page.getByRole('switch', { name: 'Yellow on black' }).setChecked(isHigh);
    await page.getByTestId('close-panel').click();
  };

  test('why there are none is seen whole in a narrow window', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await choose('Small', false);
    const remedy =
      'Install a recogniser: apt-get install pocketsphinx pocketsphinx-en-us, or name another in the configuration, then start Rollcall again.';
    await told.offer({ ...toldLanguages, canCaption: false, captions: [], remedy });
    await page.getByTestId('captions-empty').getByText(remedy).waitFor();
    expect(await page.locator(captions).evaluate(hidden), 'pixels of it').toBe(0);
    await told.offer(toldLanguages);
    for (const caption of said) await told.say(caption);
    await until(async () => expect(await captionsOn(page)).toHaveLength(said.length));
  });

  test.each(widths)('two lines are seen, none of them cut, and axe-core finds no fault in any size and contrast: %i px', async (width) => {
    await page.setViewportSize({ width, height: 740 });
    await until(async () => expect(await page.locator(captions).evaluate(linesSeen), 'when the window has changed').toEqual(twoLines));
    for (const size of sizes)
      for (const isHigh of [false, true]) {
        await choose(size, isHigh);
        for (const colorScheme of size === 'Medium' ? (['light', 'dark'] as const) : (['light'] as const)) {
          await page.emulateMedia({ colorScheme });
          const look = `${size}, ${colorScheme}${isHigh ? ', yellow on black' : ''}`;
          expect(await faultsOf(page, captions), look).toEqual([]);
          await until(async () => expect(await page.locator(captions).evaluate(linesSeen), look).toEqual(twoLines));
        }
      }
  });

  test('size and contrast are kept when the page is opened anew', async () => {
    await choose('Large', true);
    await page.reload();
    await page.getByTestId('join').click();
    await page.getByTestId('captions-region').waitFor();
    const look = await page.getByRole('region', { name: 'What is being said' }).evaluate((lines) => {
      const { fontSize, color } = getComputedStyle(lines);
      return { fontSize, color };
    });
    expect(look).toEqual({ fontSize: '28px', color: 'rgb(255, 238, 0)' });
  });

  test('whoever chooses another language is shown nothing in the one before, and finds it by scrolling back', async () => {
    await told.offer(toldLanguages);
    for (const caption of said) await told.say(caption);
    await chooses(page, 'es');
    await page.getByTestId('captions-turn').getByText('Español from here on').waitFor();
    expect(await page.locator(captions).evaluate(linesSeen), 'until there is something in Spanish').toEqual({ whole: 0, cut: 0, names: 0 });
    // What was being said is translated now, and a late revision is of no use.
    await told.say({ captionId: '4', speaker: 'Alan Turing', text: 'porque tenemos tres preguntas', isFinal: true, language: 'es' });
    await told.say({ ...(said[2] as Caption), text: 'My answer is very short.' });
    await until(async () => expect((await captionsOn(page)).at(-1)?.language).toBe('es'));
    expect(await captionsOn(page)).toHaveLength(said.length);
    expect((await captionsOn(page)).map(({ language }) => language)).toEqual(['en-US', 'en-US', 'en-US', 'es']);
    // What is said last stays in view while the window changes.
    for (const width of [360, 1_000]) {
      await page.setViewportSize({ width, height: 740 });
      await until(async () => expect((await page.locator(captions).evaluate(linesSeen)).cut, `cut at ${String(width)} px`).toBe(0));
      await until(async () => expect(await page.locator(captions).evaluate(hidden), `below at ${String(width)} px`).toBeLessThan(2));
    }
  });

  test('whoever scrolls back stays there whatever is said, and comes back by one press', async () => {
    const lines = page.getByRole('region', { name: 'What is being said' });
    await lines.hover();
    await page.mouse.wheel(0, -200);
    await page.getByTestId('captions-now').waitFor();
    const top = await lines.evaluate(({ scrollTop }) => scrollTop);
    await told.say({ captionId: '5', speaker: 'Grace Hopper', text: 'Un momento, por favor.', isFinal: true, language: 'es' });
    await until(async () => expect((await captionsOn(page)).at(-1)?.text).toMatch(/^Un momento/));
    expect(await lines.evaluate(({ scrollTop }) => scrollTop)).toBe(top);
    await page.getByTestId('captions-now').click();
    await page.getByTestId('captions-now').waitFor({ state: 'detached' });
    expect(await page.locator(captions).evaluate(hidden)).toBeLessThan(2);
  });
});

/** Runs in the page: how much of what was said last is below what is seen, in pixels. */
function hidden(region: Element): number {
  const { scrollHeight, scrollTop, clientHeight } = region.querySelector('[role=region]') ?? region;
  return scrollHeight - scrollTop - clientHeight;
}

/** Runs in the page: lines of what is said that are seen whole, or in part, and names that are. */
function linesSeen(region: Element): { readonly whole: number; readonly cut: number; readonly names: number } {
  const frame = region.querySelector('[role=region]')?.getBoundingClientRect() ?? new DOMRect();
  const isOnTop = (element: Element, x: number, y: number): boolean => element.contains(document.elementFromPoint(x, y));
  const seen = { whole: 0, cut: 0, names: 0 };
  for (const row of region.querySelectorAll('[data-testid=caption]')) {
    const [name, text] = row.querySelectorAll('p');
    if (name === undefined || text === undefined) continue;
    const { left, right, top, bottom } = name.getBoundingClientRect();
    if (top >= frame.top - 2 && bottom <= frame.bottom + 2 && isOnTop(name, left + 4, (top + bottom) / 2) && right > left) seen.names += 1;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      const points = [0.25, 0.5, 0.75].map((share) => line.top + line.height * share);
      const shown = points.filter((y) => y > frame.top && y < frame.bottom && isOnTop(text, line.left + 4, y));
      if (shown.length === points.length) seen.whole += 1;
      else if (shown.length > 0) seen.cut += 1;
    }
  }
  return seen;
}
