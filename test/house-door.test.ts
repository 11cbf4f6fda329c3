/** The door of a whole house: who gets in, and what those are told who do not. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { House } from '../src/server/house.ts';
import { Ground, tokenOf } from './small-house.ts';

let ground: Ground;
let house: House;
let host: string;
let app: House['directory']['apps'][number];

beforeAll(async () => {
  ground = await Ground.find();
  house = await ground.open();
  host = new URL(house.url).host;
  app = house.directory.apps[0] ?? expect.fail('there is no app');
});
afterAll(() => ground[Symbol.asyncDispose]());

test('the phone page comes with the headers that keep it to itself', async () => {
  const response = await fetch(`${house.url}/phone`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(response.headers.get('permissions-policy')).toContain('microphone=(self)');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toContain('<div id="root">');
});

test.each([
  ['a page of another site', 'GET / HTTP/1.1', { Origin: 'https://evil.example' }, /https:\/\/evil\.example may not use this switchboard/],
  ['another port of this machine', 'GET / HTTP/1.1', { Origin: 'http://localhost:1' }, /may not use this switchboard/],
  ['a name that was made to point here', 'GET / HTTP/1.1', { Host: 'rebound.example' }, /served to this machine alone/],
  ['the same, for voicemail', 'GET /voicemail/a/b.wav HTTP/1.1', { Host: 'rebound.example' }, /served to this machine alone/],
])('%s is told in words that it may not', async (_, line, headers: Record<string, string>, why) => {
  const answer = await raw(house, [line, ...Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}`)]);
  expect(answer).toMatch(/^HTTP\/1\.1 403/);
  expect(answer).toMatch(why);
});

test.each([
  ['another site', '/live', { Origin: 'https://evil.example' }, 403, /evil\.example may not/],
  ['another name', '/live', { Host: 'rebound.example' }, 403, /this machine alone/],
  ['another place', '/elsewhere', {}, 404, /no web socket at \/elsewhere/],
])('a web socket of %s is refused', async (_, path, headers: Record<string, string>, status, why) => {
  const refused = await refusal(`ws://${host}${path}`, headers);
  expect(refused.status).toBe(status);
  expect(refused.text).toMatch(why);
});

test('a web socket of our own page is let in', async () => {
  const socket = new WebSocket(`ws://${host}/live`, { headers: { Origin: house.url } });
  const hello = await new Promise<string>((resolve, reject) => void socket.once('message', (text) => resolve((text as Buffer).toString('utf8'))).once('error', reject)); // prettier-ignore
  expect(JSON.parse(hello)).toMatchObject({ kind: 'hello' });
  socket.terminate();
});

test.each(['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/assets/..%5c..%5c..%5cpackage.json', '/../../package.json'])(
  'no path climbs out of the pages: %s',
  async (path) => {
    const answer = await raw(house, [`GET ${path} HTTP/1.1`, `Host: ${host}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
    expect(answer).not.toContain('"dependencies"');
  },
);

test.each([
  ['GET', '/voicemail/a/b.wav?key=wrong', 403, /Load the page again/],
  ['GET', '/voicemail/a', 403, /not good/],
  ['GET', '/assets/none.js', 404, /There is no \/assets\/none\.js here/],
  ['GET', '/bots/nobody/calls', 404, /no bot at \/bots\/nobody/],
  ['POST', '/phone', 405, /can only be read/],
  ['POST', '/bots/machine/elsewhere', 404, /^$/],
])('%s %s → %i', async (method, path, status, why) => {
  const response = await fetch(`${house.url}${path}`, { method });
  expect(response.status).toBe(status);
  expect(await response.text()).toMatch(why);
});

test('a wrong secret gets no token', async () => {
  const response = await tokenOf(house, 'wrong');
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
});

test.each([
  ['/v1.0/communications/calls', '{"broken', 400, 'BadRequest'],
  ['/v1.0/communications/calls', '[]', 400, 'BadRequest'],
  ['/v1.0/communications/calls/none/answer', '{"callbackUri":1}', 400, 'BadRequest'],
  ['/v1.0/communications/calls/none/keepAlive', '{}', 404, ''],
  ['/v1.0/communications/nothing', '{}', 404, ''],
])('Graph says what is wrong with POST %s %s', async (path, body, status, code) => {
  const { access_token: token } = (await (await tokenOf(house, house.secrets.get(app.appId) ?? '')).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${house.url}${path}`, { method: 'POST', body, headers });
  expect(response.status).toBe(status);
  const { error } = (await response.json()) as { error: { code: string; message: string; innerError: Record<string, string> } };
  expect(error.code).toContain(code);
  expect(error.message).not.toBe('');
  expect(error.innerError).toHaveProperty('request-id');
});

test('Graph wants a token', async () => {
  const response = await fetch(`${house.url}/v1.0/communications/calls`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
});

/** What the house says to bytes that no well-behaved client would send; the whole answer. */
function raw({ url }: House, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write([...lines, 'Connection: close', '', ''].join('\r\n')));
    socket.setEncoding('utf8');
    socket
      .on('data', (text: string) => (answer += text))
      .once('end', () => resolve(answer))
      .once('error', reject);
  });
}

/** The status and words with which a web socket is refused. */
function refusal(url: string, headers: Record<string, string>): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.once('open', () => (socket.terminate(), reject(new Error(`${url} was opened`))));
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_, response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part)).once('end', () => resolve({ status: response.statusCode, text }));
    });
  });
}
