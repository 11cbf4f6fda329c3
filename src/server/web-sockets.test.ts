import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { realClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { realRandom } from '../base/random.ts';
import { LocalAuthority } from '../tls/local-authority.ts';
import { takeWebSockets, type RawUpgrade, type TakeWebSocket } from './web-sockets.ts';

let server: Server | undefined;
let taking: Disposable | undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-sockets-'));
});
afterEach(async () => {
  taking?.[Symbol.dispose]();
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function serving(kind: 'http' | 'https', take: TakeWebSocket): Promise<string> {
  server = kind === 'http' ? createServer() : createSecureServer(await certificate());
  taking = takeWebSockets(server, take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${kind === 'http' ? 'ws' : 'wss'}://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

async function certificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const parts = { clock: realClock(), random: realRandom(), log: silentLog };
  const authority = await LocalAuthority.open({ ...parts, folder, names: ['127.0.0.1'], machine: 'test' });
  return authority.leaf();
}

/** Answers a handed socket as another process would: with nothing but the socket and the headers. */
function echoing(upgrade: RawUpgrade, handed: RawUpgrade[] = []): void {
  const { socket, head, headers } = upgrade;
  handed.push(upgrade);
  const sockets = new WebSocketServer({ noServer: true });
  const request = { method: 'GET', headers } as unknown as Parameters<WebSocketServer['handleUpgrade']>[0];
  sockets.handleUpgrade(request, socket, Buffer.from(head), (open) => {
    open.on('message', (data, isBinary) => open.send(data as Buffer, { binary: isBinary }));
    open.on('error', () => undefined);
  });
}

test.each(['http', 'https'] as const)(
  'a web socket over %s is handed over unanswered, and carries text and long frames both ways',
  async (kind) => {
    const handed: RawUpgrade[] = [];
    const url = await serving(kind, (path) => {
      if (path !== '/mine') return { status: 404, body: 'none' };
      return { hand: (upgrade) => echoing(upgrade, handed) };
    });
    const client = new WebSocket(`${url}/mine?x=1`, { rejectUnauthorized: false, headers: { authorization: 'Bearer me' } });
    await once(client, 'open');
    expect(handed[0]?.headers['authorization']).toBe('Bearer me');
    expect('encrypted' in (handed[0]?.socket ?? {})).toBe(false);
    const long = Buffer.alloc(3_000_000, 7);
    client.send('hello');
    expect(String((await once(client, 'message'))[0])).toBe('hello');
    client.send(long);
    expect(((await once(client, 'message'))[0] as Buffer).equals(long)).toBe(true);
    client.close();
    await once(client, 'close');
    await expect.poll(() => handed[0]?.socket.destroyed).toBe(true);
  },
);

test('a relayed socket is closed when either end is', async () => {
  const handed: RawUpgrade[] = [];
  const url = await serving('https', () => ({ hand: (upgrade) => echoing(upgrade, handed) }));
  const client = new WebSocket(url, { rejectUnauthorized: false });
  client.on('error', () => undefined);
  await once(client, 'open');
  handed[0]?.socket.destroy();
  await once(client, 'close');
  const other = new WebSocket(url, { rejectUnauthorized: false });
  await once(other, 'open');
  const gone = once(handed[1]?.socket ?? expect.fail('nothing was handed over'), 'close');
  other.terminate();
  await gone;
});

test('whoever is not let in reads the status and why', async () => {
  const url = await serving('http', async () => ({ status: 425, body: { error: { code: 'tooEarly', message: 'later' } }, headers: { 'retry-after': '1' } })); // prettier-ignore
  const client = new WebSocket(url);
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
  expect(response.statusCode).toBe(425);
  expect(response.headers['retry-after']).toBe('1');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ error: { code: 'tooEarly', message: 'later' } });
});

test('what fails while a socket is let in is a 500, and the server goes on', async () => {
  let asked = 0;
  const url = await serving('http', () => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('a defect')) : { status: 404, body: 'none' };
  });
  const statusOf = async (): Promise<number | undefined> => {
    const [, response] = (await once(new WebSocket(url), 'unexpected-response')) as [unknown, IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  expect([await statusOf(), await statusOf()]).toEqual([500, 404]);
});

test('a client that goes away before it is let in disturbs nobody', async () => {
  const waiting: (() => void)[] = [];
  const url = await serving('http', () => new Promise((resolve) => void waiting.push(() => resolve({ hand: echoing }))));
  const gone = new WebSocket(url);
  gone.on('error', () => undefined);
  await expect.poll(() => waiting.length).toBe(1);
  gone.terminate();
  waiting[0]?.();
  const client = new WebSocket(url);
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.();
  await once(client, 'open');
  client.terminate();
});
