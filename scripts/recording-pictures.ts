/** The pictures of a recording for the docs: everybody is asked, it goes on, it stands in the library, and it is played. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Ear } from '../test/walks/ear.ts';
import { linkIn, opensKeypad, presses, reads, writes } from '../test/walks/meeting-chat.ts';
import { ada, grace } from '../test/walks/open-house.ts';
import { visitor } from './meeting-pictures.ts';

type RecordingPictures = {
  readonly browser: Browser;
  readonly url: string;
  readonly look: BrowserContextOptions;
  readonly shot: (page: Page, name: string) => Promise<unknown>;
};

/** Of the reference bot that records. */
const RECORDER = '108';

export async function takeRecording({ browser, url, look, shot }: RecordingPictures): Promise<void> {
  const [host, guest] = await Promise.all([visitor(browser, '#35618e', look), visitor(browser, '#8a5a2b')]);
  await host.goto(`${url}/meet?as=${ada}`);
  await host.getByTestId('subject').fill('Design review');
  await host.getByTestId('lobby-choice').selectOption('organizer');
  await host.getByTestId('meet-now').click();
  await host.getByTestId('join').click();
  const meetingId = (await host.getByTestId('meeting-id').textContent())?.replace(/\s/g, '') ?? '';
  await guest.goto(`${url}/meet/${meetingId}?as=${grace}`);
  await guest.getByTestId('join').click();
  await host.getByTestId('admit').click();
  await host.locator('[data-testid=tile][data-picture=true]').waitFor();
  await host.getByTestId('people').click();
  await host.getByTestId('invite-search').fill(RECORDER);
  await host.getByTestId(`invite-${RECORDER}`).click();
  await host.getByTestId('recording-banner').getByText('recorder records this meeting').waitFor();
  await opensKeypad(host);
  await shot(host, 'recording-consent');
  for (const page of [host, guest]) await presses(page, '1');
  await reads(host, /I record those who have agreed/);
  await goesOn(host);
  await shot(host, 'meeting-recording');
  await writes(host, 'stop');
  const link = await linkIn(host);
  await guest.context().close();
  await host.goto(`${url}/library?as=${ada}`);
  await host.getByTestId('recording').first().waitFor();
  await shot(host, 'library');
  await plays(host, `${url}${link}?as=${ada}`);
  await shot(host, 'player');
  await host.context().close();
}

async function goesOn(page: Page): Promise<void> {
  const ear = await Ear.at(page, 'the picture');
  for (const order of ['chapter Welcome', 'chapter The new door', 'mark Decision', 'chapter Questions']) {
    await writes(page, order);
    await ear.listens(4_000);
  }
}

/** In the midst of it, with its film. */
async function plays(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByTestId('make-speaker.webm').click();
  await page.getByTestId('download-speaker.webm').waitFor({ timeout: 180_000 });
  await page.locator('video[data-testid=medium]').waitFor();
  await page.getByTestId('chapter').nth(1).click();
  await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('[data-testid=medium]')?.readyState ?? 0) > 1);
  await page.evaluate(() => scrollTo(0, 0));
}
