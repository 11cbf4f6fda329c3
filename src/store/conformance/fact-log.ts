/** What every log of facts must do; each backend's test runs it. */
import { describe, expect, test } from 'vitest';
import { MOST_READ, type Fact, type FactLog, type ReadFacts } from '../fact-log.ts';

const key = { tenant: 'contoso', stream: 'call/1' };
const fact = (type: string, data: unknown = {}): Fact => ({ type, version: 1, data, atMs: 1_767_225_600_000.5 });

/** `make` gives an empty log. */
export function factLogConformance(name: string, make: () => Promise<FactLog>): void {
  describe(`${name}, as a log of facts`, () => {
    test('reads what was appended, in order, each with its own sequence', async () => {
      await using log = await make();
      const first = await log.append(key, [fact('rang', { from: 'Ada' }), fact('answered', [1, null, 'ü☎'])]);
      const second = await log.append(key, [fact('ended', null)]);
      const kept = await log.read({ tenant: 'contoso', stream: 'call/1' });
      expect(kept).toEqual([
        { ...key, ...fact('rang', { from: 'Ada' }), sequence: first - 1 },
        { ...key, ...fact('answered', [1, null, 'ü☎']), sequence: first },
        { ...key, ...fact('ended', null), sequence: second },
      ]);
    });

    test('a tenant sees its own streams alone', async () => {
      await using log = await make();
      await log.append(key, [fact('a')]);
      await log.append({ tenant: 'fabrikam', stream: 'call/1' }, [fact('b')]);
      await log.append({ tenant: 'contoso', stream: 'call/2' }, [fact('c')]);
      const types = async (stream?: string): Promise<readonly string[]> =>
        (await log.read({ tenant: 'contoso', stream })).map(({ type }) => type);
      expect(await types()).toEqual(['a', 'c']);
      expect(await types('call/1')).toEqual(['a']);
      expect(await types('call/3')).toEqual([]);
    });

    test('goes on after a sequence, so many at a time', async () => {
      await using log = await make();
      await log.append(
        key,
        Array.from({ length: 5 }, (_, n) => fact(`f${String(n)}`)),
      );
      const page = await log.read({ tenant: 'contoso', limit: 2 });
      const next = await log.read({ tenant: 'contoso', after: page.at(-1)?.sequence, limit: 2 });
      expect([...page, ...next].map(({ type }) => type)).toEqual(['f0', 'f1', 'f2', 'f3']);
    });

    test('one read is bounded whatever is asked for', async () => {
      await using log = await make();
      for (let n = 0; n < 2; n++)
        await log.append(
          key,
          Array.from({ length: 600 }, () => fact('many')),
        );
      expect(await log.read({ tenant: 'contoso', limit: 1_000_000 })).toHaveLength(MOST_READ);
    });

    test('appends made at once keep their order, and each its facts together', async () => {
      await using log = await make();
      const sequences = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          log.append({ tenant: 'contoso', stream: `call/${String(n)}` }, [fact(`a${String(n)}`), fact(`b${String(n)}`)]),
        ),
      );
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      const types = (await log.read({ tenant: 'contoso' })).map(({ type }) => type);
      expect(types).toEqual(Array.from({ length: 50 }, (_, n) => [`a${String(n)}`, `b${String(n)}`]).flat());
    });

    test('is apart from what its owner does with the data', async () => {
      await using log = await make();
      const data = { name: 'Ada' };
      await log.append(key, [fact('a', data)]);
      data.name = 'Grace';
      expect((await log.read({ tenant: 'contoso' }))[0]?.data).toEqual({ name: 'Ada' });
    });

    test('facts take the place of a whole stream, under sequences above all there were; no other stream is touched', async () => {
      await using log = await make();
      await log.append(key, [fact('a', 1), fact('b', 2)]);
      await log.append({ tenant: 'contoso', stream: 'call/2' }, [fact('c')]);
      const before = await log.append({ tenant: 'fabrikam', stream: 'call/1' }, [fact('d')]);
      const last = await log.replace(key, [fact('x', 'ü'), fact('y'), fact('z')]);
      expect(await log.read(key)).toEqual([
        { ...key, ...fact('x', 'ü'), sequence: last - 2 },
        { ...key, ...fact('y'), sequence: last - 1 },
        { ...key, ...fact('z'), sequence: last },
      ]);
      expect(last - 2).toBeGreaterThan(before);
      const types = async (of: ReadFacts): Promise<readonly string[]> => (await log.read(of)).map(({ type }) => type);
      expect(await types({ tenant: 'contoso' })).toEqual(['c', 'x', 'y', 'z']);
      expect(await types({ tenant: 'fabrikam' })).toEqual(['d']);
      const appended = await log.append(key, [fact('e')]);
      expect(appended).toBeGreaterThan(last);
      await log.replace(key, [fact('w')]);
      expect(await types(key)).toEqual(['w']);
      expect(await types({ tenant: 'contoso', after: last })).toEqual(['w']);
    });

    test('nothing takes the place of a stream as well, and it goes on behind that', async () => {
      await using log = await make();
      const before = await log.append(key, [fact('a'), fact('b')]);
      const last = await log.replace(key, []);
      expect(last).toBe(before);
      expect(await log.read({ tenant: 'contoso' })).toEqual([]);
      expect(await log.replace({ tenant: 'contoso', stream: 'never' }, [])).toBe(before);
      expect(await log.append(key, [fact('c')])).toBeGreaterThan(last);
      expect((await log.read({ ...key, after: last })).map(({ type }) => type)).toEqual(['c']);
    });

    test('appends and replacements made at once hold in the order in which they were made', async () => {
      await using log = await make();
      const [first, replaced, third] = await Promise.all([
        log.append(key, [fact('a')]),
        log.replace(key, [fact('b')]),
        log.append(key, [fact('c')]),
      ]);
      expect([first, replaced, third]).toEqual([first, first + 1, first + 2]);
      expect((await log.read(key)).map(({ type }) => type)).toEqual(['b', 'c']);
    });

    test('whoever reads page by page meanwhile goes on with the whole of what took its place', async () => {
      await using log = await make();
      await log.append(key, [fact('a'), fact('b'), fact('c')]);
      const page = await log.read({ ...key, limit: 2 });
      await log.replace(key, [fact('x'), fact('y'), fact('z')]);
      const types: string[] = [];
      for (let after = page.at(-1)?.sequence; ;) {
        const next = await log.read({ ...key, after, limit: 2 });
        types.push(...next.map(({ type }) => type));
        after = next.at(-1)?.sequence ?? after;
        if (next.length < 2) break;
      }
      expect(types).toEqual(['x', 'y', 'z']);
    });

    test.each<[string, readonly Fact[]]>([
      ['one bad among good', [fact('a'), fact('b', 1n)]],
      ['a fact without a type', [fact('')]],
      ['data too large', [fact('a', 'x'.repeat(300_000))]],
      ['too many at once', Array.from({ length: 10_001 }, () => fact('a'))],
    ])('a replacement with %s is refused, and changes nothing', async (_, facts) => {
      await using log = await make();
      await log.append(key, [fact('kept')]);
      await expect(log.replace(key, facts)).rejects.toMatchObject({ code: 'store/bad-fact' });
      expect((await log.read(key)).map(({ type }) => type)).toEqual(['kept']);
      await expect(log.replace({ tenant: '', stream: 'x' }, [])).rejects.toMatchObject({ code: 'store/bad-key' });
    });

    test.each<[string, readonly Fact[]]>([
      ['no facts', []],
      ['a fact without a type', [fact('')]],
      ['a version of 0', [{ ...fact('a'), version: 0 }]],
      ['a time that is none', [{ ...fact('a'), atMs: NaN }]],
      ['data that are not JSON', [fact('a', () => 'x')]],
      ['data too large', [fact('a', 'x'.repeat(300_000))]],
      ['too many at once', Array.from({ length: 1_001 }, () => fact('a'))],
      ['one bad among good', [fact('a'), fact('b', 1n)]],
    ])('refuses %s, and keeps nothing of it', async (_, facts) => {
      await using log = await make();
      await expect(log.append(key, facts)).rejects.toMatchObject({ code: 'store/bad-fact' });
      expect(await log.read({ tenant: 'contoso' })).toEqual([]);
    });

    test('refuses names that are none, and a limit that reads nothing', async () => {
      await using log = await make();
      await expect(log.append({ tenant: '', stream: 'x' }, [fact('a')])).rejects.toMatchObject({ code: 'store/bad-key' });
      await expect(log.append({ tenant: 'a', stream: "x'; --" }, [fact('a')])).rejects.toMatchObject({ code: 'store/bad-key' });
      await expect(log.read({ tenant: '' })).rejects.toMatchObject({ code: 'store/bad-key' });
      await expect(log.read({ tenant: 'a', limit: 0 })).rejects.toThrow(TypeError);
    });

    test('says that it is closed', async () => {
      const log = await make();
      await log[Symbol.asyncDispose]();
      await log[Symbol.asyncDispose]();
      await expect(log.append(key, [fact('a')])).rejects.toMatchObject({ code: 'store/closed' });
      await expect(log.replace(key, [fact('a')])).rejects.toMatchObject({ code: 'store/closed' });
      await expect(log.read({ tenant: 'contoso' })).rejects.toMatchObject({ code: 'store/closed' });
    });
  });
}
