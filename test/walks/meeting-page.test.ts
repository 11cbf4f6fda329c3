/** The meeting page, walked through by two people and a bot: preview, passcode, lobby, pictures, chat, screen, and every way out. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { findChromium, openBrowser } from './browser.ts';
import { until } from './ear.ts';
import { GraphBot } from './graph-bot.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';

const chromium = findChromium();
const appId = 'b0000000-0000-4000-8000-000000000301';
const secret = 'the secret of the caller';
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 740 } },
};

describe.skipIf(chromium === undefined)('the meeting page', { timeout: 120_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let bot: GraphBot;
  let browser: Browser;

  beforeAll(async () => {
    bot = await GraphBot.open(new Uint8Array());
    const permissions = ['Calls.InitiateGroupCall.All', 'Calls.AccessMedia.All'];
    house = await openPassingHouse({
      https: { enabled: false },
      apps: [{ name: 'caller', webhook: bot.webhook, appId, secret, permissions }],
    });
    const words = { MicrosoftAppId: appId, MicrosoftAppPassword: secret, GRAPH_BASE_URL: `${house.url}/v1.0` };
    await bot.signIn({ ...words, TOKEN_URL: `${house.url}/${house.directory.tenantId}/oauth2/v2.0/token` });
    browser = await openBrowser(chromium ?? '', { sharesScreen: true });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
    await bot[Symbol.asyncDispose]();
  });

  const visitor = async (look: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce', bypassCSP: true });
    return context.newPage();
  };
  const begin = async (host: Page): Promise<{ readonly id: string; readonly passcode: string }> => {
    await host.goto(`${house.url}/meet?as=${ada}`);
    await host.getByTestId('subject').fill('Weekly review');
    await host.getByTestId('lobby-choice').selectOption('organizer');
    await host.getByTestId('with-passcode').check();
    await host.getByTestId('meet-now').click();
    await host.locator('[data-testid=preview-picture][data-picture=true]').waitFor();
    expect(await faultsOf(host), 'the preview').toEqual([]);
    await host.getByTestId('join').click();
    const id = (await host.getByTestId('meeting-id').textContent())?.trim() ?? '';
    const passcode = (await host.getByTestId('meeting-passcode').textContent())?.trim() ?? '';
    expect(await faultsOf(host), 'nobody else there').toEqual([]);
    return { id, passcode };
  };
  const seesPicture = (page: Page): Promise<void> => page.locator('[data-testid=tile][data-picture=true]').waitFor({ timeout: 30_000 });
  const menuOf = async (host: Page, name: string, item: string): Promise<void> => {
    await host.getByRole('button', { name: `Actions for ${name}` }).click();
    await host.getByTestId(item).click();
  };

  test.each(Object.entries(looks))(
    'two people meet and see each other, with nothing that axe-core finds fault with: %s',
    async (_, look) => {
      const [host, guest] = await Promise.all([visitor(look), visitor(look)]);
      const { id, passcode } = await begin(host);
      await guest.goto(`${house.url}/meet/${id}?as=${grace}`);
      await guest.getByTestId('join').click();
      await guest.getByTestId('passcode').fill('wrong');
      await guest.getByTestId('join').click();
      await guest.getByText('That is not the passcode').waitFor();
      expect(await faultsOf(guest), 'a wrong passcode').toEqual([]);
      await guest.getByTestId('passcode').fill(passcode);
      await guest.getByTestId('join').click();
      await guest.getByTestId('in-lobby').waitFor();
      expect(await faultsOf(guest), 'in the lobby').toEqual([]);
      await host.getByTestId('lobby-bar').getByText('Grace Hopper').waitFor();
      expect(await faultsOf(host), 'somebody in the lobby').toEqual([]);
      await host.getByTestId('admit').click();
      await Promise.all([seesPicture(host), seesPicture(guest)]);
      expect(await faultsOf(host), 'in the meeting').toEqual([]);
      for (const panel of ['people', 'chat'] as const) {
        await host.getByTestId(panel).click();
        expect(await faultsOf(host), panel).toEqual([]);
        await host.getByTestId('close-panel').click();
      }
      await host.getByTestId('captions').click();
      await host.getByTestId('captions-empty').waitFor();
      await host.mouse.move(180, 300);
      await host.getByRole('tooltip').waitFor({ state: 'detached' });
      expect(await faultsOf(host), 'with captions').toEqual([]);
      await guest.getByTestId('leave').click();
      await guest.getByTestId('left').waitFor();
      expect(await faultsOf(guest), 'after the meeting').toEqual([]);
      await host.getByTestId('alone').waitFor();
      await Promise.all([host.context().close(), guest.context().close()]);
    },
  );

  test('hand, chat, screen, mute by another, keys, removal, coming back, and the end for all', async () => {
    const [host, guest] = await Promise.all([visitor(), visitor()]);
    const { id, passcode } = await begin(host);
    await guest.goto(`${house.url}/meet/${id}?p=${passcode}&as=${grace}`);
    await guest.getByTestId('join').click();
    await host.getByTestId('admit').click();
    await seesPicture(host);
    await guest.keyboard.press('Control+Shift+K');
    await host
      .getByTestId('notice')
      .getByText(/Grace Hopper raised/)
      .waitFor();
    await guest.getByTestId('chat').click();
    await guest.getByTestId('chat-field').fill('Good morning!');
    await guest.getByTestId('chat-field').press('Enter');
    await host.getByRole('button', { name: /^Chat\s+1 new message$/ }).click();
    await host.getByTestId('chat-message').getByText('Good morning!').waitFor();
    await host.getByTestId('people').click();
    expect(await host.getByTestId('person').first().textContent()).toMatch(/Grace Hopper/);

    await guest.getByTestId('share').click();
    await guest.getByTestId('sharing-bar').waitFor();
    await host.locator('[data-testid=shared-screen][data-picture=true]').waitFor({ timeout: 30_000 });
    await menuOf(host, 'Grace Hopper', 'stop-sharing');
    await host.getByTestId('shared-screen').waitFor({ state: 'detached' });
    await until(async () => expect(await guest.getByTestId('sharing-bar').count()).toBe(0));

    await menuOf(host, 'Grace Hopper', 'mute-other');
    await guest.getByRole('button', { name: 'Unmute' }).waitFor();
    await guest.keyboard.press('Control+Shift+M');
    await guest.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    await host.getByRole('button', { name: 'Actions for Grace Hopper' }).click();
    await host.keyboard.press('Escape');
    await menuOf(host, 'Grace Hopper', 'remove-other');
    await host.keyboard.press('Escape');
    expect(await host.getByTestId('people-panel').count(), 'Escape closes the question alone').toBe(1);
    const actions = host.getByRole('button', { name: 'Actions for Grace Hopper' });
    await until(async () => expect(await actions.evaluate((button) => button === document.activeElement)).toBe(true));
    await menuOf(host, 'Grace Hopper', 'remove-other');
    await host.getByTestId('question-yes').click();
    await guest
      .getByTestId('left')
      .getByText(/removed you/)
      .waitFor();
    await guest.getByTestId('rejoin').click();
    await host.getByTestId('admit').click();
    await guest.getByTestId('meeting-room').waitFor();

    await host.getByRole('button', { name: 'Ways to leave' }).click();
    await host.getByTestId('end-for-all').click();
    await host.getByTestId('question-yes').click();
    await Promise.all([
      host.getByTestId('left').waitFor(),
      guest
        .getByTestId('left')
        .getByText(/ended the meeting/)
        .waitFor(),
    ]);
    await Promise.all([host.context().close(), guest.context().close()]);
  });

  test('a group call of a bot opens as a meeting from the phone, without a camera that nobody switched on', async () => {
    const pages = await Promise.all([visitor(), visitor()]);
    const [mine] = pages;
    for (const [index, page] of pages.entries()) {
      await page.goto(`${house.url}/phone?as=${[ada, grace][index] ?? ''}`);
      await page.getByTestId('number').waitFor();
    }
    const callId = await bot.call([ada, grace], 'Incident');
    for (const page of pages) await page.getByTestId('answer').click();
    await bot.established(callId);
    await mine.getByTestId('open-meeting-page').click();
    await mine.getByTestId('meeting-title').getByText('Incident').waitFor();
    expect(await mine.getByTestId('self-view').getAttribute('data-picture')).toBe('false');
    await bot.done('POST', `/calls/${callId}/updateRecordingStatus`, { clientContext: 'walk', status: 'recording' });
    await mine.getByTestId('recording-banner').getByText('caller records this call').waitFor();
    await mine.getByTestId('recording-mark').waitFor();
    await mine.getByTestId('leave').click();
    await mine.getByTestId('left').waitFor();
    await bot.done('DELETE', `/calls/${callId}`);
    for (const page of pages) await page.context().close();
  });
});
