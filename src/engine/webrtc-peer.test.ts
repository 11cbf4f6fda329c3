/** A real browser against a real media process: what is said is heard, what is played is heard, keys come once. */
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { EngineHost } from './engine-host.ts';
import type { MediaEngine } from './port.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
const isRequired = process.env['CI'] === 'true';
const MISSING = `Chromium is not at ${CHROMIUM}: install it (apt-get install chromium) or set CHROMIUM_PATH`;

const clock = realClock();
let folder: string;
/** How long to wait for sound that is on its way. */
const patience = { interval: 200, timeout: 10_000 };

let browser: Browser;
let server: Server;
let origin: string;
let engine: MediaEngine;

if (!isThere) {
  test(isRequired ? 'Chromium is there' : `left out: ${MISSING}`, ({ skip }) => {
    if (isRequired) throw new Error(MISSING);
    skip(MISSING);
  });
}

describe.runIf(isThere)('a browser over WebRTC', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-'));
    const microphone = join(folder, 'microphone.wav');
    writeFileSync(microphone, writeWav(sine({ hertz: [440], ms: 4_000 }, 0.3)));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      args: [...FLAGS, `--use-file-for-fake-audio-capture=${microphone}`],
    });
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => server.once('listening', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    engine = new EngineHost({ clock });
  }, 30_000);

  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('what the microphone hears is in the recording, once each key is heard, and the prompt is heard in the browser', async () => {
    const roomId = 'talk';
    engine.send({ kind: 'openRoom', roomId });
    engine.send({ kind: 'addHosted', roomId, legId: 'bot' });
    const keys: string[] = [];
    engine.facts.on('keyPressed', ({ legId, key, sequence }) => keys.push(`${legId} ${key} ${String(sequence)}`));
    const page = await openLeg(roomId, 'ann');

    engine.send({
      kind: 'record',
      legId: 'bot',
      operationId: 'r1',
      bargeIn: false,
      beep: false,
      initialSilenceMs: 5_000,
      maxSilenceMs: 3_000,
      maxDurationMs: 2_000,
      stopTones: [],
    });
    const recorded = await engine.facts.next('recordEnded');
    expect(recorded).toMatchObject({ legId: 'bot', operationId: 'r1', outcome: 'maxDuration', durationMs: 2_000 });
    const samples = readWav(recorded.wav ?? new Uint8Array(0));
    expect(samples.length).toBe(32_000);
    const middle = samples.subarray(8_000, 30_000);
    expect(levelDb(middle)).toBeGreaterThan(-17);
    expect(levelDb(middle)).toBeLessThan(-10);
    expect(toneDb(middle, 440)).toBeGreaterThan(levelDb(middle) - 1);

    await page.evaluate(() => globalThis.rollcall.listen());
    engine.send({
      kind: 'play',
      legId: 'bot',
      operationId: 'p1',
      sounds: [writeWav(sine({ hertz: [1000], ms: 1_000 }, 0.3)), writeWav(sine({ hertz: [600], ms: 500 }, 0.3))],
    });
    expect(await engine.facts.next('playEnded')).toMatchObject({ operationId: 'p1', outcome: 'completed' });
    await expect.poll(async () => toneMs(await heardAt(page), 600), patience).toBeGreaterThan(400);
    const heard = await heardAt(page);
    expect(toneMs(heard, 1000)).toBeGreaterThan(900);
    expect(toneMs(heard, 1000)).toBeLessThan(1_100);
    expect(toneMs(heard, 440)).toBe(0);

    await page.evaluate(() => globalThis.rollcall.press('5#9'));
    await engine.facts.next('keyPressed', { matches: ({ key }) => key === '9', signal: clock.deadline(5_000) });
    expect(keys).toEqual(['ann 5 1', 'ann # 2', 'ann 9 3']);

    const lost = engine.facts.next('legLost', { signal: clock.deadline(15_000) });
    await page.close();
    expect(await lost).toMatchObject({ legId: 'ann' });
    engine.send({ kind: 'closeRoom', roomId });
  }, 40_000);

  test('a browser whose microphone is switched off costs no ticks', async () => {
    engine.send({ kind: 'openRoom', roomId: 'quiet' });
    const page = await openLeg('quiet', 'cy');
    await page.evaluate(() => globalThis.rollcall.hush());
    let before = -1;
    const ticksSince = async (): Promise<number> => {
      const ticks = (await engine.health())[0]?.ticks ?? 0;
      const since = ticks - before;
      before = ticks;
      return since;
    };
    await expect.poll(ticksSince, { interval: 1_000, timeout: 10_000 }).toBe(0);
    await page.close();
    engine.send({ kind: 'closeRoom', roomId: 'quiet' });
  }, 30_000);

  test('a killed media process loses its rooms, and the next room works', async () => {
    engine.send({ kind: 'openRoom', roomId: 'doomed' });
    const page = await openLeg('doomed', 'bob');
    const [health] = await engine.health();
    const lost = engine.facts.next('roomsLost');
    process.kill(health?.pid ?? 0, 'SIGKILL');
    expect(await lost).toMatchObject({ roomIds: ['doomed'] });
    await page.close();
    engine.send({ kind: 'openRoom', roomId: 'next' });
    const again = await openLeg('next', 'bob');
    const [after] = await engine.health();
    expect(after?.pid).not.toBe(health?.pid);
    expect(after).toMatchObject({ rooms: 1, legs: 1 });
    await again.close();
    engine.send({ kind: 'closeRoom', roomId: 'next' });
  }, 30_000);

  test('two browsers on one port hear each other, and not themselves', async () => {
    const port = await freePort();
    await using onePort = new EngineHost({ clock, webrtc: { ports: { begin: port, end: port } } });
    onePort.send({ kind: 'openRoom', roomId: 'pair' });
    const [ann, bob] = [await openLeg('pair', 'ann', onePort), await openLeg('pair', 'bob', onePort)];
    onePort.send({ kind: 'mute', legId: 'ann', isMuted: true });
    await Promise.all([ann, bob].map((page) => page.evaluate(() => globalThis.rollcall.listen())));
    const lastSecond = async (page: Page): Promise<number> => {
      const heard = await heardAt(page);
      return heard.length < 16_000 ? NaN : toneMs(heard.subarray(-16_000), 440);
    };
    await expect.poll(() => lastSecond(ann), patience).toBeGreaterThan(700);
    await expect.poll(() => lastSecond(bob), patience).toBe(0);
    const ports = await ann.evaluate(() => globalThis.rollcall.remotePorts());
    expect(new Set(ports)).toEqual(new Set([port]));
    await Promise.all([ann.close(), bob.close()]);
  }, 30_000);

  test('a browser on hold hears music, and takes its connection along into another room', async () => {
    for (const roomId of ['here', 'there']) engine.send({ kind: 'openRoom', roomId, affinity: 'app' });
    const page = await openLeg('here', 'ann');
    await page.evaluate(() => globalThis.rollcall.listen());
    engine.send({ kind: 'hold', legId: 'ann', music: writeWav(sine({ hertz: [600], ms: 333 }, 0.3)) });
    const lastSecond = async (hertz: number): Promise<number> => toneMs((await heardAt(page)).subarray(-16_000), hertz);
    await expect.poll(() => lastSecond(600), patience).toBeGreaterThan(850);
    engine.send({ kind: 'addHosted', roomId: 'there', legId: 'bot' });
    const sounds = [writeWav(sine({ hertz: [1000], ms: 1_000 }, 0.3))];
    engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds, isLooping: true });
    engine.send({ kind: 'hold', legId: 'ann' });
    engine.send({ kind: 'moveLeg', legId: 'ann', roomId: 'there' });
    engine.send({ kind: 'closeRoom', roomId: 'here' });
    await expect.poll(() => lastSecond(1000), patience).toBeGreaterThan(850);
    await page.close();
    engine.send({ kind: 'closeRoom', roomId: 'there' });
  }, 30_000);

  test('an offer that cannot be used is refused in words', async () => {
    engine.send({ kind: 'openRoom', roomId: 'strict' });
    await expect(engine.connect({ roomId: 'strict', legId: 'x', offer: 'hello' })).rejects.toMatchObject({ code: 'engine/bad-offer' });
    await expect(engine.connect({ roomId: 'nowhere', legId: 'x', offer: 'v=0' })).rejects.toMatchObject({ code: 'engine/no-room' });
    engine.send({ kind: 'closeRoom', roomId: 'strict' });
  });
});

