/** Media processes, and legs that move: who hears whom, what goes on, what ends, and where rooms are put. Real processes. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { EngineHost } from './engine-host.ts';
import { FACT_NAMES } from './ipc.ts';
import type { EngineFacts, MediaProcessHealth, Routing } from './port.ts';
import { RECORD } from './test-stage.ts';

const clock = realClock();
let engine: EngineHost;
let told: { readonly name: keyof EngineFacts; readonly fact: EngineFacts[keyof EngineFacts] }[];

beforeEach(() => {
  engine = new EngineHost({ clock, processes: 2 });
  told = [];
  for (const name of FACT_NAMES) engine.facts.on(name, (fact) => told.push({ name, fact }));
});

afterEach(async () => {
  await engine[Symbol.asyncDispose]();
});

test('routing, mute, endless plays and keys do in a process what they do in this one', async () => {
  open('a');
  for (const legId of ['low', 'high', 'tape']) add('a', legId);
  loop('low', 440);
  loop('high', 1_000);
  expect(await recorded('tape', 'r1')).toEqual({ 440: true, 1000: true });
  route('a', { apart: ['tape'], groups: [{ sources: ['low'], receivers: ['tape'] }] });
  expect(await recorded('tape', 'r2')).toEqual({ 440: true, 1000: false });
  engine.send({ kind: 'mute', legId: 'low', isMuted: true });
  expect(await recorded('tape', 'r3')).toEqual({ 440: false, 1000: false });

  engine.send({ kind: 'cancel', legId: 'low' });
  const stopped = engine.facts.next('recordEnded', { signal: clock.deadline(10_000) });
  engine.send({ kind: 'record', legId: 'tape', operationId: 'r4', ...RECORD, maxDurationMs: 20_000, stopTones: ['#'] });
  engine.send({ kind: 'sendKeys', legId: 'low', operationId: 'k', keys: ['5', '#'], toneMs: 60, gapMs: 40 });
  expect(await stopped).toMatchObject({ operationId: 'r4', outcome: 'stopTone', stopTone: '#' });
  await until(() => facts('keysEnded').length === 1);
  expect(facts('keyPressed').map(({ legId, key, sequence }) => `${legId} ${key} ${String(sequence)}`)).toEqual(['low 5 1', 'low # 2']);
  expect(facts('keysEnded')).toEqual([{ legId: 'low', operationId: 'k', outcome: 'completed' }]);
  expect(facts('playEnded')).toEqual([{ legId: 'low', operationId: 'play low', outcome: 'cancelled' }]);
}, 30_000);

test('what is said in a room comes out of its process as samples, in pieces at wall time', async () => {
  open('a');
  add('a', 'bot');
  engine.send({ kind: 'hearRoom', roomId: 'a', legIds: ['bot'] });
  const saidMs = clock.wallMs();
  engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(sine({ hertz: [440], ms: 1_000 }, 0.2))] });
  await until(() => facts('heard').at(-1)?.isEnd === true);
  const heard = facts('heard');
  expect(heard.every(({ samples }) => samples instanceof Int16Array && samples.length <= 3_200)).toBe(true);
  // Each begins where the one before it ended.
  for (const [i, { atMs, samples }] of heard.slice(0, -1).entries()) expect(heard[i + 1]?.atMs).toBe(atMs + samples.length / 16);
  expect(heard.slice(0, 5).map(({ samples }) => samples.length)).toEqual([3_200, 3_200, 3_200, 3_200, 3_200]);
  expect((heard[0]?.atMs ?? 0) - saidMs).toBeGreaterThan(-100);
  expect(heard.at(-1)?.atMs).toBeLessThanOrEqual(clock.wallMs());
  expect(heard.every(({ atMs }) => Number.isInteger(atMs))).toBe(true);
  expect(toneDb(heard[2]?.samples ?? new Int16Array(0), 440)).toBeGreaterThan(-20);
}, 30_000);

test('a hosted leg moves within its process as it is', async () => {
  open('a', 'app');
  open('b', 'app');
  add('a', 'bot');
  add('b', 'tape');
  loop('bot', 440);
  expect(await recorded('tape', 'r1')).toEqual({ 440: false, 1000: false });
  engine.send({ kind: 'moveLeg', legId: 'bot', roomId: 'b' });
  expect(await recorded('tape', 'r2')).toEqual({ 440: true, 1000: false });
  engine.send({ kind: 'closeRoom', roomId: 'a' });
  expect(await recorded('tape', 'r3')).toEqual({ 440: true, 1000: false });
  expect(facts('playEnded')).toEqual([]);
  expect(await legs()).toEqual([2, 0]);
  engine.send({ kind: 'closeRoom', roomId: 'b' });
  await until(() => facts('playEnded').length === 1);
  expect(facts('playEnded')).toMatchObject([{ outcome: 'cancelled' }]);
  expect(await legs()).toEqual([0, 0]);
}, 30_000);

test('a hosted leg that moves to another process begins there anew, muted as it was, and what it did has ended', async () => {
  open('a');
  add('a', 'bot');
  open('b');
  add('b', 'tape');
  expect(await legs()).toEqual([1, 1]);
  loop('bot', 440);
  engine.send({ kind: 'sendKeys', legId: 'bot', operationId: 'k', keys: ['1'], toneMs: 60, gapMs: 0 });
  engine.send({ kind: 'cancel', legId: 'bot', operationId: 'play bot' });
  await until(() => facts('keysEnded').length === 1);
  loop('bot', 440, 'again');
  engine.send({ kind: 'mute', legId: 'bot', isMuted: true });
  engine.send({ kind: 'moveLeg', legId: 'bot', roomId: 'b' });
  await until(() => facts('playEnded').length === 2);
  expect(facts('playEnded')).toMatchObject([
    { operationId: 'play bot', outcome: 'cancelled' },
    { operationId: 'again', outcome: 'cancelled' },
  ]);
  expect(await legs()).toEqual([0, 2]);
  loop('bot', 440, 'there');
  expect(await recorded('tape', 'r1')).toEqual({ 440: false, 1000: false });
  engine.send({ kind: 'mute', legId: 'bot', isMuted: false });
  expect(await recorded('tape', 'r2')).toEqual({ 440: true, 1000: false });
  engine.send({ kind: 'cancel', legId: 'bot' });
  engine.send({ kind: 'sendKeys', legId: 'bot', operationId: 'l', keys: ['2'], toneMs: 60, gapMs: 0 });
  await until(() => facts('keysEnded').length === 2);
  expect(facts('keyPressed').map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(facts('legConnected').filter(({ legId }) => legId === 'bot').length).toBe(1);
  expect(facts('legDisplaced')).toEqual([]);
}, 30_000);

test('a peer that moves to another process is displaced, and may connect again under its name', async () => {
  open('a');
  add('a', 'bot');
  open('b');
  await engine.connect({ roomId: 'a', legId: 'ann', offer: OFFER });
  engine.send({ kind: 'moveLeg', legId: 'ann', roomId: 'nowhere' });
  engine.send({ kind: 'moveLeg', legId: 'ann', roomId: 'b' });
  await until(() => facts('legDisplaced').length === 1);
  expect(facts('legDisplaced')).toEqual([{ legId: 'ann', roomId: 'b' }]);
  expect(await legs()).toEqual([1, 0]);
  await engine.connect({ roomId: 'b', legId: 'ann', offer: OFFER });
  expect(await legs()).toEqual([1, 1]);
  expect(facts('legLost')).toEqual([]);
}, 30_000);

test('a peer moves within its process with its connection, also while it connects, and is held there whatever the music', async () => {
  open('a', 'app');
  open('b', 'app');
  const connecting = engine.connect({ roomId: 'a', legId: 'ann', offer: OFFER });
  engine.send({ kind: 'moveLeg', legId: 'ann', roomId: 'b' });
  await connecting;
  for (const music of [new Uint8Array(3), writeWav(sine({ hertz: [440], ms: 500 }, 0.3)), undefined]) {
    engine.send({ kind: 'hold', legId: 'ann', music });
  }
  engine.send({ kind: 'closeRoom', roomId: 'a' });
  expect(await legs()).toEqual([1, 0]);
  engine.send({ kind: 'closeRoom', roomId: 'b' });
  expect(await legs()).toEqual([0, 0]);
  await expect(engine.connect({ roomId: 'b', legId: 'ann', offer: OFFER })).rejects.toMatchObject({ code: 'engine/no-room' });
}, 30_000);

test('a name that is taken is taken in every process', async () => {
  open('a');
  add('a', 'bot');
  open('b');
  add('b', 'bot');
  expect(await legs()).toEqual([1, 0]);
  engine.send({ kind: 'removeLeg', legId: 'bot' });
  add('b', 'bot');
  expect(await legs()).toEqual([0, 1]);
}, 30_000);

test('what ran in a process that dies ends, of every kind, and what comes for it after that as well', async () => {
  open('a');
  for (const legId of ['one', 'two', 'three']) add('a', legId);
  open('b');
  add('b', 'safe');
  loop('one', 440);
  loop('safe', 440);
  engine.send({ kind: 'record', legId: 'two', operationId: 'r', ...RECORD, maxDurationMs: 20_000 });
  engine.send({ kind: 'sendKeys', legId: 'three', operationId: 'k', keys: ['1', '2'], toneMs: 100, gapMs: 20_000 });
  await until(() => facts('keyPressed').length === 1);
  const [first] = await engine.health();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await until(() => facts('keysEnded').length === 1);
  engine.send({ kind: 'sendKeys', legId: 'three', operationId: 'l', keys: ['1'], toneMs: 100, gapMs: 0 });
  await until(() => facts('keysEnded').length === 2);
  expect(facts('roomsLost')).toMatchObject([{ roomIds: ['a'] }]);
  expect(facts('playEnded')).toMatchObject([{ legId: 'one', outcome: 'failed', message: 'the media process was ended by SIGKILL' }]);
  expect(facts('recordEnded')).toMatchObject([{ operationId: 'r', outcome: 'failed', durationMs: 0 }]);
  expect(facts('keysEnded')).toMatchObject([
    { operationId: 'k', outcome: 'failed' },
    { operationId: 'l', outcome: 'failed' },
  ]);
}, 30_000);

test('rooms of one affinity share a process until it has a hundred legs, then the next goes by load', async () => {
  for (let i = 0; i < 100; i++) {
    open(`app ${String(i)}`, 'app');
    add(`app ${String(i)}`, `bot ${String(i)}`);
  }
  open('plain');
  add('plain', 'other');
  expect(await rooms()).toEqual([100, 1]);
  open('next', 'app');
  open('more', 'app');
  expect(await rooms()).toEqual([100, 3]);
  engine.send({ kind: 'removeLeg', legId: 'bot 0' });
  open('back', 'app');
  expect(await rooms()).toEqual([101, 3]);
}, 30_000);

/** No browser stands behind it: it can be answered, and connects to nobody. */
const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  '',
].join('\r\n');

