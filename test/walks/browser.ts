/** Real Chromium for walks: two people with fake microphones that play recorded speech, and ears that give back what they heard. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserServer, type LaunchOptions } from 'playwright-core';

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

type BrowserOptions = {
  /** A WAV file, said over and over. */
  readonly says?: string;
  /** A film (YUV4MPEG2), shown over and over. */
  readonly shows?: string;
  /** Whoever shares a screen is not asked which. */
  readonly sharesScreen?: boolean;
};

/** A browser of its own for each person, because a fake microphone belongs to a whole browser. */
export async function openBrowser(executablePath: string, options: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch(launching(executablePath, options));
}

/** The same as a process that can be killed. */
export async function startBrowser(
  executablePath: string,
  options: BrowserOptions = {},
): Promise<{ readonly browser: Browser; readonly server: BrowserServer }> {
  const server = await chromium.launchServer(launching(executablePath, options));
  return { server, browser: await chromium.connect(server.wsEndpoint()) };
}

function launching(executablePath: string, { says, shows, sharesScreen = false }: BrowserOptions): LaunchOptions {
  return {
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
      ...(sharesScreen ? ['--auto-select-desktop-capture-source=Entire screen'] : []),
      ...(says === undefined ? [] : [`--use-file-for-fake-audio-capture=${says}`]),
      ...(shows === undefined ? [] : [`--use-file-for-fake-video-capture=${shows}`]),
    ],
  };
}
