/** Real Chromium for walks: two people with fake microphones that play recorded speech, and ears that give back what they heard. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium lies, or undefined; with `CI=true` its absence is a failure and no reason to skip. */
export function findChromium(): string | undefined {
  const places = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined && process.env['CI'] === 'true') throw new Error('Chromium is needed with CI=true: apt-get install chromium');
  if (found === undefined)
    console.warn('Skipped: walks in a real browser. Install it with "apt-get install chromium", or name it in CHROMIUM.');
  return found;
}

/** A browser of its own for each person, because a fake microphone belongs to a whole browser. `says` is a WAV file, played once over and over. */
export async function openBrowser(executablePath: string, { says }: { readonly says?: string } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      ...(says === undefined ? [] : [`--use-file-for-fake-audio-capture=${says}`]),
    ],
  });
}
