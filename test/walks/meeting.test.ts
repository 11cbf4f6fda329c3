/** A meeting on the phone: its number and passcode, its lobby on both sides, and who is there. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from './browser.ts';
import { Ear, until } from './ear.ts';
import { GraphBot } from './graph-bot.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { Phones, speechOf } from './phones.ts';

const chromium = findChromium();
const appId = 'b0000000-0000-4000-8000-000000000300';
const secret = 'the secret of the planner';

type Meeting = { readonly subject: string; readonly joinMeetingIdSettings: { readonly joinMeetingId: string; readonly passcode: string } };

describe.skipIf(chromium === undefined)('a meeting', { timeout: 90_000 }, () => {
  const phones = new Phones(chromium);
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let bot: GraphBot;
  let number: string;
  let passcode: string;

  beforeAll(async () => {
    bot = await GraphBot.open(new Uint8Array());
    const app = { name: 'planner', webhook: bot.webhook, appId, secret, permissions: ['OnlineMeetings.ReadWrite.All'] };
    house = await openPassingHouse({ https: { enabled: false }, apps: [app] });
    const words = { MicrosoftAppId: appId, MicrosoftAppPassword: secret, GRAPH_BASE_URL: `${house.url}/v1.0` };
    await bot.signIn({ ...words, TOKEN_URL: `${house.url}/${house.directory.tenantId}/oauth2/v2.0/token` });
    const meeting = await bot.done<Meeting>('POST', `/users/${ada}/onlineMeetings`, {
      subject: 'Weekly',
      startDateTime: '2030-01-01T10:00:00Z',
      endDateTime: '2030-01-01T11:00:00Z',
      lobbyBypassSettings: { scope: 'organizer' },
      joinMeetingIdSettings: { isPasscodeRequired: true },
    });
    ({ joinMeetingId: number, passcode } = meeting.joinMeetingIdSettings);
  }, 60_000);
  afterEach(() => phones.close());
  afterAll(async () => {
    await bot[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  const join = async (page: Page): Promise<void> => {
    await page.getByTestId('number').fill(number);
    await page.getByTestId('call').click();
    await page.getByTestId('passcode').fill(passcode);
    await page.getByTestId('passcode').press('Enter');
    await page.getByTestId('hangup').waitFor();
  };

  test('who comes without the right passcode is asked for it; who waits in the lobby is let in or sent away by the organizer', async () => {
    const [host, guest] = await Promise.all([phones.open(house.url, ada, 'ada-hello'), phones.open(house.url, grace, 'grace-hello')]);
    await join(host);
    await until(async () => expect(await host.getByTestId('participants').textContent()).toMatch(/Ada Lovelace \(you\)/));
    expect(await host.getByText('Weekly', { exact: true }).count()).toBeGreaterThan(0);

    await join(guest);
    await guest.getByTestId('in-lobby').waitFor();
    expect(await guest.getByTestId('line-state').textContent()).toMatch(/Waiting to be let in/);
    await host.getByTestId('lobby').getByText('Grace Hopper').waitFor();
    await host.getByTestId('deny').click();
    await guest.getByTestId('line-ended').waitFor();
    expect(await guest.getByTestId('line-ended').textContent()).toMatch(/not let in/);

    await join(guest);
    await host.getByTestId('admit').press('Enter');
    await guest.getByTestId('in-lobby').waitFor({ state: 'detached' });
    const [hostEar, guestEar] = await Promise.all([Ear.at(host, 'Ada'), Ear.at(guest, 'Grace')]);
    await hostEar.hears(speechOf('grace-hello'), 'Grace');
    await guestEar.hears(speechOf('ada-hello'), 'Ada');
    expect(await guest.getByTestId('participants').textContent()).toMatch(/Grace Hopper \(you\).*Ada Lovelace/);
  });
});
