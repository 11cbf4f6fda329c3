import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../../../base/virtual-clock.ts';
import { memoryKeyStore, signed, SigningKeys, type KeyStore, type SigningKey } from './signing-keys.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const rotation = { keyAgeMs: 30 * day, keyAheadMs: day, tokenLifetimeMs: hour };

function keysOn(clock: VirtualClock, store: KeyStore = memoryKeyStore(), errors: unknown[] = []): SigningKeys {
  return new SigningKeys({ store, clock, rotation, onError: (error) => void errors.push(error) });
}
const published = (keys: readonly SigningKey[]): JSONWebKeySet => ({ keys: keys.map(({ publicJwk }) => publicJwk) });
const kids = async (keys: SigningKeys): Promise<string[]> => (await keys.keys()).map(({ kid }) => kid);

test('a key that was kept signs again after a restart; nothing private is published', async () => {
  const [clock, store] = [virtualClock(), memoryKeyStore()];
  const first = await keysOn(clock, store).key();
  expect((await keysOn(clock, store).key()).kid).toBe(first.kid);
  expect(first.publicJwk['d']).toBeUndefined();
});

test('a new key is published before it signs, and the old one until all it signed has run out', async () => {
  const clock = virtualClock();
  const keys = keysOn(clock);
  const old = await keys.key();
  const { kid, signsFromMs } = await keys.rotate();
  expect(signsFromMs - clock.wallMs()).toBe(day);
  expect(await kids(keys)).toEqual([old.kid, kid]);
  expect((await keys.key()).kid).toBe(old.kid);
  expect((await keys.rotate()).kid).toBe(kid);
  await clock.advance(day - 1);
  expect((await keys.key()).kid).toBe(old.kid);
  await clock.advance(1);
  expect((await keys.key()).kid).toBe(kid);
  await clock.advance(hour - 1);
  expect(await kids(keys)).toEqual([old.kid, kid]);
  await clock.advance(1);
  expect(await kids(keys)).toEqual([kid]);
});

test('at every moment whatever was signed and is still good can be checked, by whoever read the keys a day ago or now', async () => {
  const [clock, store] = [virtualClock(), memoryKeyStore()];
  let keys = keysOn(clock, store);
  const claims = { iss: 'x', aud: 'y' };
  let before: JSONWebKeySet | undefined;
  const seen = new Set<string>();
  for (let step = 0; step < 80; step++) {
    // A restart now and then, and steps that miss the minute at which a rotation was due.
    if (step % 7 === 0) keys = keysOn(clock, store);
    const jwks = published(await keys.keys());
    const key = await keys.key();
    seen.add(key.kid);
    const token = await signed(key, clock, claims, hour);
    for (const known of [jwks, before ?? jwks]) await jwtVerify(token, createLocalJWKSet(known), { currentDate: new Date(clock.wallMs()) });
    before = jwks;
    await clock.advance(hour - 1000);
    const later = createLocalJWKSet(published(await keys.keys()));
    await jwtVerify(token, later, { currentDate: new Date(clock.wallMs()) });
    await clock.advance(22 * hour);
  }
  expect(seen.size).toBe(3);
});

test('a key that others may know is replaced at once, and no longer published; nor is the one that waited beside it', async () => {
  const clock = virtualClock();
  const keys = keysOn(clock);
  await keys.rotate();
  const { kid } = await keys.rotate({ isAtOnce: true });
  expect((await keys.key()).kid).toBe(kid);
  expect(await kids(keys)).toEqual([kid]);
});

test('settings that leave a key no time at all do not make one for every request', async () => {
  const clock = virtualClock();
  const store = memoryKeyStore();
  const keys = new SigningKeys({ store, clock, rotation: { keyAgeMs: 0, keyAheadMs: 0, tokenLifetimeMs: 0 }, onError: () => undefined });
  const { kid } = await keys.key();
  await clock.advance(59_000);
  expect(await kids(keys)).toEqual([kid]);
  await clock.advance(1_000);
  expect((await keys.key()).kid).not.toBe(kid);
});

test('a disk that is full stops no signature: the old key goes on, and the next try is an hour later', async () => {
  const [clock, errors] = [virtualClock(), [] as unknown[]];
  const kept = memoryKeyStore();
  let isFull = false;
  let tries = 0;
  const store: KeyStore = {
    load: () => kept.load(),
    save: (keys) => (isFull ? Promise.reject(new Error(`no space left, try ${String(++tries)}`)) : kept.save(keys)),
  };
  const keys = keysOn(clock, store, errors);
  const { kid } = await keys.key();
  isFull = true;
  await clock.advance(40 * day);
  expect([(await keys.key()).kid, (await keys.key()).kid, tries, errors.length]).toEqual([kid, kid, 1, 1]);
  await expect(keys.rotate()).rejects.toThrow('no space left');
  isFull = false;
  await clock.advance(2 * hour);
  expect(await kids(keys)).toHaveLength(2);
});

test('a clock that was turned back finds a key', async () => {
  const store = memoryKeyStore();
  const { kid } = await keysOn(virtualClock(), store).key();
  expect((await keysOn(virtualClock(Date.UTC(2020, 0, 1)), store).key()).kid).toBe(kid);
});
