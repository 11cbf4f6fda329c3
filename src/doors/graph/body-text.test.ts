import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { atDesk, publicUrl, testDoor, testSecret } from './test-door.ts';

const alive = '{"clientContext":"x"}';

test.each<readonly [string, Buffer]>([
  ['gzip', gzipSync(alive)],
  ['x-gzip', gzipSync(alive)],
  ['GZIP', gzipSync(alive)],
  ['deflate', deflateSync(alive)],
  ['deflate', deflateRawSync(alive)],
  ['br', brotliCompressSync(alive)],
  ['identity', Buffer.from(alive)],
])('a body in %s is read', async (encoding, packed) => {
  const t = testDoor();
  const callId = await atDesk(t);
  const headers = { 'content-encoding': encoding };
  const response = await t.command('POST', `/${callId}/subscribeToTone`, new Uint8Array(packed), { headers });
  expect([response.status, await response.json()]).toMatchObject([200, { clientContext: 'x' }]);
  expect(t.exchanges.at(-1)).toMatchObject({ requestBody: alive });
});

test.each<readonly [string, string, Buffer, number, string]>([
  ['a small body that becomes a long one', 'gzip', gzipSync(' '.repeat(1024 * 1024 + 1)), 413, 'RequestEntityTooLarge'],
  ['a body that is cut off', 'gzip', gzipSync(alive).subarray(0, -9), 400, 'BadRequest'],
  ['a body that is not compressed', 'gzip', Buffer.from(alive), 400, 'BadRequest'],
  ['a body in two encodings', 'gzip, br', gzipSync(alive), 415, 'UnsupportedMediaType'],
  ['a body in an encoding of nobody', 'toString', Buffer.from(alive), 415, 'UnsupportedMediaType'],
])('%s is refused', async (_, encoding, packed, status, code) => {
  const t = testDoor();
  const callId = await atDesk(t);
  const headers = { 'content-encoding': encoding };
  const response = await t.command('POST', `/${callId}/subscribeToTone`, new Uint8Array(packed), { headers });
  expect(response.headers.get('accept-encoding')).toBe(status === 415 ? 'gzip, deflate, br' : null);
  expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
});

test('a body may begin with the mark of its byte order', async () => {
  const t = testDoor();
  const response = await t.command('POST', `/${await atDesk(t)}/subscribeToTone`, `\uFEFF${alive}`);
  expect([response.status, await response.json()]).toMatchObject([200, { clientContext: 'x' }]);
});

test('a request for a token may be compressed, too', async () => {
  const t = testDoor();
  const scope = 'https://graph.microsoft.com/.default';
  const asked = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'desk', client_secret: testSecret, scope });
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
  const url = new URL('/tenant-1/oauth2/v2.0/token', publicUrl);
  const response = await t.door.fetch(new Request(url, { method: 'POST', headers, body: new Uint8Array(gzipSync(asked.toString())) }));
  expect(response.status).toBe(200);
});
