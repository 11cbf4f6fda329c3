/** Bots and a real Chromium see each other: frames of a real encoder are seen in the page, and the page's camera can be decoded by the bot. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { realRandom, seededRandom } from '../../src/base/random.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import { MemoryPeers } from '../../src/engine/memory-peer.ts';
import type { PictureTransports } from '../../src/engine/pictures/picture-transport.ts';
import { webrtcPictures } from '../../src/engine/pictures/webrtc-pictures.ts';
import { attachBot } from '../../src/engine/test-bridge.ts';
import { isRtcp } from '../../src/wire/rtp/rtp-packet.ts';
import { findChromium, openBrowser } from './browser.ts';
import { decoded, framesOf, hasFfmpeg } from './ivf.ts';
import { PICTURE_PAGE } from './picture-page.ts';

const chromium = findChromium();
const clock = realClock();
const patience = { interval: 200, timeout: 40_000 };

/** The share of packets that is lost on the way to pages, and of feedback both ways; read anew for every one. */
const network = { loss: 0 };

/**
 * Pictures that come from a page all come: encryption lets no packet in twice, so one that was lost behind it could not be sent again. (What
 * becomes of those is tested without encryption, beside the code.)
 */
function lossy(transports: PictureTransports): PictureTransports {
  const random = seededRandom(11);
  const isLost = (): boolean => network.loss > 0 && random.unit() < network.loss;
  return {
    async accept(offer, what, handlers, options) {
      const packet = (bytes: Uint8Array): void => (isRtcp(bytes) && isLost() ? undefined : handlers.packet(bytes));
      const connected = (): void => handlers.connected();
      const lost = (reason: string): void => handlers.lost(reason);
      const { answer, transport } = await transports.accept(offer, what, { connected, lost, packet }, options);
      return { answer, transport: { ...transport, send: (section, bytes) => (isLost() ? undefined : transport.send(section, bytes)) } };
    },
    close: () => transports.close(),
  };
}

describe.runIf(chromium !== undefined && hasFfmpeg())('a bot and a page', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  const pictures = lossy(webrtcPictures({ clock, random: realRandom() }));
  const engine = new LocalEngine({ clock, peers: new MemoryPeers({ clock }), pictures });

  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    engine.send({ kind: 'openRoom', roomId: 'room' });
    for (const legId of ['ann', 'bob']) engine.send({ kind: 'addHosted', roomId: 'room', legId });
    engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart: 'all', pictures: 4 } });
    engine.send({ kind: 'identify', legId: 'bot', sourceId: 400 });
    engine.send({ kind: 'identify', legId: 'ann', sourceId: 100 });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    await page.addScriptTag({ content: PICTURE_PAGE });
    await connect('ann', 'camera', 'offerCamera(true)');
    await connect('bob', 'view', 'offerView(2)');
  }, 40_000);

  afterAll(async () => {
    await browser.close();
    await engine[Symbol.asyncDispose]();
    server.close();
  });

  test('the page sees what the bot shows', async () => {
    const bot = attachBot(engine, 'bot');
    engine.send({ kind: 'view', legId: 'bob', slots: [{ slot: 0, legId: 'bot', of: 'screen', height: 720 }] });
    for (const frame of framesOf('red', 60)) {
      bot.picture('screen', frame);
      await clock.sleep(40);
    }
    await expect.poll(() => page.evaluate('seen(0)'), patience).toMatchObject({ width: 320, height: 240 });
    expect(await page.evaluate<{ frames: number }>('seen(0)')).toMatchObject({ frames: expect.toSatisfy((frames) => Number(frames) > 40) });
    const [red = 0, green = 0, blue = 0] = await page.evaluate<number[]>('colour(0)');
    expect(red).toBeGreaterThan(180);
    expect(green + blue).toBeLessThan(120);
  }, 60_000);

  test('the bot gets whole frames of the page’s camera, all of which can be decoded', async () => {
    const bot = attachBot(engine, 'bot');
    await bot.until(() => bot.told('pictures').some(({ sourceId, isOn }) => sourceId === 101 && isOn));
    bot.order({ kind: 'watch', pictures: [{ sourceId: 101, maxHeight: 400 }] });
    await bot.until(() => bot.frames.length >= 40);
    const frames = bot.frames.map(({ bytes }) => bytes);
    const { width, height } = bot.frames[0]?.header ?? { width: 0, height: 0 };
    expect([width, height]).toEqual([640, 360]);
    const seen = decoded(frames, width, height);
    expect(seen.length).toBe(frames.length);
    // A picture with something on it, that moves.
    const [first = new Uint8Array(0), last = new Uint8Array(0)] = [seen[0], seen.at(-1)];
    expect(first.filter((pixel) => Math.abs(pixel - (first[0] ?? 0)) > 40).length).toBeGreaterThan(100);
    expect(first.filter((pixel, at) => Math.abs(pixel - (last[at] ?? 0)) > 20).length).toBeGreaterThan(100);
  }, 60_000);

  test('when one packet in seven is lost on the way to it, the page still sees others move', async () => {
    network.loss = 0.15;
    try {
      engine.send({ kind: 'view', legId: 'bob', slots: [{ slot: 1, legId: 'ann', of: 'camera', height: 180 }] });
      const frames = async (): Promise<number> => (await page.evaluate<{ frames: number }>('seen(1)')).frames;
      await expect.poll(frames, patience).toBeGreaterThan(5);
      const before = await frames();
      await clock.sleep(5_000);
      // Twenty a second are sent; an encoder on a machine that is busy may leave some out.
      expect((await frames()) - before).toBeGreaterThan(40);
    } finally {
      network.loss = 0;
    }
  }, 90_000);

  async function connect(legId: string, what: 'camera' | 'view', offering: string): Promise<void> {
    const offer = await page.evaluate<string>(offering);
    const { answer } = await engine.connect({ roomId: 'room', legId, offer, what });
    await page.evaluate(`accept('${what}', ${JSON.stringify(answer)})`);
  }
});
