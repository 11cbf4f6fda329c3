/** An ear in a page: keeps what the page's remote audio sounds like, and waits until something known is heard in it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { realClock } from '../../src/base/clock.ts';
import { writeWav } from '../../src/media/wav.ts';
import { levelDb, likeness, type Likeness } from '../hearing/likeness.ts';

const clock = realClock();

export class Ear {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  /** Listens from now on. */
  static async at(page: Page, name: string): Promise<Ear> {
    await page.evaluate(keepSound);
    return new Ear(page, name);
  }

  /** All that was heard so far, or the last of it, 16 kHz mono. */
  async heard({ lastMs = Infinity }: { readonly lastMs?: number } = {}): Promise<Int16Array> {
    // A page is handed no Infinity.
    const blocks = Math.min(Math.ceil(lastMs / 64), 1_000_000);
    const bytes = Buffer.from(await this.#page.evaluate(soundSoFar, blocks), 'base64');
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }

  /** Waits until `sound` has been heard; fails with how near it came, and keeps what was heard instead. */
  async hears(
    sound: Int16Array,
    what: string,
    { withinMs = 20_000, fromMs = 0 }: { readonly withinMs?: number; readonly fromMs?: number } = {},
  ): Promise<Likeness> {
    const end = clock.now() + withinMs;
    for (;;) {
      const heard = (await this.heard()).subarray(fromMs * 16);
      const found = likeness(heard, sound);
      if (found.score > 0.6) return { ...found, atMs: found.atMs + fromMs };
      if (clock.now() > end) throw new Error(this.#told(what, heard, found));
      await clock.sleep(300);
    }
  }

  /** Goes on listening for so much sound. */
  async listens(ms: number): Promise<void> {
    const enough = (await this.heard()).length + ms * 16;
    while ((await this.heard()).length < enough) await clock.sleep(200);
  }

  #told(what: string, heard: Int16Array, { score, atMs }: Likeness): string {
    const file = join(mkdtempSync(join(tmpdir(), 'rollcall-ear-')), 'heard.wav');
    writeFileSync(file, writeWav(heard));
    return `${this.#name} did not hear ${what}: the nearest is ${score.toFixed(2)} like it, at ${(atMs / 1000).toFixed(1)} s of ${(heard.length / 16_000).toFixed(1)} s, level ${levelDb(heard).toFixed(0)} dB. What was heard: ${file}`;
  }
}

/** Waits until something comes true that no event tells of; gives what it became, or fails with why it did not. */
export async function until<T>(attempt: () => T | Promise<T>, { withinMs = 20_000 }: { readonly withinMs?: number } = {}): Promise<T> {
  const end = clock.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (clock.now() > end) throw error;
      await clock.sleep(100);
    }
  }
}

/** Runs in the page. */
function keepSound(): void {
  const context = new AudioContext({ sampleRate: 16_000 });
  const ear = context.createScriptProcessor(1024, 1, 1);
  const kept: Float32Array[] = [];
  let stream: MediaProvider | null = null;
  let source: MediaStreamAudioSourceNode | undefined;
  ear.addEventListener('audioprocess', ({ inputBuffer }) => {
    kept.push(new Float32Array(inputBuffer.getChannelData(0)));
    const now = document.querySelector<HTMLAudioElement>('[data-testid=remote-audio]')?.srcObject ?? null;
    if (now === stream && source !== undefined) return;
    source?.disconnect();
    stream = now;
    source = stream instanceof MediaStream && stream.getAudioTracks().length > 0 ? context.createMediaStreamSource(stream) : undefined;
    source?.connect(ear);
  });
  ear.connect(context.destination);
  Object.assign(window, { keptSound: kept });
}

/** Runs in the page: the last blocks of 64 ms as 16 bit samples in base64. */
function soundSoFar(blocks: number): string {
  const keptSound = (window as unknown as { keptSound: Float32Array[] }).keptSound.slice(-blocks);
  const samples = new Int16Array(keptSound.length * 1024);
  keptSound.forEach((block, index) => block.forEach((value, i) => (samples[index * 1024 + i] = Math.max(-1, Math.min(1, value)) * 32_767)));
  const bytes = new Uint8Array(samples.buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
