/** A whole house over HTTPS and behind its proxy, as clients see it that have Microsoft's hosts written into them and trust the local authority alone. */
import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { AuthenticationHandler, Client, type Context, type Middleware } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { House } from '../src/server/house.ts';
import { ada, Ground } from './small-house.ts';

const bot = { name: 'elsewhere', number: '150', webhook: 'http://127.0.0.1:9/calls', appId: 'b0000000-0000-4000-8000-000000000150', secret: 'an-open-secret' }; // prettier-ignore
const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl && process.env['CI'] === 'true') throw new Error('curl is needed with CI=true: apt-get install curl');
if (!hasCurl) console.warn('Skipped: the proxy before curl. Install it with "apt-get install curl".');

const root = join(import.meta.dirname, '..');

let ground: Ground;
let house: House;
let ca: string;
let certificate: string;
let secureUrl: string;

beforeAll(async () => {
  ground = await Ground.find();
  house = await ground.open({ apps: [bot] });
  certificate = house.secure?.certificate ?? expect.fail('there is no HTTPS');
  secureUrl = house.secure?.url ?? expect.fail(house.secure?.why);
  ca = await readFile(certificate, 'utf8');
});
afterAll(() => ground[Symbol.asyncDispose]());

describe('at its own port', () => {
  test('a client that trusts the local authority alone reads the page, by name and by address', async () => {
    const { port } = new URL(secureUrl);
    for (const host of ['localhost', '127.0.0.1']) {
      const { status, text } = await answerOf(`https://${host}:${port}/phone`);
      expect(status).toBe(200);
      expect(text).toContain('<div id="root">');
    }
  });

  test('a client that does not is told so by TLS', async () => {
    await expect(fetch(`${secureUrl}/phone`)).rejects.toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
  });

  test("the page's own web socket is let in, another site's is not", async () => {
    const { host } = new URL(secureUrl);
    const socket = new WebSocket(`wss://${host}/live`, { ca, headers: { Origin: secureUrl } });
    const hello = await new Promise<string>((resolve, reject) => void socket.once('message', (text) => resolve((text as Buffer).toString('utf8'))).once('error', reject)); // prettier-ignore
    expect(JSON.parse(hello)).toMatchObject({ kind: 'hello' });
    socket.terminate();
    const foreign = new WebSocket(`wss://${host}/live`, { ca, headers: { Origin: 'https://evil.example' } });
    await expect(new Promise((_, reject) => void foreign.once('error', reject))).rejects.toThrow(/403/);
  });
});

describe('behind the proxy', () => {
  test("Microsoft's Graph client, with its own host, places a call and reads it", async () => {
    const graph = Client.initWithMiddleware({
      middleware: inChain(new AuthenticationHandler({ getAccessToken: () => token() }), throughProxy),
    });
    const created = (await graph.api('/communications/calls').post({
      '@odata.type': '#microsoft.graph.call',
      callbackUri: bot.webhook,
      targets: [{ identity: { user: { id: ada } } }],
      requestedModalities: ['audio'],
      mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
      tenantId: house.directory.tenantId,
    })) as { id: string; '@odata.context': string };
    const read = (await graph.api(`/communications/calls/${created.id}`).get()) as { id: string; state: string };
    expect(read).toMatchObject({ id: created.id, state: 'establishing' });
    expect(created['@odata.context']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\//);
    await expect(graph.api('/communications/calls/none').get()).rejects.toMatchObject({ statusCode: 404, code: '8522' });
  });

  test("a program of its own with Microsoft's identity client gets a token by its environment alone", async () => {
    const program = `
      import { ClientSecretCredential } from '@azure/identity';
      const credential = new ClientSecretCredential('${house.directory.tenantId}', '${bot.appId}', '${bot.secret}');
      const { token } = await credential.getToken('https://graph.microsoft.com/.default');
      console.log(Buffer.from(token.split('.')[1], 'base64url').toString());
    `;
    const env = { ...process.env, HTTPS_PROXY: house.url, NO_PROXY: 'localhost,127.0.0.1', NODE_EXTRA_CA_CERTS: certificate };
    const out = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env }, (error, stdout) => (error ? reject(error) : resolve(stdout))); // prettier-ignore
    });
    expect(JSON.parse(out)).toMatchObject({ appid: bot.appId, tid: house.directory.tenantId, aud: 'https://graph.microsoft.com' });
  });

  test('signatures can be checked where bots look for the keys', async () => {
    const { status, text } = await answerOf('https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration', { isProxied: true });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ issuer: 'https://api.botframework.com' });
    const keys = await answerOf('https://api.aps.skype.com/v1/.well-known/keys', { isProxied: true });
    expect(JSON.parse(keys.text)).toMatchObject({ keys: [{ kty: 'RSA' }] });
  });

  test.each([
    ['https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration', 'token_endpoint'],
    ['https://login.microsoftonline.us/common/v2.0/.well-known/openid-configuration', 'jwks_uri'],
    ['https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration', 'jwks_uri'],
  ])('addresses in answers name the host by which the client came: %s', async (url, field) => {
    const answer = JSON.parse((await answerOf(url, { isProxied: true })).text) as Record<string, string>;
    expect(answer[field]).toMatch(new RegExp(`^${new URL(url).origin}/`));
  });

  test.each([
    ['https://graph.microsoft.com/phone', /"ResourceNotFound"/],
    ['https://login.microsoftonline.com/phone', /"invalid_request"/],
    ['https://api.aps.skype.com/phone', /nothing at \/phone/],
  ])('no page is served as %s', async (url, why) => {
    const { status, text } = await answerOf(url, { isProxied: true });
    expect(status).toBe(404);
    expect(text).toMatch(why);
  });

  test.skipIf(!hasCurl)('curl, with the options that "rollcall ca show" names', async () => {
    const options = ['--proxy', house.url, '--cacert', certificate];
    expect(await curl(...options, 'https://graph.microsoft.com/v1.0/communications/calls/x')).toMatchObject({
      out: expect.stringMatching(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 401 .*InvalidAuthenticationToken/s) as string,
    });
    expect(await curl('--proxy', house.url, 'https://graph.microsoft.com/v1.0/')).toMatchObject({ code: 60 });
    expect(await curl(...options, 'https://example.com/')).toMatchObject({
      code: 56,
      out: expect.stringMatching(/^HTTP\/1\.1 403 /) as string,
    });
    expect((await curl(...options, 'http://graph.microsoft.com/v1.0/')).out).toMatch(/^HTTP\/1\.1 403 .*carries HTTPS alone/s);
  });

  test('a client that leaves in the middle, or speaks no TLS, does no harm', async () => {
    for (const says of ['', 'GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\x00\x01', '\x16\x03\x01\x00\x05hello']) {
      const socket = await tunnel('graph.microsoft.com');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined).resume();
      socket.end(says, 'latin1');
      await closed;
    }
    expect((await answerOf('https://graph.microsoft.com/phone', { isProxied: true })).status).toBe(404);
  });
});

