/** Real Chromium before and behind the forwarding of pictures: a fake camera in three layers, and slots that show what they are told to. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { EngineHost } from '../../src/engine/engine-host.ts';
import type { PictureKind, SlotView } from '../../src/engine/port.ts';
import { findChromium, openBrowser } from './browser.ts';
import { PICTURE_PAGE } from './picture-page.ts';

const chromium = findChromium();
const clock = realClock();
/** On a busy machine packets are late, and larger layers come again only after a while. */
const patience = { interval: 200, timeout: 40_000 };

type Seen = { readonly width: number; readonly height: number; readonly frames: number };

describe.runIf(chromium !== undefined)('pictures in a browser', () => {
  let browser: Browser;
  let server: Server;
  let engine: EngineHost;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    engine = new EngineHost({ clock });
    engine.send({ kind: 'openRoom', roomId: 'room' });
    // The sound of both is of no interest here: hosted legs stand for it.
    for (const legId of ['ann', 'bob']) engine.send({ kind: 'addHosted', roomId: 'room', legId });
    [ann, bob] = await Promise.all([openPage(), openPage()]);
    await connect(bob, 'bob', 'view', 'offerView(9)');
  }, 40_000);

  afterAll(async () => {
    await browser.close();
    await engine[Symbol.asyncDispose]();
    server.close();
  });

  test('all layers come, and each slot shows the one that fits its height', async () => {
    const began = engine.facts.next('picturesBegan', { signal: clock.deadline(10_000) });
    await connect(ann, 'ann', 'camera', 'offerCamera(true)');
    expect(await began).toEqual({ legId: 'ann', of: 'camera' });
    show([slot(0, 'camera', 720), slot(4, 'camera', 360), slot(8, 'camera', 150)]);
    await expect.poll(() => seen(0), patience).toMatchObject({ width: 1280, height: 720 });
    await expect.poll(() => seen(4), patience).toMatchObject({ width: 640, height: 360 });
    await expect.poll(() => seen(8), patience).toMatchObject({ width: 320, height: 180 });
    expect((await seen(1)).frames).toBe(0);
    await moves(0);
    await moves(4);
    await moves(8);
  }, 120_000);

  test('a tile that shrinks gets the smaller layer and one that grows the larger, without a seam', async () => {
    show([slot(0, 'camera', 150)]);
    await expect.poll(() => seen(0), patience).toMatchObject({ height: 180 });
    await moves(0);
    show([slot(0, 'camera', 720)]);
    await expect.poll(() => seen(0), patience).toMatchObject({ height: 720 });
    await moves(0);
    // Whoever cannot decode what comes asks for key frames over and over.
    expect(await bob.evaluate('inbound(0)')).toMatchObject({ lost: 0, plis: 0 });
  }, 120_000);

  test('a slot goes over to the screen, which is seen in its colour, and back', async () => {
    await connect(ann, 'ann', 'screen', 'offerScreen()');
    show([slot(0, 'screen', 720)]);
    await expect.poll(() => seen(0), patience).toMatchObject({ width: 400, height: 300 });
    await expect.poll(() => colourOf(0), patience).toBe('red');
    await moves(0);
    const ended = engine.facts.next('picturesEnded', { matches: ({ of }) => of === 'screen', signal: clock.deadline(10_000) });
    engine.send({ kind: 'endPictures', legId: 'ann', of: 'screen' });
    await ended;
    show([slot(0, 'camera', 720)]);
    await expect.poll(() => seen(0), patience).toMatchObject({ height: 720 });
    await moves(0);
    expect(await colourOf(0)).not.toBe('red');
  }, 120_000);

  test('whoever is set apart sees nothing more, and sees again when let in', async () => {
    engine.send({ kind: 'route', roomId: 'room', apart: ['bob'], groups: [] });
    await stops(0);
    engine.send({ kind: 'route', roomId: 'room', apart: [], groups: [] });
    await moves(0);
  }, 120_000);

  test('a camera whose connection is closed is told of, and one that is connected anew is shown in the slot that waits for it', async () => {
    const ended = engine.facts.next('picturesEnded', { signal: clock.deadline(20_000) });
    await ann.evaluate("leave('camera')");
    expect(await ended).toEqual({ legId: 'ann', of: 'camera' });
    await connect(ann, 'ann', 'camera', 'offerCamera(false)');
    await moves(0);
  }, 120_000);

  test('an offer that is none, and a leg that is not there, are refused with a reason', async () => {
    const offer = await ann.evaluate<string>('offerCamera(true)');
    await expect(engine.connect({ roomId: 'room', legId: 'ann', offer: 'v=0', what: 'camera' })).rejects.toMatchObject({
      code: 'engine/bad-offer',
    });
    await expect(engine.connect({ roomId: 'room', legId: 'cy', offer, what: 'camera' })).rejects.toMatchObject({ code: 'engine/no-leg' });
    await expect(engine.connect({ roomId: 'room', legId: 'ann', offer, what: 'view' })).rejects.toMatchObject({ code: 'engine/bad-offer' });
  }, 20_000);

  async function openPage(): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    await page.addScriptTag({ content: PICTURE_PAGE });
    return page;
  }

  async function connect(page: Page, legId: string, what: PictureKind | 'view', offering: string): Promise<void> {
    const offer = await page.evaluate<string>(offering);
    const { answer } = await engine.connect({ roomId: 'room', legId, offer, what });
    await page.evaluate(`accept('${what}', ${JSON.stringify(answer)})`);
  }

  function show(slots: readonly SlotView[]): void {
    engine.send({ kind: 'view', legId: 'bob', slots });
  }

  function slot(number: number, of: PictureKind, height: number): SlotView {
    return { slot: number, legId: 'ann', of, height };
  }

  function seen(number: number): Promise<Seen> {
    return bob.evaluate<Seen>(`seen(${String(number)})`);
  }

  async function colourOf(number: number): Promise<string> {
    const [red = 0, green = 0, blue = 0] = await bob.evaluate<number[]>(`colour(${String(number)})`);
    return red > 150 && green < 80 && blue < 80 ? 'red' : `${String(red)} ${String(green)} ${String(blue)}`;
  }

  /** New frames are decoded. */
  async function moves(number: number): Promise<void> {
    const before = (await seen(number)).frames;
    await expect.poll(async () => (await seen(number)).frames, patience).toBeGreaterThan(before + 10);
  }

  /** For a second no frame is decoded. */
  async function stops(number: number): Promise<void> {
    let before = -1;
    const isStill = async (): Promise<boolean> => {
      const { frames } = await seen(number);
      const isSame = frames === before;
      before = frames;
      return isSame;
    };
    await expect.poll(isStill, { interval: 1_000, timeout: 15_000 }).toBe(true);
  }
});
