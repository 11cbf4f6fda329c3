import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { SigningKeys } from '../doors/graph/identity/signing-keys.ts';
import { memoryBlobStore } from '../store/memory-blob-store.ts';
import { keyStore } from './key-store.ts';

const rotation = { keyAgeMs: 30 * 24 * 60 * 60_000, keyAheadMs: 24 * 60 * 60_000, tokenLifetimeMs: 60 * 60_000 };

test('keys are kept with the time from which they sign', async () => {
  const [secrets, clock] = [memoryBlobStore(), virtualClock()];
  const open = (): SigningKeys => new SigningKeys({ store: keyStore(secrets), clock, rotation, onError: () => undefined });
  const first = open();
  const { kid } = await first.key();
  const next = await first.rotate();
  expect((await open().keys()).map((key) => key.kid)).toEqual([kid, next.kid]);
  await clock.advance(rotation.keyAheadMs);
  expect((await open().key()).kid).toBe(next.kid);
});

test('the one key of an older house goes on until a new one has been published for a while', async () => {
  const [secrets, clock] = [memoryBlobStore(), virtualClock()];
  const options = { clock, rotation, onError: () => undefined };
  const { jwk } = await oldKey();
  await secrets.put('signing-key.json', Buffer.from(JSON.stringify(jwk)));
  const keys = new SigningKeys({ store: keyStore(secrets), ...options });
  expect((await keys.key()).kid).toBe('the old one');
  expect(await keys.keys()).toHaveLength(2);
  expect(await secrets.get('signing-key.json')).toBeUndefined();
  await clock.advance(rotation.keyAheadMs);
  expect((await keys.key()).kid).not.toBe('the old one');

  async function oldKey(): Promise<{ jwk: object }> {
    const store = memoryBlobStore();
    await new SigningKeys({ store: keyStore(store), ...options }).key();
    const [kept] = JSON.parse(Buffer.from((await store.get('signing-keys.json')) ?? []).toString()) as { jwk: object }[];
    return { jwk: { ...kept?.jwk, kid: 'the old one' } };
  }
});

test.each(['{', '[{"jwk":{"kty":"oct"},"signsFromMs":1}]', 'null'])('a damaged file (%s) is told with its name', async (text) => {
  const secrets = memoryBlobStore();
  await secrets.put('signing-keys.json', Buffer.from(text));
  await expect(keyStore(secrets).load()).rejects.toMatchObject({
    code: 'server/bad-data',
    message: expect.stringContaining('signing-keys.json') as string,
  });
});