describe('a house', () => {
  test('whose HTTPS port is taken opens all the same, says so, and serves behind the proxy', async () => {
    const other = await ground.open({ data: `${ground.folder}/other`, https: { port: Number(new URL(secureUrl).port) } });
    expect(other.secure).toMatchObject({ url: undefined, why: expect.stringMatching(/is in use .*"https"/) as string });
    expect((await fetch(`${other.url}/phone`)).status).toBe(200);
    const own = await readFile(other.secure?.certificate ?? '', 'utf8');
    const from = { isProxied: true, proxy: other.url, trusting: own };
    expect((await answerOf('https://graph.microsoft.com/phone', from)).status).toBe(404);
    await ground.close(other);
  });

  test('without HTTPS has no certificate authority and no proxy', async () => {
    const data = `${ground.folder}/plain`;
    const other = await ground.open({ data, https: { enabled: false } });
    expect(other.secure).toBeUndefined();
    await expect(readFile(`${data}/ca/rollcall-ca.pem`)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(answerOf('https://graph.microsoft.com/phone', { isProxied: true, proxy: other.url })).rejects.toThrow(/503/);
    await ground.close(other);
  });

  test('closes with a tunnel and a page open', async () => {
    const other = await ground.open({ data: `${ground.folder}/closing` });
    const socket = await tunnel('graph.microsoft.com', other.url);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    await ground.close(other);
    await closed;
    await ground.open({ data: `${ground.folder}/closing`, port: Number(new URL(other.url).port) });
  });
});

async function token(): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: bot.appId,
    client_secret: bot.secret,
    scope: 'https://graph.microsoft.com/.default',
  };
  const { text } = await answerOf(`https://login.microsoftonline.com/${house.directory.tenantId}/oauth2/v2.0/token`, {
    isProxied: true,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return (JSON.parse(text) as { access_token: string }).access_token;
}

/** The last link of the Graph client's chain: Node's own HTTPS, over a tunnel. */
const throughProxy: Middleware = {
  async execute(context: Context) {
    const { method = 'GET', headers = {}, body } = context.options ?? {};
    const sent = Object.fromEntries(new Headers(headers as Record<string, string>));
    const url = typeof context.request === 'string' ? context.request : context.request.url;
    const answer = await answerOf(url, { isProxied: true, method, headers: sent, body: body as string | undefined });
    context.response = new Response(answer.text, { status: answer.status, headers: { 'content-type': answer.type } });
  },
};

function inChain(first: Middleware, second: Middleware): Middleware {
  first.setNext?.(second);
  return first;
}

type Sent = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | undefined;
  readonly isProxied?: boolean;
  readonly proxy?: string;
  readonly trusting?: string;
};

/** One request of Node's own HTTPS client that trusts one authority. */
async function answerOf(
  address: string,
  sent: Sent = {},
): Promise<{ readonly status: number; readonly text: string; readonly type: string }> {
  const { method = 'GET', headers = {}, body, isProxied = false, proxy, trusting = ca } = sent;
  const url = new URL(address);
  const socket = isProxied ? await tunnel(url.hostname, proxy) : undefined;
  const agent = new Agent();
  if (socket) Object.assign(agent, { createConnection: () => tlsConnect({ socket, servername: url.hostname, ca: trusting }) });
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method, headers, ca: trusting, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text, type: response.headers['content-type'] ?? '' }));
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** A socket through the proxy, or why there is none. */
function tunnel(host: string, proxy: string = house.url): Promise<Socket> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method: 'CONNECT', path: `${host}:443` });
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${String(statusCode)}`));
    });
    request.once('error', reject).end();
  });
}

function curl(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve) => {
    const all = ['--silent', '--include', '--noproxy', '', '--max-time', '10', ...words];
    execFile('curl', all, (error, out) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out }));
  });
}
