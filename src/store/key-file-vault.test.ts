import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { keyVaultConformance } from './conformance/key-vault.ts';
import { keyFileVault } from './key-file-vault.ts';

const clock = virtualClock();
const key = randomBytes(32);
let path = '';

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'rollcall-keys-')), 'keys', 'recordings.json');
});
afterEach(async () => {
  await rm(dirname(dirname(path)), { recursive: true });
});

keyVaultConformance('a key file', async () => keyFileVault(path, { clock }));

test.skipIf(process.platform === 'win32')(
  'the file is made when it is first needed, for its user alone, and nothing is left beside it',
  async () => {
    const vault = keyFileVault(path, { clock });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await vault.wrap(key, 'r1');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(path))).toEqual(['recordings.json']);
  },
);

test('another process opens what this one wrapped, and many that begin at once share one file', async () => {
  const wrapped = await Promise.all(Array.from({ length: 8 }, () => keyFileVault(path, { clock }).wrap(key, 'r1')));
  for (const each of wrapped) expect(await keyFileVault(path, { clock }).unwrap(each, 'r1')).toEqual(new Uint8Array(key));
  expect(new Set(wrapped.map(({ keyId }) => keyId)).size).toBe(1);
});

test('after a rotation the new key wraps and the old one opens, also where somebody else has rotated', async () => {
  const [vault, other] = [keyFileVault(path, { clock }), keyFileVault(path, { clock })];
  const before = await vault.wrap(key, 'r1');
  const id = await other.rotate();
  const after = await other.wrap(key, 'r1');
  expect(after.keyId).toBe(id);
  expect(before.keyId).not.toBe(id);
  for (const wrapped of [before, after]) {
    expect(await vault.unwrap(wrapped, 'r1')).toEqual(new Uint8Array(key));
    expect(await other.unwrap(wrapped, 'r1')).toEqual(new Uint8Array(key));
  }
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('a file that others can read is refused, with the line that mends it', async () => {
  await keyFileVault(path, { clock }).wrap(key, 'r1');
  await chmod(path, 0o640);
  await expect(keyFileVault(path, { clock }).wrap(key, 'r1')).rejects.toMatchObject({
    code: 'store/failed',
    message: expect.stringContaining(`mode 640): run chmod 600 ${path}`),
  });
});

test.each([
  ['not JSON', 'keys'],
  ['of no version', '{"keys":[]}'],
  ['without a key', '{"version":1,"keys":[]}'],
  ['with half a key', '{"version":1,"keys":[{"id":"a","key":"abc","madeMs":1}]}'],
])('a file that is %s is not replaced, and not used', async (_, content) => {
  await keyFileVault(path, { clock }).wrap(key, 'r1');
  await writeFile(path, content);
  const vault = keyFileVault(path, { clock });
  await expect(vault.wrap(key, 'r1')).rejects.toMatchObject({ code: 'store/failed', message: expect.stringContaining('damaged') });
  await expect(vault.rotate()).rejects.toMatchObject({ code: 'store/failed' });
  expect(await readFile(path, 'utf8')).toBe(content);
});

test('a key that was wrapped with a file that is lost is told of by its id', async () => {
  const wrapped = await keyFileVault(path, { clock }).wrap(key, 'r1');
  await rm(path);
  await expect(keyFileVault(path, { clock }).unwrap(wrapped, 'r1')).rejects.toMatchObject({
    code: 'store/no-key',
    message: expect.stringContaining(wrapped.keyId),
  });
});
