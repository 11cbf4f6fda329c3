/** An ear at the player of the library: keeps what its medium plays, so that it is heard and not only said to play. */
import type { Page } from 'playwright-core';
import { Ear } from './ear.ts';

export async function earAtPlayer(page: Page): Promise<Ear> {
  await page.evaluate(keepPlayed);
  return new Ear(page, 'the player');
}

/** Runs in the page. A medium belongs to the first context that takes it over, and to that for good. */
function keepPlayed(): void {
  const context = new AudioContext({ sampleRate: 16_000 });
  const ear = context.createScriptProcessor(1024, 1, 1);
  const kept: Float32Array[] = [];
  let medium: HTMLMediaElement | null = null;
  ear.addEventListener('audioprocess', ({ inputBuffer }) => {
    kept.push(new Float32Array(inputBuffer.getChannelData(0)));
    const now = document.querySelector<HTMLMediaElement>('[data-testid=medium]');
    if (now === medium || now === null) return;
    medium = now;
    context.createMediaElementSource(now).connect(ear);
  });
  ear.connect(context.destination);
  Object.assign(window, { keptSound: kept });
}
