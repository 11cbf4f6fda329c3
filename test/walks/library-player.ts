/** The player of the library in a browser of its own: opened, heard, sent to moments, and its files fetched. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LibraryFile, RecordingDetail } from '../../src/wire/live/library.ts';
import { openBrowser } from './browser.ts';
import { until, type Ear } from './ear.ts';
import { KeptFile } from './kept-files.ts';
import { patience } from './meeting-judge.ts';
import { heardIn, levelsIn } from './pitches.ts';
import { earAtPlayer } from './player-ear.ts';

/** Quieter than this nothing is said. */
const LOUD = 300;
/** A film is encoded by the machine that makes it. */
const MADE_WITHIN_MS = 100_000;

export class LibraryPlayer {
  readonly browser: Browser;
  readonly page: Page;
  #ear: Ear | undefined;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  static async launch(chromium: string): Promise<LibraryPlayer> {
    const browser = await openBrowser(chromium);
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(20_000);
    return new LibraryPlayer(browser, page);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByTestId('medium').waitFor({ state: 'attached' });
    this.#ear = await earAtPlayer(this.page);
  }

  /** Plays, or pauses. */
  toggle(): Promise<void> {
    return this.page.getByTestId('play').click();
  }

  momentMs(): Promise<number> {
    return this.page.getByTestId('medium').evaluate((medium: HTMLMediaElement) => medium.currentTime * 1_000);
  }

  rate(): Promise<number> {
    return this.page.getByTestId('medium').evaluate((medium: HTMLMediaElement) => medium.playbackRate);
  }

  async clickAt(atMs: number, { durationMs }: Pick<RecordingDetail, 'durationMs'>): Promise<void> {
    const { width, height } = (await this.page.getByTestId('time-line').boundingBox()) ?? { width: 0, height: 0 };
    await this.page.getByTestId('time-line').click({ position: { x: (width * atMs) / durationMs, y: height / 2 } });
  }

  /** Who was heard in the last second. */
  async hears(): Promise<string[]> {
    return this.#ear ? heardIn(levelsIn(await this.#ear.heard({ lastMs: 1_000 }))) : [];
  }

  /** The first of what is heard once anything is: where it began to play. */
  async heardFirst(ms: number): Promise<Int16Array> {
    return until(async () => {
      const heard = (await this.#ear?.heard()) ?? new Int16Array();
      const from = heard.findIndex((sample) => Math.abs(sample) > LOUD);
      const first = from < 0 ? new Int16Array() : heard.subarray(from, from + ms * 16);
      expect(first.length, 'so much is heard').toBe(ms * 16);
      return first;
    });
  }

  /** It plays; from there on it is they who are heard. Sought anew as long as the machine is too busy to play for a second and a half. */
  async hearsFrom(atMs: number, voices: readonly string[], detail: Pick<RecordingDetail, 'durationMs'>): Promise<void> {
    await until(async () => {
      await this.clickAt(atMs + 100, detail);
      const cameMs = await this.momentMs();
      await this.#ear?.listens(1_700);
      expect(await this.hears(), `from ${String(atMs)} ms on`).toEqual(voices);
      const isThere = Math.abs(cameMs - atMs) < 600;
      expect([isThere, (await this.momentMs()) > cameMs + 500], `it came to ${String(cameMs)} ms, and plays on`).toEqual([true, true]);
    }, patience);
  }

  /** Has a file made at the page, and waits until it can be had. */
  async make(name: string, { hasProgress = false }: { readonly hasProgress?: boolean } = {}): Promise<void> {
    const all = this.page.getByTestId('all-files');
    if ((await all.count()) > 0) await all.click();
    await this.page.getByTestId(`make-${name}`).click();
    if (hasProgress)
      await this.page
        .getByTestId(`making-${name}`)
        .getByText(/being made, \d+ %/)
        .waitFor();
    await this.page.getByTestId(`download-${name}`).waitFor({ timeout: MADE_WITHIN_MS });
  }

  /** A file by its link, saved under a name that begins with what it is of. */
  async download({ name }: Pick<LibraryFile, 'name'>, subject: string): Promise<KeptFile> {
    const href = await this.page.getByTestId(`download-${name}`).getAttribute('href');
    const response = await fetch(new URL(href ?? '', this.page.url()));
    const saved = response.headers.get('content-disposition')?.split(`filename="${subject} `)[0];
    expect([response.status, saved], name).toEqual([200, 'attachment; ']);
    return new KeptFile(name, new Uint8Array(await response.arrayBuffer()));
  }
}