function open(roomId: string, affinity?: string): void {
  engine.send({ kind: 'openRoom', roomId, affinity });
}

function add(roomId: string, legId: string): void {
  engine.send({ kind: 'addHosted', roomId, legId });
}

function route(roomId: string, routing: Routing): void {
  engine.send({ kind: 'route', roomId, ...routing });
}

function loop(legId: string, hertz: number, operationId: string = `play ${legId}`): void {
  const sounds = [writeWav(sine({ hertz: [hertz], ms: 1_000 }, 0.1))];
  engine.send({ kind: 'play', legId, operationId, sounds, isLooping: true });
}

/** Which pitches are in what the leg hears for a while. */
async function recorded(legId: string, operationId: string): Promise<Record<number, boolean>> {
  const ended = engine.facts.next('recordEnded', { matches: (fact) => fact.operationId === operationId, signal: clock.deadline(10_000) });
  engine.send({ kind: 'record', legId, operationId, ...RECORD, maxDurationMs: 300 });
  const sound = readWav((await ended).wav ?? new Uint8Array(0));
  return Object.fromEntries([440, 1_000].map((hertz) => [hertz, toneDb(sound, hertz) > -32]));
}

function facts<Name extends keyof EngineFacts>(wanted: Name): EngineFacts[Name][] {
  return told.filter(({ name }) => name === wanted).map(({ fact }) => fact as EngineFacts[Name]);
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { interval: 20, timeout: 10_000 }).toBe(true);
}

async function legs(): Promise<number[]> {
  return (await engine.health()).map((health: MediaProcessHealth) => health.legs);
}

async function rooms(): Promise<number[]> {
  return (await engine.health()).map((health: MediaProcessHealth) => health.rooms);
}
