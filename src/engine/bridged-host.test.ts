/** A bot over a real socket, whose leg lives in a media process: in real time, without a sleep. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { realClock } from '../base/clock.ts';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import { BRIDGE_PROTOCOL } from '../wire/bridge/session.ts';
import type { MessageSocket } from './bridge-connection.ts';
import { EngineHost } from './engine-host.ts';
import { MemorySocket } from './memory-socket.ts';
import { BridgeEnd } from './test-bridge.ts';
import type { EngineFacts } from './port.ts';

const clock = realClock();
const limits = { soundsApart: 4, pictures: 2 } as const;
let host: EngineHost;
let door: Server;

/** What a door does with a request that it lets in: the path is the leg. */
beforeEach(async () => {
  host = new EngineHost({ clock, processes: 2 });
  door = createServer();
  door.on('upgrade', (request, socket, head) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    host.attach((request.url ?? '/').slice(1), { kind: 'upgrade', socket: socket as Socket, head, headers });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await host[Symbol.asyncDispose]();
  // A socket that was handed over is no longer the door's.
  await new Promise((resolve) => door.close(resolve));
});

test('a bot is heard and hears over a socket that was handed to the media process', async () => {
  room('a');
  host.send({ kind: 'addBridged', roomId: 'a', legId: 'bot', limits });
  host.send({ kind: 'addBridged', roomId: 'a', legId: 'other', limits });
  host.send({ kind: 'identify', legId: 'other', sourceId: 8 });
  const connected = fact('legConnected', 'bot');
  const bot = await connect('bot');
  await connected;
  const other = await connect('other');
  await bot.until((end) => end.told('ready').length === 1);
  await other.until((end) => end.told('ready').length === 1);
  expect(other.told('ready')).toMatchObject([{ sourceId: 8 }]);
  bot.order({ kind: 'hear', mixed: true, apart: 'all' });
  bot.order({ kind: 'mark', name: 'asked' });
  await bot.until((end) => end.told('marked').length === 1);
  other.say(sine({ hertz: [620], ms: 600 }, 0.1));
  other.order({ kind: 'mark', name: 'said' });
  await other.until((end) => end.told('marked').length === 1);
  await bot.until((end) => end.frames.length >= 60);
  expect(toneDb(bot.heard().subarray(1_600, 8_000), 620)).toBeGreaterThan(-32);
  expect(toneDb(bot.heard(8).subarray(1_600, 8_000), 620)).toBeGreaterThan(-32);
  host.send({ kind: 'removeLeg', legId: 'bot' });
  await bot.until((end) => end.closed !== undefined);
  expect([bot.told('ended').length, bot.closed]).toEqual([1, 1000]);
}, 60_000);

test('whose leg goes to another process is told to connect again, and goes on there under its number', async () => {
  room('a');
  room('b');
  host.send({ kind: 'addBridged', roomId: 'a', legId: 'bot', limits });
  host.send({ kind: 'identify', legId: 'bot', sourceId: 4 });
  const bot = await connect('bot');
  await bot.until((end) => end.told('ready').length === 1);
  host.send({ kind: 'moveLeg', legId: 'bot', roomId: 'b' });
  await bot.until((end) => end.closed !== undefined);
  expect([bot.told('ended').length, bot.closed]).toEqual([0, 4001]);
  const again = await connect('bot');
  await again.until((end) => end.told('ready').length === 1);
  expect(again.told('ready')).toMatchObject([{ sourceId: 4 }]);
  host.send({ kind: 'addHosted', roomId: 'b', legId: 'player' });
  again.order({ kind: 'hear', mixed: true, apart: 'none' });
  again.order({ kind: 'mark', name: 'asked' });
  await again.until((end) => end.told('marked').length === 1);
  host.send({ kind: 'play', legId: 'player', operationId: 'o', sounds: [writeWav(sine({ hertz: [440], ms: 500 }, 0.1))] });
  await again.until((end) => end.frames.length >= 20);
  expect(toneDb(again.heard().subarray(1_600), 440)).toBeGreaterThan(-32);
}, 60_000);

test('who has no leg is told so; a process that dies leaves its bots without a word', async () => {
  const early = await connect('nobody');
  await early.until((end) => end.closed !== undefined);
  expect(early.closed).toBe(4004);
  const [far, near] = MemorySocket.pair();
  host.attach('nobody', { kind: 'messages', socket: far });
  const memory = new BridgeEnd(near);
  await memory.until((end) => end.closed !== undefined);
  expect(memory.closed).toBe(4004);
  room('a');
  host.send({ kind: 'addBridged', roomId: 'a', legId: 'bot', limits });
  const bot = await connect('bot');
  await bot.until((end) => end.told('ready').length === 1);
  const lost = host.facts.next('roomsLost', { signal: clock.deadline(30_000) });
  for (const { pid } of await host.health()) process.kill(pid, 'SIGKILL');
  expect((await lost).roomIds).toEqual(['a']);
  await bot.until((end) => end.closed !== undefined);
  expect(bot.closed).toBe(1006);
  const late = await connect('bot');
  await late.until((end) => end.closed !== undefined);
  expect(late.closed).toBe(4004);
}, 60_000);

function room(roomId: string): void {
  host.send({ kind: 'openRoom', roomId });
}

function fact<Name extends 'legConnected' | 'legLost'>(name: Name, legId: string): Promise<EngineFacts[Name]> {
  return host.facts.next(name, { matches: (told) => told.legId === legId, signal: clock.deadline(30_000) });
}

async function connect(legId: string): Promise<BridgeEnd> {
  const { port } = door.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/${legId}`, [BRIDGE_PROTOCOL]);
  const end = new BridgeEnd(over(socket));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  expect(socket.protocol).toBe(BRIDGE_PROTOCOL);
  return end;
}

function over(socket: WebSocket): MessageSocket {
  return {
    bufferedBytes: 0,
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    listen(listener) {
      socket.on('message', (data: Buffer, isBinary) => listener.message(isBinary ? data : data.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', (code) => listener.closed(code));
    },
  };
}
