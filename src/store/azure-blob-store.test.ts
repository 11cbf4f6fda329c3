import { once } from 'node:events';
import { createServer, request as asking, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  SASProtocol,
  StorageSharedKeyCredential,
  generateAccountSASQueryParameters,
} from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { azureBlobStore, type AzureBlobStoreOptions } from './azure-blob-store.ts';
import type { BlobStore } from './blob-store.ts';
import { blobStoreConformance } from './conformance/blob-store.ts';
import { startAzureServer, type TestAzureServer } from './test-azure-server.ts';

const clock = realClock();
let server: TestAzureServer;

beforeAll(async () => {
  server = await startAzureServer();
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
afterEach(async () => {
  await server.clear();
});

const options = (): AzureBlobStoreOptions => ({ ...server.options, clock });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

blobStoreConformance('Azure', async () => azureBlobStore({ ...options(), prefix: 'houses/north' }));

test('many houses share a container, each with a prefix', async () => {
  const [north, south] = ['north', 'south'].map((prefix) => azureBlobStore({ ...options(), prefix }));
  await north?.put('a', bytes('n'));
  await south?.put('a', bytes('s'));
  expect((await azureBlobStore(options()).list('')).map(({ key }) => key)).toEqual(['north/a', 'south/a']);
  expect(await north?.list('')).toEqual([{ key: 'a', sizeBytes: 1 }]);
});

test.each<[string, (store: BlobStore) => Promise<unknown>]>([
  ['put', (store) => store.put('a', bytes('x'))],
  ['get', (store) => store.get('a')],
  ['getRange', (store) => store.getRange('a', 0, 1)],
  ['sizeOf', (store) => store.sizeOf('a')],
  ['delete', (store) => store.delete('a')],
  ['list', (store) => store.list('')],
])('%s says that there is no such container, and which credentials were refused', async (_, use) => {
  await expect(use(azureBlobStore({ ...options(), container: 'absent' }))).rejects.toMatchObject({
    code: 'store/refused',
    message: expect.stringMatching(/there is no container absent at http:.*ContainerNotFound.*make it/u),
  });
  const wrong = [
    { accountName: 'devstoreaccount1', accountKey: Buffer.alloc(32).toString('base64') },
    { sasToken: 'sv=2024-11-04&ss=b&srt=sco&sp=rwdl&se=2099-01-01T00:00:00Z&spr=https,http&sig=bm9ib2R5' },
  ];
  for (const credential of wrong) {
    await expect(use(azureBlobStore({ ...options(), credential }))).rejects.toMatchObject({
      code: 'store/refused',
      message: expect.stringMatching(/refused the credentials \(A.*a key, a token or an identity/u),
    });
  }
});

test('a token that gives access to the account is enough', async () => {
  const key = new StorageSharedKeyCredential(...accountOf(options()));
  const expiresOn = new Date('2099-01-01');
  const sasToken = generateAccountSASQueryParameters(
    {
      expiresOn,
      permissions: AccountSASPermissions.parse('rwdl'),
      resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
      services: AccountSASServices.parse('b').toString(),
      protocol: SASProtocol.HttpsAndHttp,
    },
    key,
  ).toString();
  const store = azureBlobStore({ ...options(), credential: { sasToken } });
  await store.put('a', bytes('x'));
  expect(await store.get('a')).toEqual(bytes('x'));
});

test('a network that is gone is told of, with where it was looked for', async () => {
  const proxy = await startProxy();
  await proxy[Symbol.asyncDispose]();
  await expect(azureBlobStore({ ...options(), endpoint: proxy.endpoint }).get('a')).rejects.toMatchObject({
    code: 'store/unreachable',
    message: expect.stringMatching(/could not read a: the container recordings at http:\/\/127.*ECONNREFUSED.*try again/u),
  });
});

test('a network that is lost in the middle of a stream leaves what was there', async () => {
  await using proxy = await startProxy();
  const store = azureBlobStore({ ...options(), endpoint: proxy.endpoint });
  await store.put('a', bytes('old'));
  let blocks = 0;
  proxy.before = (request) => {
    if (!request.url?.includes('comp=block&') || ++blocks === 1) return false;
    request.socket.destroy();
    return true;
  };
  await expect(store.putStream('a', long())).rejects.toMatchObject({ code: 'store/unreachable' });
  expect(blocks).toBeGreaterThan(2);
  expect(await store.get('a')).toEqual(bytes('old'));
});

test('no space left is told apart', async () => {
  await using proxy = await startProxy();
  proxy.before = (_, response) => {
    response.writeHead(507, { 'x-ms-error-code': 'InsufficientStorage' }).end();
    return true;
  };
  await expect(azureBlobStore({ ...options(), endpoint: proxy.endpoint }).put('a', bytes('x'))).rejects.toMatchObject({
    code: 'store/full',
    message: expect.stringMatching(/no space left \(InsufficientStorage/u),
  });
});

test('an account with soft delete only hides what is deleted: that is no deletion', async () => {
  await using proxy = await startProxy();
  proxy.before = (request, response) => {
    if (request.method !== 'DELETE') return false;
    response.writeHead(202, { 'x-ms-delete-type-permanent': 'false' }).end();
    return true;
  };
  await expect(azureBlobStore({ ...options(), endpoint: proxy.endpoint }).delete('a')).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('soft delete'),
  });
});

test('blocks that vanish without another writer are an error, not a blob', async () => {
  await using proxy = await startProxy();
  proxy.before = (request, response) => {
    if (!request.url?.includes('comp=blocklist')) return false;
    request.resume();
    response.writeHead(400, { 'x-ms-error-code': 'InvalidBlockList' }).end();
    return true;
  };
  const store = azureBlobStore({ ...options(), endpoint: proxy.endpoint });
  await expect(store.putStream('a', long())).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('InvalidBlockList'),
  });
});

type Before = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Between the store and the server: hands everything on, but for what `before` answers. */
async function startProxy(): Promise<AsyncDisposable & { readonly endpoint: URL; before?: Before }> {
  const target = options().endpoint;
  const between = createServer((incoming, answer) => {
    if (proxy.before?.(incoming, answer)) return;
    const passed = asking(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'GET', headers: incoming.headers }, (back) => {
      answer.writeHead(back.statusCode ?? 500, back.headers);
      back.pipe(answer);
    });
    incoming.pipe(passed);
  });
  await once(between.listen(0, '127.0.0.1'), 'listening');
  const { port } = between.address() as AddressInfo;
  const proxy: Awaited<ReturnType<typeof startProxy>> = {
    endpoint: new URL(`http://127.0.0.1:${String(port)}${target.pathname}`),
    async [Symbol.asyncDispose]() {
      between.close();
      between.closeAllConnections();
    },
  };
  return proxy;
}

function accountOf({ credential }: AzureBlobStoreOptions): [string, string] {
  if (!credential || !('accountKey' in credential)) throw new Error('the test server has an account');
  return [credential.accountName, credential.accountKey];
}

async function* long(): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < 30; n++) yield new Uint8Array(1_000_000);
}
