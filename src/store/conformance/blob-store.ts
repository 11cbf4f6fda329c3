/** What every store of blobs must do; each backend's test runs it. */
import { describe, expect, test } from 'vitest';
import type { BlobStore } from '../blob-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `make` gives an empty store. */
export function blobStoreConformance(name: string, make: () => Promise<BlobStore>): void {
  describe(`${name}, as a store of blobs`, () => {
    test('gives back what was put, and the newest of it', async () => {
      const store = await make();
      await store.put('contoso/greeting.wav', bytes('old and longer'));
      await store.put('contoso/greeting.wav', bytes('new'));
      expect(await store.get('contoso/greeting.wav')).toEqual(bytes('new'));
    });

    test('keeps an empty blob, and is apart from what its owner does with the bytes', async () => {
      const store = await make();
      const given = bytes('abc');
      await store.put('a', given);
      given.fill(0);
      (await store.get('a'))?.fill(0);
      await store.put('empty', new Uint8Array(0));
      expect(await store.get('a')).toEqual(bytes('abc'));
      expect(await store.get('empty')).toEqual(new Uint8Array(0));
    });

    test('has nothing under a key that was never put, or was deleted, or is a folder', async () => {
      const store = await make();
      await store.put('a/b', bytes('x'));
      await store.delete('a/b');
      await store.delete('a/b');
      await store.put('folder/file', bytes('x'));
      expect(await store.get('a/b')).toBeUndefined();
      expect(await store.get('never/there')).toBeUndefined();
      expect(await store.get('folder')).toBeUndefined();
      expect(await store.get('folder/file/below')).toBeUndefined();
    });

    test('lists what begins with a prefix, in order, with sizes', async () => {
      const store = await make();
      for (const key of ['b/2', 'a/22', 'a/2', 'a/1/deep', 'ab']) await store.put(key, bytes(key));
      const keys = async (prefix: string): Promise<readonly string[]> => (await store.list(prefix)).map(({ key }) => key);
      expect(await keys('')).toEqual(['a/1/deep', 'a/2', 'a/22', 'ab', 'b/2']);
      expect(await keys('a')).toEqual(['a/1/deep', 'a/2', 'a/22', 'ab']);
      expect(await keys('a/2')).toEqual(['a/2', 'a/22']);
      expect(await keys('nowhere/')).toEqual([]);
      expect(await store.list('ab')).toEqual([{ key: 'ab', sizeBytes: 2 }]);
    });

    test('many writers of one key leave one whole blob', async () => {
      const store = await make();
      const all = Array.from({ length: 12 }, (_, n) => bytes(String(n).repeat(5_000)));
      await Promise.all(all.map((each) => store.put('same', each)));
      expect(all).toContainEqual(await store.get('same'));
      expect(await store.list('')).toHaveLength(1);
    });

    test.each([
      '',
      '/',
      '/etc/passwd',
      '../up',
      'a/../../up',
      'a//b',
      'a/',
      '.hidden',
      'a/.',
      'a\\..\\b',
      'C:/x',
      'a\0b',
      'a:b',
      'nul',
      'x'.repeat(600),
      'dot.',
      'sp ace',
    ])('refuses the key %j in every operation', async (key) => {
      const store = await make();
      const refused = { code: 'store/bad-key' };
      await expect(store.put(key, bytes('x'))).rejects.toMatchObject(refused);
      await expect(store.get(key)).rejects.toMatchObject(refused);
      await expect(store.delete(key)).rejects.toMatchObject(refused);
    });

    test('a list cannot climb out', async () => {
      const store = await make();
      await expect(store.list('../')).rejects.toMatchObject({ code: 'store/bad-key' });
      await expect(store.list('a/../../')).rejects.toMatchObject({ code: 'store/bad-key' });
    });
  });
}
