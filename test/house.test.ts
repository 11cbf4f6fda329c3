/** A whole house without a browser: who gets in, what stops a start, what is left after the end, what outlives a restart. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { realClock } from '../src/base/clock.ts';
import type { Speaks } from '../src/bot/speaks.ts';
import { sine } from '../src/media/tones.ts';
import { writeWav } from '../src/media/wav.ts';
import type { Config } from '../src/server/config.ts';
import { checked } from '../src/server/config-file.ts';
import { openHouse, type House, type HouseOptions } from '../src/server/house.ts';
import { Caller, MemoryExchange } from './caller.ts';

const ada = 'a0000000-0000-4000-8000-000000000201';
const grace = 'a0000000-0000-4000-8000-000000000202';
const clock = realClock();
const tone = writeWav(sine({ hertz: [440], ms: 300 }, 0.3));
const speech: Speaks = { wavOf: () => Promise.resolve(tone) };
const bot = `import { defineBot } from 'rollcall';
export const bot = defineBot({ name: 'machine', async onCall(call, { voicemail }) {
  await call.answer();
  const message = await call.record({ prompt: 'speak', beep: true, maxMs: 10_000, silenceMs: 5_000, stopKeys: ['#'] });
  if (message.kind !== 'recorded') return;
  await voicemail.leave({ for: '${grace}', from: call.from, wav: message.wav, durationMs: message.durationMs });
  await call.say('thanks');
} });
`;

let folder: string;
let data: string;
let bots: Config['bots'];
const open: House[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-house-'));
  data = join(folder, 'data');
  const file = join(folder, 'machine.ts');
  await writeFile(file, bot);
  bots = [{ name: 'machine', number: '100', file }];
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((house) => house[Symbol.asyncDispose]()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(config: Config = {}, options: Partial<HouseOptions> = {}): Promise<House> {
  const full = checked({ port: 0, log: 'silent', data, bots: bots ?? [], media: { processes: 0 }, ...config }, 'the test');
  const house = await openHouse(full, { clock, speech, ...options });
  open.push(house);
  return house;
}

/** What the house says to bytes that no well-behaved client would send; the whole answer. */
function raw(house: House, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(house.url);
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

describe('at the door', () => {
  let house: House;
  let host: string;
  let app: House['directory']['apps'][number];

  beforeAll(async () => {
    house = await opened();
    open.splice(0);
    host = new URL(house.url).host;
    app = house.directory.apps[0] ?? expect.fail('there is no app');
  });
  afterAll(() => house[Symbol.asyncDispose]());

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
    [
      'a page of another site',
      'GET / HTTP/1.1',
      { Origin: 'https://evil.example' },
      /https:\/\/evil\.example may not use this switchboard/,
    ],
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
    const hello = await new Promise<string>((resolve, reject) => void socket.once('message', (text) => resolve(String(text as Buffer))).once('error', reject)); // prettier-ignore
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
    const { access_token: token } = (await (await tokenOf(house, app.secret)).json()) as { access_token: string };
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
});

describe('what stops a start', () => {
  test('a data folder that another Rollcall has: it is named with its process and a way out', async () => {
    await opened();
    await expect(opened()).rejects.toMatchObject({
      code: 'store/in-use',
      message: expect.stringMatching(new RegExp(`process ${String(process.pid)}: stop that one first, or set ROLLCALL_DATA`)) as string,
    });
  });

  test('a port that is taken: it is named with a way out, and the data folder is free again', async () => {
    const port = Number(new URL((await opened()).url).port);
    const other = join(folder, 'other');
    await expect(opened({ port, data: other })).rejects.toMatchObject({
      code: 'server/port-taken',
      message: expect.stringContaining(String(port)) as string,
      remedy: expect.stringContaining(`PORT=${String(port + 1)}`) as string,
    });
    await opened({ data: other });
  });

  test.each([
    ['that is not there', 'absent', undefined, /absent\.ts/],
    ['that throws', 'throws', `throw new Error('no order book');`, /no order book/],
    ['that is no program', 'garbled', `export const bot = {`, /garbled\.ts cannot be loaded/],
    ['without a bot in it', 'empty', `export const answer = 42;`, /exports no bot \(it exports answer\)/],
  ])('a bot file %s: nothing is left of the start', async (_, name, text, why) => {
    const file = join(folder, `${name}.ts`);
    if (text !== undefined) await writeFile(file, text);
    const port = await freePort();
    const wrong = { port, bots: [...(bots ?? []), { name, file }] };
    await expect(opened(wrong)).rejects.toMatchObject({ code: 'server/bad-bot', message: expect.stringMatching(why) as string });
    const house = await opened({ port });
    expect((await fetch(`${house.url}/phone`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('leaves no process, no port and no lock, though a page is open and a call is up', async () => {
    const house = await opened({ media: { processes: 1 } });
    using page = await Caller.open(house.url, ada, new MemoryExchange());
    const pids = (await house.mediaHealth()).map(({ pid }) => pid);
    expect(pids).toHaveLength(1);
    expect(pids).not.toContain(process.pid);
    // The bot calls her, which needs no sound of hers.
    const app = house.directory.apps[0] ?? expect.fail('there is no app');
    const { access_token: token } = (await (await tokenOf(house, app.secret)).json()) as { access_token: string };
    const created = await fetch(`${house.url}/v1.0/communications/calls`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        '@odata.type': '#microsoft.graph.call',
        callbackUri: app.webhook,
        targets: [{ identity: { user: { id: ada } } }],
        requestedModalities: ['audio'],
        mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
        tenantId: house.directory.tenantId,
      }),
    });
    expect(created.status).toBe(201);
    await page.event('phone', ({ phone }) => phone.lines.some(({ state }) => state === 'ringing'));
    const { closed } = page;
    await house[Symbol.asyncDispose]();
    open.splice(0);
    await closed;
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    await opened({ port: Number(new URL(house.url).port) });
  });

  test('hangs up a call that has sound', async () => {
    const exchange = new MemoryExchange();
    const house = await opened({}, { engine: exchange.engine });
    using page = await Caller.open(house.url, ada, exchange);
    const { legId } = await page.dial('100');
    await page.line(legId, 'connected');
    const { closed } = page;
    await house[Symbol.asyncDispose]();
    open.splice(0);
    await closed;
    expect(house.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  });
});

test('calls and voicemail outlive a restart', async () => {
  const own = join(folder, 'kept');
  const first = new MemoryExchange();
  const house = await opened({ data: own }, { engine: first.engine });
  {
    using page = await Caller.open(house.url, ada, first);
    using callee = await Caller.open(house.url, grace, first);
    const { legId, person } = await page.dial('100');
    await page.line(legId, 'connected');
    await clock.sleep(900);
    await person.say(sine({ hertz: [600], ms: 600 }, 0.3));
    await person.press('#');
    await callee.event('voicemail', ({ messages }) => messages.length === 1);
    await page.line(legId, 'ended');
  }
  await house[Symbol.asyncDispose]();
  open.splice(0);

  const again = new MemoryExchange();
  const next = await opened({ data: own }, { engine: again.engine });
  using page = await Caller.open(next.url, grace, again);
  const { calls } = await page.event('calls');
  expect(calls).toMatchObject([{ from: { name: 'Ada Lovelace' }, to: { name: 'machine', number: '100' }, state: 'ended' }]);
  const { messages } = await page.event('voicemail');
  expect(messages).toMatchObject([{ from: { name: 'Ada Lovelace', number: '201' }, isHeard: false }]);
  const wav = await fetch(`${next.url}${messages[0]?.href ?? ''}`, { headers: { range: 'bytes=0-3' } });
  expect(wav.status).toBe(206);
  expect(await wav.text()).toBe('RIFF');
  expect((await fetch(`${next.url}${(messages[0]?.href ?? '').replace(/key=./, 'key=~')}`)).status).toBe(403);
  expect(await readFile(join(own, 'schema.json'), 'utf8')).toContain('version');
});

function tokenOf({ url, directory }: House, secret: string): Promise<Response> {
  return fetch(`${url}/${directory.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: directory.apps[0]?.appId ?? '',
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const house = await opened({ data: join(folder, 'passing') });
  await house[Symbol.asyncDispose]();
  open.splice(open.indexOf(house), 1);
  return Number(new URL(house.url).port);
}
