import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { blobStoreConformance } from './conformance/blob-store.ts';
import { s3BlobStore, type S3BlobStoreOptions } from './s3-blob-store.ts';
import { startS3Server, type KoaContext, type TestS3Server } from './test-s3-server.ts';

const clock = realClock();
let server: TestS3Server;

beforeAll(async () => {
  server = await startS3Server();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
afterEach(() => {
  server.clear();
});

const options = (): S3BlobStoreOptions => ({ ...server.options, clock });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

blobStoreConformance(
  'S3',
  async () => s3BlobStore({ ...options(), prefix: 'houses/north' }),
  async () => [...server.unfinished.keys()],
);

test('many houses share a bucket, each with a prefix', async () => {
  const [north, south] = ['north', 'south'].map((prefix) => s3BlobStore({ ...options(), prefix }));
  await north?.put('a', bytes('n'));
  await south?.put('a', bytes('s'));
  expect([...server.objects.keys()]).toEqual(['north/a', 'south/a']);
  expect(await north?.list('')).toEqual([{ key: 'a', sizeBytes: 1 }]);
});

test('a list goes on over as many pages as there are', async () => {
  const keys = Array.from({ length: 2_345 }, (_, n) => `houses/k${String(n).padStart(5, '0')}`);
  const asked: unknown[] = [];
  // s3rver seals its tokens with a cipher that Node has no more, so the pages are made here (ListObjectsV2).
  server.before = (context) => {
    const { prefix = '', 'continuation-token': token } = context.query;
    asked.push([prefix, token]);
    const from = token === undefined ? 0 : Number(token);
    const contents = keys.slice(from, from + 1_000).map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
    const next = from + 1_000 < keys.length ? `<NextContinuationToken>${String(from + 1_000)}</NextContinuationToken>` : '';
    context.type = 'application/xml';
    context.body = `<?xml version="1.0"?><ListBucketResult>${next}${contents.join('')}</ListBucketResult>`;
    return true;
  };
  const all = await s3BlobStore({ ...options(), prefix: 'houses' }).list('k');
  expect(asked).toEqual(['undefined', '1000', '2000'].map((token) => ['houses/k', token === 'undefined' ? undefined : token]));
  expect(all).toHaveLength(2_345);
  expect(all.at(-1)).toEqual({ key: 'k02344', sizeBytes: 1 });
});

test.each<[string, (store: ReturnType<typeof s3BlobStore>) => Promise<unknown>]>([
  ['put', (store) => store.put('a', bytes('x'))],
  ['get', (store) => store.get('a')],
  ['sizeOf', (store) => store.sizeOf('a')],
  ['delete', (store) => store.delete('a')],
  ['list', (store) => store.list('')],
])('%s says that there is no such bucket, and which credentials were refused', async (_, use) => {
  await expect(use(s3BlobStore({ ...options(), bucket: 'absent' }))).rejects.toMatchObject({
    code: 'store/refused',
    message: expect.stringMatching(/there is no bucket absent at http:.*NoSuchBucket.*make it/u),
  });
  const refused = { code: 'store/refused', message: expect.stringMatching(/refused the credentials .*access key that may/u) as string };
  await expect(use(s3BlobStore({ ...options(), credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }))).rejects.toMatchObject(
    refused,
  );
  server.before = answering({ method: undefined, status: 403, code: 'SignatureDoesNotMatch' });
  await expect(use(s3BlobStore(options()))).rejects.toMatchObject(refused);
});

test('a network that is gone is told of, with where it was looked for', async () => {
  await using gone = await startS3Server();
  const { endpoint } = gone.options;
  await gone[Symbol.asyncDispose]();
  await expect(s3BlobStore({ ...options(), endpoint }).get('a')).rejects.toMatchObject({
    code: 'store/unreachable',
    message: expect.stringMatching(/could not read a: the bucket recordings at http:\/\/127.*ECONNREFUSED.*try again/u),
  });
});

test('a network that is lost in the middle of a stream leaves what was there, and takes the parts back', async () => {
  const store = s3BlobStore(options());
  await store.put('a', bytes('old'));
  server.before = ({ query, req }) => {
    if (query.partNumber !== '2') return false;
    req.socket.destroy();
    return true;
  };
  await expect(store.putStream('a', long())).rejects.toMatchObject({ code: 'store/unreachable' });
  expect(await store.get('a')).toEqual(bytes('old'));
  expect(server.unfinished.size).toBe(0);
});

test('no space left is told apart, and leaves nothing', async () => {
  server.before = answering({ method: 'PUT', status: 507, code: 'XMinioStorageFull' });
  await expect(s3BlobStore(options()).putStream('a', long())).rejects.toMatchObject({
    code: 'store/full',
    message: expect.stringContaining('no space left'),
  });
  expect(server.unfinished.size).toBe(0);
});

test('no header that proves who asks is kept with an error', async () => {
  const credentials = { accessKeyId: 'NOBODY', secretAccessKey: 'x', sessionToken: 'a session of ours' };
  const error: unknown = await s3BlobStore({ ...options(), credentials })
    .get('a')
    .catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 10, showHidden: true })).toContain('InvalidAccessKeyId');
  expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/AWS4-HMAC|a session of ours/u);
});

test('what fails once is tried again', async () => {
  let failed = 0;
  server.before = (context) => failed++ === 0 && answering({ method: 'PUT', status: 503, code: 'SlowDown' })(context);
  await s3BlobStore(options()).put('a', bytes('x'));
  expect(failed).toBe(2);
});

test('a bucket that keeps versions only hides what is deleted: that is no deletion', async () => {
  server.before = (context) => {
    if (context.method !== 'DELETE') return false;
    context.status = 204;
    context.set('x-amz-delete-marker', 'true');
    return true;
  };
  await expect(s3BlobStore(options()).delete('a')).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining('versions'),
  });
});

function answering({ method, status, code }: { readonly method: string | undefined; readonly status: number; readonly code: string }) {
  return (context: KoaContext): boolean => {
    if (method !== undefined && context.method !== method) return false;
    context.status = status;
    context.type = 'application/xml';
    context.body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>so it is</Message></Error>`;
    return true;
  };
}

async function* long(): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < 30; n++) yield new Uint8Array(1_000_000);
}
