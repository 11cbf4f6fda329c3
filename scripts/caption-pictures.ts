/** The pictures of captions and transcripts for the docs: a meeting with captions in two languages, search in what was said, and its page. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { writeWav } from '../src/media/wav.ts';
import { allSpoken } from '../test/speech/known-sentences.ts';
import { openBrowser } from '../test/walks/browser.ts';
import { chooses, turnsCaptionsOn } from '../test/walks/caption-reader.ts';
import { ada } from '../test/walks/open-house.ts';
import { visitor } from './meeting-pictures.ts';

type CaptionPictures = {
  readonly chromium: string;
  readonly url: string;
  readonly look: BrowserContextOptions;
  readonly shot: (page: Page, name: string) => Promise<unknown>;
};

const PAUSE_MS = 1_200;
const CAPTIONS = 3;

export async function takeCaptions({ chromium, url, look, shot }: CaptionPictures): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-pictures-'));
  const says = join(folder, 'says.wav');
  await writeFile(says, writeWav(await allSpoken('grace', PAUSE_MS)));
  const browser = await openBrowser(chromium, { says });
  try {
    const host = await visitor(browser, '#35618e', look);
    await host.goto(`${url}/meet?as=${ada}`);
    await host.getByTestId('subject').fill('Plans for the week');
    await host.getByTestId('meet-now').click();
    await host.getByTestId('join').click();
    await host.getByTestId('meeting-room').waitFor();
    await turnsCaptionsOn(host);
    await chooses(host, 'es');
    for (const item of ['record', 'keep-transcript']) {
      await host.getByTestId('more').click();
      await host.getByTestId(item).click();
    }
    await host.getByTestId('transcript-banner').waitFor();
    await host.getByTestId('caption').nth(CAPTIONS).waitFor({ timeout: 90_000 });
    await shot(host, 'captions');
    for (const item of ['keep-transcript', 'record']) {
      await host.getByTestId('more').click();
      await host.getByTestId(item).click();
    }
    await host.goto(`${url}/library?as=${ada}&in=said&text=the`);
    await host.getByTestId('said-in').first().waitFor();
    await shot(host, 'said');
    await host.goto(`${url}/library?as=${ada}`);
    await host.getByTestId('has-transcript').first().click();
    await host.getByTestId('segment').first().waitFor();
    await shot(host, 'transcript');
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
