/** Chunks that are sealed, changed, moved, and opened with another key. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { aesSeal } from './aes-seal.ts';

const SEAL_BYTES = 28;
const key = randomBytes(32);
const chunk = new TextEncoder().encode('what Ada said');

test('a chunk comes back at its own index, under its own key', () => {
  const sealed = aesSeal(key).seal(chunk, 7);
  expect(sealed).toHaveLength(chunk.length + SEAL_BYTES);
  expect(Buffer.from(sealed).includes('Ada')).toBe(false);
  expect(aesSeal(key).open(sealed, 7)).toEqual(chunk);
});

test.each<[string, (sealed: Uint8Array) => Uint8Array]>([
  ['was cut off', (sealed) => sealed.subarray(0, -1)],
  ['was cut off to nearly nothing', (sealed) => sealed.subarray(0, SEAL_BYTES - 1)],
  ['has more behind it', (sealed) => Buffer.concat([sealed, Uint8Array.of(0)])],
  ['is another altogether', (sealed) => sealed.fill(0)],
])('a chunk that %s is not opened', (_, change) => {
  const seal = aesSeal(key);
  const changed = change(seal.seal(chunk, 0));
  expect(() => seal.open(changed, 0)).toThrow();
});

test('a chunk with any one bit turned is not opened', () => {
  const seal = aesSeal(key);
  const sealed = seal.seal(chunk, 0);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = sealed.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => seal.open(changed, 0)).toThrow();
  }
});

test('a chunk is at home neither at another index, nor under another key, nor outside a log', () => {
  const sealed = aesSeal(key).seal(chunk, 1);
  expect(() => aesSeal(key).open(sealed, 2)).toThrow();
  expect(() => aesSeal(randomBytes(32)).open(sealed, 1)).toThrow();
});

test('the same chunk at the same index is sealed otherwise each time, so an index may come again', () => {
  const seal = aesSeal(key);
  const nonces = Array.from({ length: 100 }, () => Buffer.from(seal.seal(chunk, 3).subarray(0, 12)).toString('hex'));
  expect(new Set(nonces).size).toBe(100);
});

test('a key of another length, and what is too short to have been sealed, are refused', () => {
  expect(() => aesSeal(key).open(new Uint8Array(5), 0)).toThrow(TypeError);
  expect(() => aesSeal(randomBytes(16))).toThrow(TypeError);
});
