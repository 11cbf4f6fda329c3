/** What every store of blobs must do; each backend's test runs it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BlobStore } from '../blob-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `make` gives an empty store; `litter` names what lies about where it keeps things and is no blob. */
export function blobStoreConformance(
  name: string,
  make: () => Promise<BlobStore>,
  litter: () => Promise<readonly string[]> = async () => [],
): void {
  describe(`${name}, as a store of blobs`, () => {
    test('gives back what was put, and the newest of it', async () => {
      const store = await make();
      await store.put('contoso/greeting.wav', bytes('old and longer'));
      await store.put('contoso/greeting.wav', bytes('new'));
      expect(await store.get('contoso/greeting.wav')).toEqual(bytes('new'));
    });

    test('keeps an empty blob, and is apart from what its owner does with the bytes', async () => {
      const store = await make();
      const mine = bytes('abc');
      await store.put('a', mine);
      mine.fill(0);
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

    test('takes a stream of 20 MB, in pieces of any size whose space is used again, and gives it back whole and in stretches', async () => {
      const store = await make();
      const size = 20_000_000;
      await store.putStream('contoso/r1/large', counted(size));
      expect(await store.sizeOf('contoso/r1/large')).toBe(size);
      const hash = createHash('sha256');
      for await (const piece of counted(size)) hash.update(piece);
      expect(
        createHash('sha256')
          .update((await store.get('contoso/r1/large')) ?? '')
          .digest('hex'),
      ).toBe(hash.digest('hex'));
      for (const at of [0, 8_388_607, 8_388_608, 16_777_215, size - 3]) {
        expect(await store.getRange('contoso/r1/large', at, at + 3)).toEqual(Uint8Array.of(byteAt(at), byteAt(at + 1), byteAt(at + 2)));
      }
      expect(await store.list('')).toEqual([{ key: 'contoso/r1/large', sizeBytes: size }]);
      expect(await litter()).toEqual([]);
    });

    test.each([
      ['nothing', []],
      ['pieces that are empty', ['', 'abc', '', 'def', '']],
      ['one piece', ['abcdef']],
    ])('takes a stream of %s', async (_, pieces) => {
      const store = await make();
      await store.put('a', bytes('what was there, and longer'));
      await store.putStream('a', given(pieces));
      expect(await store.get('a')).toEqual(bytes(pieces.join('')));
      expect(await store.sizeOf('a')).toBe(pieces.join('').length);
    });

    test.each<[number, number, string]>([
      [0, 0, ''],
      [0, 1, 'a'],
      [0, 6, 'abcdef'],
      [0, 7, 'abcdef'],
      [2, 4, 'cd'],
      [5, 6, 'f'],
      [5, 1_000_000_000, 'f'],
      [6, 6, ''],
      [6, 7, ''],
      [7, 7, ''],
      [1_000, 2_000, ''],
      [3, 3, ''],
    ])('gives bytes %i to %i of six: %j', async (from, to, expected) => {
      const store = await make();
      await store.put('a', bytes('abcdef'));
      expect(await store.getRange('a', from, to)).toEqual(bytes(expected));
    });

    test('has neither stretch nor size where there is no blob, and only empty stretches of an empty one', async () => {
      const store = await make();
      await store.put('folder/empty', new Uint8Array(0));
      for (const key of ['none', 'folder', 'folder/empty/below']) {
        expect(await store.sizeOf(key)).toBeUndefined();
        expect(await store.getRange(key, 0, 10)).toBeUndefined();
        expect(await store.getRange(key, 3, 3)).toBeUndefined();
      }
      expect(await store.sizeOf('folder/empty')).toBe(0);
      expect(await store.getRange('folder/empty', 0, 10)).toEqual(new Uint8Array(0));
    });

    test.each([
      [-1, 2],
      [2, 1],
      [0.5, 2],
      [0, NaN],
      [0, Infinity],
    ])('refuses the stretch %d to %d as a mistake', async (from, to) => {
      const store = await make();
      await store.put('a', bytes('abcdef'));
      await expect(store.getRange('a', from, to)).rejects.toThrow(TypeError);
    });

    test.each([
      ['at once', 0],
      ['after a little', 10],
      ['after much', 12_000_000],
    ])('a stream that breaks off %s says why, leaves what was there, and nothing else', async (_, after) => {
      const store = await make();
      const reason = new Error('the muxer fell over');
      await store.put('there', bytes('old'));
      await expect(store.putStream('there', broken(after, reason))).rejects.toBe(reason);
      await expect(store.putStream('new/one', broken(after, reason))).rejects.toBe(reason);
      expect(await store.get('there')).toEqual(bytes('old'));
      expect(await store.get('new/one')).toBeUndefined();
      expect(await store.list('')).toEqual([{ key: 'there', sizeBytes: 3 }]);
      expect(await litter()).toEqual([]);
    });

    test('nobody sees half a blob while it is streamed', async () => {
      const store = await make();
      await store.put('a', bytes('old'));
      const seen: unknown[] = [];
      const look = async (): Promise<void> => {
        seen.push(
          await store.get('a'),
          await store.sizeOf('a'),
          await store.getRange('a', 1, 9),
          await store.list(''),
          await store.get('b'),
        );
      };
      await store.putStream('a', watched(10_000_000, look));
      await store.putStream(
        'b',
        watched(10, async () => void seen.push(await store.get('b'))),
      );
      const old = [bytes('old'), 3, bytes('ld'), [{ key: 'a', sizeBytes: 3 }], undefined];
      expect(seen).toEqual([...old, ...old, undefined, undefined]);
      expect(await store.sizeOf('a')).toBe(10_000_000);
    });

    test('of many streams to one key one whole blob is left', async () => {
      const store = await make();
      await Promise.all([9_000_000, 9_500_000, 10_000_000, 5, 10].map((size) => store.putStream('same', counted(size))));
      const left = (await store.get('same')) ?? new Uint8Array(0);
      expect([9_000_000, 9_500_000, 10_000_000, 5, 10]).toContain(left.length);
      expect(left.every((byte, at) => byte === byteAt(at))).toBe(true);
      expect(await store.list('')).toHaveLength(1);
      expect(await litter()).toEqual([]);
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
      await expect(store.putStream(key, given(['x']))).rejects.toMatchObject(refused);
      await expect(store.get(key)).rejects.toMatchObject(refused);
      await expect(store.getRange(key, 0, 1)).rejects.toMatchObject(refused);
      await expect(store.sizeOf(key)).rejects.toMatchObject(refused);
      await expect(store.delete(key)).rejects.toMatchObject(refused);
    });

    test('a list cannot climb out', async () => {
      const store = await make();
      await expect(store.list('../')).rejects.toMatchObject({ code: 'store/bad-key' });
      await expect(store.list('a/../../')).rejects.toMatchObject({ code: 'store/bad-key' });
    });
  });
}

/** So that a piece in the wrong place is seen: it repeats after a prime number of bytes. */
const byteAt = (at: number): number => (at % 65_521) & 0xff;

/** Pieces of many sizes, all of them in the same space. */
async function* counted(size: number): AsyncGenerator<Uint8Array> {
  const space = new Uint8Array(300_000);
  for (let at = 0, n = 0; at < size; n++) {
    const piece = space.subarray(0, Math.min(size - at, [1, 65_536, 300_000, 262_143][n % 4] ?? 1));
    for (let each = 0; each < piece.length; each++) piece[each] = byteAt(at + each);
    at += piece.length;
    yield piece;
  }
}

async function* given(pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield bytes(piece);
}

async function* broken(after: number, reason: Error): AsyncGenerator<Uint8Array> {
  yield* counted(after);
  throw reason;
}

/** Looks in the middle and at the end, before the last is given. */
async function* watched(size: number, look: () => Promise<void>): AsyncGenerator<Uint8Array> {
  yield* counted(size - 1);
  await look();
  yield Uint8Array.of(byteAt(size - 1));
  await look();
}