/** Opens a page with a microphone, and connects it. */
async function heardAt(page: Page): Promise<Int16Array> {
  return Int16Array.from(await page.evaluate(() => globalThis.rollcall.heard()));
}

async function openLeg(roomId: string, legId: string, inEngine: MediaEngine = engine): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.evaluate(PAGE);
  const offer = await page.evaluate(() => globalThis.rollcall.offer());
  const connected = inEngine.facts.next('legConnected', { matches: (fact) => fact.legId === legId, signal: clock.deadline(10_000) });
  const { answer } = await inEngine.connect({ roomId, legId, offer });
  await page.evaluate((sdp) => globalThis.rollcall.accept(sdp), answer);
  await connected;
  return page;
}

/** A UDP port that nobody uses. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0);
  await new Promise((resolve) => socket.once('listening', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

declare global {
  // The functions that the page below has.
  var rollcall: {
    offer(): Promise<string>;
    accept(sdp: string): Promise<void>;
    press(keys: string): void;
    hush(): void;
    remotePorts(): number[];
    listen(): Promise<void>;
    heard(): number[];
  };
}

/** What runs in the page, as text: it is not this program. */
const PAGE = `(() => {
  const connection = new RTCPeerConnection();
  const chunks = [];
  let sender;
  let remote;
  connection.ontrack = (event) => {
    remote = new MediaStream([event.track]);
    const element = new Audio();
    element.srcObject = remote;
    element.muted = true;
    void element.play();
  };
  globalThis.rollcall = {
    async offer() {
      const media = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      sender = connection.addTrack(media.getAudioTracks()[0], media);
      await connection.setLocalDescription(await connection.createOffer());
      if (connection.iceGatheringState !== 'complete') {
        await new Promise((resolve) => { connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve(); });
      }
      return connection.localDescription.sdp;
    },
    accept: (sdp) => connection.setRemoteDescription({ type: 'answer', sdp }),
    press: (keys) => sender.dtmf.insertDTMF(keys, 120, 80),
    hush: () => { sender.track.enabled = false; },
    async listen() {
      const context = new AudioContext({ sampleRate: 16000 });
      await context.resume();
      const tap = context.createScriptProcessor(1024, 1, 1);
      tap.onaudioprocess = (event) => chunks.push(Array.from(event.inputBuffer.getChannelData(0), (sample) => Math.round(sample * 32767)));
      context.createMediaStreamSource(remote).connect(tap);
      tap.connect(context.destination);
    },
    remotePorts: () => Array.from(connection.remoteDescription.sdp.matchAll(/^a=candidate:\\S+ \\d UDP \\d+ \\S+ (\\d+)/gim), (found) => Number(found[1])),
    heard: () => chunks.flat(),
  };
})()`;
