/** Real Chromium for walks: two people with fake microphones that play recorded speech, and ears that give back what they heard. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

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

/** Begins to keep what the page's remote audio sounds like; `heard` gives it as 16 kHz mono so far. */
export async function listen(page: Page): Promise<{ heard(): Promise<Int16Array> }> {
  await page.evaluate(() => {
    const element = document.querySelector<HTMLAudioElement>('[data-testid=remote-audio]');
    if (!element) throw new Error('there is no remote audio on this page');
    const context = new AudioContext({ sampleRate: 16_000 });
    const ear = context.createScriptProcessor(1024, 1, 1);
    const kept: Float32Array[] = [];
    ear.addEventListener('audioprocess', ({ inputBuffer }) => kept.push(new Float32Array(inputBuffer.getChannelData(0))));
    ear.connect(context.destination);
    let stream: MediaProvider | null = null;
    let source: MediaStreamAudioSourceNode | undefined;
    const follow = (): void => {
      if (element.srcObject === stream) return;
      source?.disconnect();
      stream = element.srcObject;
      source = stream instanceof MediaStream && stream.getAudioTracks().length > 0 ? context.createMediaStreamSource(stream) : undefined;
      source?.connect(ear);
    };
    follow();
    ear.addEventListener('audioprocess', follow);
    Object.assign(window, { heardSoFar: () => kept });
  });
  return {
    async heard() {
      const text = await page.evaluate(() => {
        const kept = (window as unknown as { heardSoFar: () => Float32Array[] }).heardSoFar();
        const samples = new Int16Array(kept.length * 1024);
        kept.forEach((block, index) =>
          block.forEach((value, i) => (samples[index * 1024 + i] = Math.max(-1, Math.min(1, value)) * 32_767)),
        );
        let text = '';
        const bytes = new Uint8Array(samples.buffer);
        for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
        return btoa(text);
      });
      const bytes = Buffer.from(text, 'base64');
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    },
  };
}
