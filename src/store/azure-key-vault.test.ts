import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { azureKeyVault, type AzureKeyVaultOptions } from './azure-key-vault.ts';
import { keyVaultConformance } from './conformance/key-vault.ts';

type Vault = AsyncDisposable & {
  readonly url: URL;
  /** The newest last. */
  readonly versions: Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>;
  readonly asked: string[];
  /** Answers the next requests in place of the vault, one each. */
  readonly instead: { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> }[];
};

let vault: Vault;
const key = new Uint8Array(randomBytes(32));
const options = (): AzureKeyVaultOptions => ({
  clock: realClock(),
  vault: vault.url,
  keyName: 'recordings',
  token: async () => 'a good token',
  fetch,
});

beforeAll(async () => {
  vault = await startVault();
});
afterAll(async () => {
  await vault[Symbol.asyncDispose]();
});
beforeEach(() => {
  vault.asked.length = 0;
  vault.instead.length = 0;
});

keyVaultConformance('Azure Key Vault', async () => azureKeyVault(options()));

test('asks as the REST API wants it, and never for the data key', async () => {
  const { keyId, wrapped } = await azureKeyVault(options()).wrap(key, 'r1');
  await azureKeyVault(options()).unwrap({ keyId, wrapped }, 'r1');
  expect(vault.asked.map((line) => line.split(' {')[0]?.trim())).toEqual([
    'GET /keys/recordings?api-version=7.4',
    'POST /keys/recordings/v1/wrapkey?api-version=7.4',
    'POST /keys/recordings/v1/unwrapkey?api-version=7.4',
  ]);
  expect(vault.asked[1]).toMatch(/\{"alg":"RSA-OAEP-256","value":"[\w-]{43}"\}$/u);
  for (const line of vault.asked) expect(line).not.toContain(Buffer.from(key).toString('base64url'));
});

test('a new version wraps from then on, old ones open, and one can be held on to', async () => {
  const store = azureKeyVault(options());
  const before = await store.wrap(key, 'r1');
  addVersion(vault, 'v2');
  const after = await store.wrap(key, 'r1');
  const held = await azureKeyVault({ ...options(), keyVersion: 'v1' }).wrap(key, 'r1');
  expect([before, after, held].map(({ keyId }) => keyId)).toEqual(['recordings/v1', 'recordings/v2', 'recordings/v1']);
  for (const wrapped of [before, after, held]) expect(await store.unwrap(wrapped, 'r1')).toEqual(key);
  vault.versions.delete('v2');
  await expect(store.unwrap(after, 'r1')).rejects.toMatchObject({ code: 'store/no-key', message: expect.stringContaining('KeyNotFound') });
});

test('a wrapped key that names a place elsewhere is not asked for there', async () => {
  const { wrapped } = await azureKeyVault(options()).wrap(key, 'r1');
  vault.asked.length = 0;
  for (const keyId of ['../secrets/x', 'http://elsewhere/keys/a/b', 'a/b/c', 'recordings/v1?x', '//elsewhere/v1']) {
    await expect(azureKeyVault(options()).unwrap({ keyId, wrapped }, 'r1')).rejects.toMatchObject({ code: 'store/no-key' });
  }
  expect(vault.asked).toEqual([]);
});

test('what is changed within the part of the vault is told as such', async () => {
  const { keyId, wrapped } = await azureKeyVault(options()).wrap(key, 'r1');
  const changed = Buffer.from(wrapped, 'base64url');
  changed[100] = (changed[100] ?? 0) ^ 1;
  await expect(azureKeyVault(options()).unwrap({ keyId, wrapped: changed.toString('base64url') }, 'r1')).rejects.toMatchObject({
    code: 'store/sealed',
  });
});

test.each<[string, Partial<AzureKeyVaultOptions>, object]>([
  [
    'a token that is not good',
    { token: async () => 'another' },
    { code: 'store/refused', message: expect.stringMatching(/401.*wrapKey/u) },
  ],
  ['a key that is not there', { keyName: 'absent' }, { code: 'store/no-key', message: expect.stringContaining('KeyNotFound') }],
  ['a name that is none', { keyName: 'a/../b', keyVersion: 'v1' }, { code: 'store/no-key' }],
])('%s is told of, with what to do and without the token', async (_, wrong, expected) => {
  const error: unknown = await azureKeyVault({ ...options(), ...wrong })
    .wrap(key, 'r1')
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject(expected);
  expect(String(error)).not.toMatch(/another|a good token/u);
});

test('a key that is disabled is told apart from one that is not there', async () => {
  vault.instead.push({ status: 403, code: 'Forbidden' });
  await expect(azureKeyVault(options()).wrap(key, 'r1')).rejects.toMatchObject({
    code: 'store/refused',
    message: expect.stringContaining('enable the key'),
  });
});

