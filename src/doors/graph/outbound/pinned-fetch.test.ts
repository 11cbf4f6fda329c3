import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pinnedFetch } from './pinned-fetch.ts';
import { whyNot } from './why-not.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/empty') response.writeHead(204).end();
      else
        response
          .writeHead(201, { 'x-host': request.headers.host ?? '' })
          .end(`${request.method ?? ''} ${Buffer.concat(chunks).toString()}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const { signal } = new AbortController();

test('connects to the address given, whatever the name resolves to', async () => {
  const url = new URL(`http://no-such-host.invalid:${String(port)}/`);
  const response = await pinnedFetch(url, { method: 'POST', headers: { 'x-a': 'b' }, body: 'hello', addresses: ['127.0.0.1'], signal });
  expect([response.status, await response.text(), response.headers.get('x-host')]).toEqual([201, 'POST hello', url.host]);
});

test('an answer without a body', async () => {
  const response = await pinnedFetch(new URL(`http://127.0.0.1:${String(port)}/empty`), { method: 'GET', headers: {}, signal });
  expect([response.status, await response.text()]).toEqual([204, '']);
});

test('a refused connection says so', async () => {
  const idle = createServer();
  await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve));
  const { port: free } = idle.address() as AddressInfo;
  await new Promise((resolve) => idle.close(resolve));
  const error: unknown = await pinnedFetch(new URL(`http://localhost:${String(free)}/`), {
    method: 'GET',
    headers: {},
    addresses: ['127.0.0.1'],
    signal,
  }).catch((reason: unknown) => reason);
  expect(whyNot(error)).toBe('connection refused');
});

test('an aborted request rejects', async () => {
  await expect(
    pinnedFetch(new URL(`http://127.0.0.1:${String(port)}/`), { method: 'GET', headers: {}, signal: AbortSignal.abort() }),
  ).rejects.toThrow();
});
