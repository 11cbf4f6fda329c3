/** Phones of a house for a walk: each a page in a browser of its own, with a microphone that says a recorded sentence over and over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { joined } from '../../src/media/tones.ts';
import { readWav } from '../../src/media/wav.ts';
import { openBrowser } from './browser.ts';
import { Ear } from './ear.ts';

export class Phones {
  readonly #chromium: string;
  #browsers: Browser[] = [];

  constructor(chromium: string | undefined) {
    this.#chromium = chromium ?? '';
  }

  /** The phone page of somebody, whose microphone says `speech`, the name of a fixture. */
  async open(url: string, userId: string, speech: string): Promise<Page> {
    const browser = await openBrowser(this.#chromium, { says: fileOf(speech) });
    this.#browsers.push(browser);
    const page = await browser.newPage();
    await page.goto(`${url}/phone?as=${userId}`);
    await page.getByTestId('number').waitFor();
    return page;
  }

  /** Hangs everything up by closing every browser. */
  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    this.#browsers = [];
  }
}

export async function dial(page: Page, number: string): Promise<Ear> {
  await page.getByTestId('number').fill(number);
  await page.getByTestId('call').click();
  await page.getByTestId('hangup').waitFor();
  return Ear.at(page, 'the caller');
}

/** Plays the newest message on the page, and gives the sound that was handed to the page, and where it lies. */
export async function playMessage(page: Page): Promise<{ readonly sound: Int16Array; readonly url: string }> {
  const asked = page.waitForRequest(/\/voicemail\//);
  await page.getByTestId('voicemail-play').first().click();
  const url = (await asked).url();
  return { sound: readWav(new Uint8Array(await (await fetch(url)).arrayBuffer())), url };
}

/** A fixture's samples. */
export function speechOf(name: string): Int16Array {
  return readWav(readFileSync(fileOf(name)));
}

/** What a fake microphone says: its file again and again. */
export function overAndOver(name: string): Int16Array {
  return joined([speechOf(name), speechOf(name)]);
}

function fileOf(name: string): string {
  return join(import.meta.dirname, '../fixtures/speech', `${name}.wav`);
}