test('what is no answer of a vault, and a token that cannot be had, are told of', async () => {
  const page: typeof fetch = async () => new Response('<p>Sign in to the network of the hotel</p>');
  await expect(azureKeyVault({ ...options(), fetch: page }).wrap(key, 'r1')).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('is no answer of a key vault'),
  });
  const token = (): Promise<string> => Promise.reject(new Error('nobody is signed in'));
  await expect(azureKeyVault({ ...options(), token }).wrap(key, 'r1')).rejects.toMatchObject({
    code: 'store/refused',
    message: expect.stringContaining('nobody is signed in'),
  });
  vault.instead.push({ status: 400, code: 'BadParameter' });
  await expect(azureKeyVault({ ...options(), keyVersion: 'v1' }).wrap(key, 'r1')).rejects.toMatchObject({ code: 'store/failed' });
});

test('a vault that is busy is asked again as late as it wants, and in the end is out of reach', async () => {
  const clock = virtualClock();
  const store = azureKeyVault({ ...options(), clock, keyVersion: 'v1' });
  vault.instead.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 });
  const wrapped = store.wrap(key, 'r1');
  await clock.settle();
  expect(vault.asked).toHaveLength(1);
  await clock.advance(6_999);
  expect(vault.asked).toHaveLength(1);
  await clock.advance(1);
  await clock.advance(1_000);
  expect(vault.asked).toHaveLength(3);
  expect((await wrapped).keyId).toBe('recordings/v1');

  for (let n = 0; n < 4; n++) vault.instead.push({ status: 503 });
  const refused = store.wrap(key, 'r1').catch((error: unknown) => error);
  await clock.advance(10_000);
  expect(await refused).toMatchObject({ code: 'store/unreachable', message: expect.stringContaining('503') });
});

test('a network that is gone is told of after some attempts', async () => {
  const clock = virtualClock();
  const gone = await startVault();
  await gone[Symbol.asyncDispose]();
  const refused = azureKeyVault({ ...options(), clock, vault: gone.url })
    .wrap(key, 'r1')
    .catch((error: unknown) => error);
  await clock.advance(10_000);
  expect(await refused).toMatchObject({ code: 'store/unreachable', message: expect.stringContaining('could not be reached') });
});

/** Speaks what is used of the Key Vault REST API, with real keys. */
async function startVault(): Promise<Vault> {
  const server = createServer((request, response) => {
    const answered = async (): Promise<void> => {
      const text = await textOf(request);
      started.asked.push(`${request.method ?? ''} ${request.url ?? ''} ${text}`);
      const instead = started.instead.shift();
      const [status, body] = instead ? [instead.status, problem(instead.code ?? 'Busy')] : answer(request, text);
      response.writeHead(status, { 'content-type': 'application/json', ...instead?.headers }).end(JSON.stringify(body));
    };
    void answered();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${String(port)}`);
  const answer = (request: IncomingMessage, text: string): [number, object] => {
    if (request.headers.authorization !== 'Bearer a good token') return [401, problem('Unauthorized')];
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    if (searchParams.get('api-version') !== '7.4') return [400, problem('BadParameter')];
    const [, keys, name, version, operation] = pathname.split('/');
    const id = version ?? [...started.versions.keys()].at(-1) ?? '';
    const pair = started.versions.get(id);
    if (keys !== 'keys' || name !== 'recordings' || !pair) return [404, problem('KeyNotFound')];
    const kid = `https://contoso.vault.azure.net/keys/${name}/${id}`;
    if (operation === undefined) return [200, { key: { kid, kty: 'RSA' }, attributes: { enabled: true } }];
    const { alg, value } = JSON.parse(text) as { readonly alg: string; readonly value: string };
    if (alg !== 'RSA-OAEP-256') return [400, problem('BadParameter')];
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    try {
      const bytes = Buffer.from(value, 'base64url');
      const made =
        operation === 'wrapkey'
          ? publicEncrypt({ key: pair.publicKey, ...padding }, bytes)
          : privateDecrypt({ key: pair.privateKey, ...padding }, bytes);
      return [200, { kid, value: made.toString('base64url') }];
    } catch {
      return [400, problem('BadParameter')];
    }
  };
  const started: Vault = {
    url,
    versions: new Map(),
    asked: [],
    instead: [],
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  addVersion(started, 'v1');
  return started;
}

function addVersion({ versions }: Vault, version: string): void {
  versions.set(version, generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

const problem = (code: string): object => ({ error: { code, message: 'so it is' } });

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
