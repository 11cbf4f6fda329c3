/** Takes the pictures of the docs: every page of a real house with a call up, in light, dark and narrow. `npm run pictures` */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, openBrowser } from '../test/walks/browser.ts';
import { Ear } from '../test/walks/ear.ts';
import { GraphBot } from '../test/walks/graph-bot.ts';
import { ada, grace, openPassingHouse } from '../test/walks/open-house.ts';
import { takeCaptions } from './caption-pictures.ts';
import { takeMeeting } from './meeting-pictures.ts';
import { takeRecording } from './recording-pictures.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'docs', 'pictures');
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  '': { viewport: { width: 1180, height: 760 }, colorScheme: 'light' },
  '-dark': { viewport: { width: 1180, height: 760 }, colorScheme: 'dark' },
  '-narrow': { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
};

const chromium = findChromium();
if (chromium === undefined) process.exit(1);
mkdirSync(folder, { recursive: true });
await using house = await openPassingHouse({ noAnswer: { afterSeconds: 1 } });
const browser = await openBrowser(chromium, { says: join(root, 'test/fixtures/speech/voicemail.wav') });

const bot = await GraphBot.open(new Uint8Array());
await leaveMessage();
for (const [look, options] of Object.entries(looks)) await takeAll(look, options);
await browser.close();
await bot[Symbol.asyncDispose]();

async function takeAll(look: string, options: BrowserContextOptions): Promise<void> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const [phone, other] = [await context.newPage(), await context.newPage()];
  const shot = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: join(folder, `${name}${look}.png`) });
  await other.goto(`${house.url}/`);
  await other.getByText('front desk').first().waitFor();
  await shot(other, 'home');
  await phone.goto(`${house.url}/phone`);
  await phone.getByTestId(`person-${grace}`).waitFor();
  await shot(phone, 'who');
  await phone.getByTestId(`person-${grace}`).click();
  await phone.getByTestId('voicemail-item').first().waitFor();
  await shot(phone, 'voicemail');
  await dial(phone, '100');
  const ear = await Ear.at(phone, 'the picture');
  await ear.listens(2_500);
  await shot(phone, 'phone');
  await other.goto(`${house.url}/calls`);
  await other
    .getByRole('link', { name: /front desk/ })
    .first()
    .click();
  await other.getByText('POST playPrompt').first().waitFor();
  await shot(other, 'inspector');
  await phone.getByTestId('hangup').click();
  await phone.getByTestId('line-ended').waitFor();
  await other.goto(`${house.url}/calls`);
  await other
    .getByRole('link', { name: /front desk/ })
    .first()
    .waitFor();
  await shot(other, 'calls');
  await registers(other, () => shot(other, 'apps'));
  await groupCall(phone, () => shot(phone, 'group'));
  await takeMeeting({ browser, url: house.url, bot, look: options, shot });
  await takeRecording({ browser, url: house.url, look: options, shot });
  await takeCaptions({ chromium: chromium ?? '', url: house.url, look: options, shot });
  await removes(other);
  await context.close();
}

async function registers(page: Page, shot: () => Promise<unknown>): Promise<void> {
  await page.goto(`${house.url}/apps/new`);
  await page.getByTestId('app-name').fill('notes');
  await page.getByTestId('app-webhook').fill(bot.webhook);
  await page.getByTestId('app-says').fill('Writes down what is said in a meeting');
  await page.getByTestId('register-now').click();
  await page.getByTestId('secret').waitFor();
  await shot();
  const { tenantId } = house.directory;
  await bot.signIn({
    MicrosoftAppId: (await page.getByTestId('app-id').textContent()) ?? '',
    MicrosoftAppPassword: (await page.getByTestId('secret').textContent()) ?? '',
    TOKEN_URL: `${house.url}/${tenantId}/oauth2/v2.0/token`,
    GRAPH_BASE_URL: `${house.url}/v1.0`,
  });
}

async function groupCall(phone: Page, shot: () => Promise<unknown>): Promise<void> {
  const colleague = await browser.newPage();
  await colleague.goto(`${house.url}/phone?as=${ada}`);
  await colleague.getByTestId('number').waitFor();
  const callId = await bot.call([grace, ada], 'Weekly review');
  for (const page of [phone, colleague]) await page.getByTestId('answer').click();
  await bot.established(callId);
  await bot.done('POST', `/calls/${callId}/updateRecordingStatus`, { clientContext: 'picture', status: 'recording' });
  await phone.getByText('notes records this call').waitFor();
  await phone.getByTestId('participants').getByText('Ada Lovelace').waitFor();
  await phone.bringToFront();
  await shot();
  await bot.done('DELETE', `/calls/${callId}`);
  for (const page of [phone, colleague]) if ((await page.getByTestId('hangup').count()) > 0) await page.getByTestId('hangup').click();
  await colleague.close();
}

async function removes(page: Page): Promise<void> {
  await page.getByTestId('remove').click();
  await page.getByTestId('remove-yes').click();
  await page.getByTestId('remove').waitFor({ state: 'detached' });
}

async function leaveMessage(): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${house.url}/phone?as=${ada}`);
  await dial(page, '202');
  const ear = await Ear.at(page, 'the caller');
  await ear.listens(17_000);
  await page.getByTestId('key-#').click();
  await ear.listens(4_000);
  await page.close();
}

async function dial(page: Page, number: string): Promise<void> {
  await page.getByTestId('number').fill(number);
  await page.getByTestId('call').click();
  await page.getByTestId('hangup').waitFor();
}
