import { expect, test } from 'vitest';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { guardedFetch, type FetchGuard } from './guarded-fetch.ts';

const hosts: Readonly<Record<string, readonly string[]>> = {
  'good.example': ['93.184.216.34'],
  localhost: ['127.0.0.1', '::1'],
  'inside.example': ['10.0.0.5'],
  'mixed.example': ['93.184.216.34', '192.168.1.1'],
  'metadata.example': ['169.254.169.254'],
  'empty.example': [],
};

function guard(send: FetchGuard['send'], patch: Partial<FetchGuard> = {}): FetchGuard & { clock: ReturnType<typeof virtualClock> } {
  const clock = virtualClock();
  const resolveHost = (host: string): Promise<readonly string[]> => {
    const addresses = hosts[host];
    return addresses ? Promise.resolve(addresses) : Promise.reject(new Error('ENOTFOUND'));
  };
  return { send, resolveHost, timeoutMs: 10_000, limitBytes: 1024 * 1024, redirects: 3, ...patch, clock };
}

const bytes = (): Promise<Response> => Promise.resolve(new Response(new Uint8Array([1, 2, 3])));

test('a public address is fetched at exactly the addresses that were looked at', async () => {
  let seen: readonly string[] | undefined;
  const g = guard((_, { addresses }) => {
    seen = addresses;
    return bytes();
  });
  expect(await guardedFetch(g, 'https://good.example/a.wav', { isLocal: false })).toEqual(new Uint8Array([1, 2, 3]));
  expect(seen).toEqual(['93.184.216.34']);
});

test.each([
  ['http://127.0.0.1/a', /only an app that is registered as local/],
  ['http://localhost/a', /loopback/],
  ['http://0x7f000001/a', /127\.0\.0\.1/],
  ['http://[::1]/a', /loopback/],
  ['http://[::ffff:10.0.0.1]/a', /private/],
  ['http://inside.example/a', /10\.0\.0\.5, an address that is not public \(private\)/],
  ['http://mixed.example/a', /192\.168\.1\.1/],
  ['http://metadata.example/latest/meta-data', /linkLocal/],
  ['http://169.254.169.254/', /linkLocal/],
  ['http://0.0.0.0/', /unspecified/],
  ['http://100.64.0.1/', /carrierGradeNat/],
  ['http://[fd00::1]/', /uniqueLocal/],
  ['http://[64:ff9b::a00:1]/', /rfc6052/],
  ['file:///etc/passwd', /only http and https/],
  ['http://user:secret@good.example/', /password/],
  ['http://unknown.example/', /not known/],
  ['http://empty.example/', /no address/],
  ['not a link', /is not a link/],
] as const)('%s is refused', async (link, message) => {
  let sent = 0;
  const g = guard(() => {
    sent++;
    return bytes();
  });
  await expect(guardedFetch(g, link, { isLocal: false })).rejects.toThrow(message);
  expect(sent).toBe(0);
});

test('a local app may name this machine, but nothing else inside', async () => {
  expect(await guardedFetch(guard(bytes), 'http://localhost:3000/a.wav', { isLocal: true })).toHaveLength(3);
  await expect(guardedFetch(guard(bytes), 'http://inside.example/a.wav', { isLocal: true })).rejects.toThrow(/private/);
});

test('redirects are looked at as well, and end', async () => {
  const to = (location: string) => () => Promise.resolve(new Response(null, { status: 302, headers: { location } }));
  await expect(guardedFetch(guard(to('http://10.0.0.1/')), 'http://good.example/', { isLocal: false })).rejects.toThrow(/private/);
  await expect(guardedFetch(guard(to('/again')), 'http://good.example/', { isLocal: false })).rejects.toThrow(/more than 3 times/);
});

test('what is not there is told with its status', async () => {
  const g = guard(() => Promise.resolve(new Response('no', { status: 404, statusText: 'Not Found' })));
  await expect(guardedFetch(g, 'http://good.example/a.wav', { isLocal: false })).rejects.toThrow(
    'http://good.example/a.wav: the answer was 404 Not Found',
  );
});

test('a body without end is cut off', async () => {
  let wasCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    cancel: () => void (wasCancelled = true),
  });
  const g = guard(() => Promise.resolve(new Response(endless)));
  await expect(guardedFetch(g, 'http://good.example/', { isLocal: false })).rejects.toThrow(/longer than 1 MB/);
  expect(wasCancelled).toBe(true);
});

test.each([
  ['an answer that never comes', () => new Promise<Response>(() => undefined)],
  [
    'a body that stalls',
    () => Promise.resolve(new Response(new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(1)) }))),
  ],
])('%s is given up', async (_, send) => {
  const g = guard(send);
  const result = expect(guardedFetch(g, 'http://good.example/', { isLocal: false })).rejects.toThrow(/no answer within 10 s/);
  await g.clock.advance(10_000);
  await result;
});

test('a refused connection is told in words', async () => {
  const g = guard(() =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) })),
  );
  await expect(guardedFetch(g, 'http://good.example/', { isLocal: false })).rejects.toThrow('http://good.example/: connection refused');
});
