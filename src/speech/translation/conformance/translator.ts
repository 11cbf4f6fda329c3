/** What every translator must do; each one's test runs it, on English to Spanish and French. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LONGEST_TEXT } from '../../plain-text.ts';
import type { Translator } from '../translator.ts';

export type TranslatorSubject = {
  /** Visible as the reason when the suite is skipped. */
  readonly missing?: string | undefined;
  readonly make: () => Translator & Partial<AsyncDisposable>;
  /** A language that it does not have; undefined where nobody can say. */
  readonly unknown: string | undefined;
};

const HELLO = { es: /hola/iu, fr: /salut|bonjour/iu };

export function translatorConformance(name: string, { missing, make, unknown }: TranslatorSubject): void {
  describe.skipIf(missing !== undefined)(`${name}, as a translator${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
    let translator: ReturnType<typeof make>;
    beforeAll(() => {
      translator = make();
    });
    afterAll(async () => translator[Symbol.asyncDispose]?.());
    const into = (text: string, ...to: readonly string[]): Promise<readonly string[]> => translator.translate(text, { from: 'en', to });

    test('one text for each language, in the order in which they were asked for', async () => {
      const [spanish, french] = await into('hello everybody', 'es', 'fr');
      expect(spanish).toMatch(HELLO.es);
      expect(french).toMatch(HELLO.fr);
      expect(await into('hello everybody', 'fr', 'es')).toEqual([french, spanish]);
      expect(await into('hello everybody')).toEqual([]);
    });

    test('regions make no difference', async () => {
      const [spanish] = await translator.translate('hello everybody', { from: 'en-GB', to: ['es-MX'] });
      expect(spanish).toMatch(HELLO.es);
    });

    test('it tells into what it translates, and whether the text leaves the machine', async () => {
      const targets = await translator.targets('en-US');
      if (targets !== 'any') expect(targets).toEqual(expect.arrayContaining(['es', 'fr']));
      if (targets !== 'any') expect(targets).not.toContain('en');
      expect(translator.sendsTo !== undefined).toBe(translator.leavesMachine);
      expect(await translator.missing()).toBeUndefined();
    });

    test.skipIf(unknown === undefined)('a language that it does not have is refused, and nothing is made up', async () => {
      await expect(into('hello', 'es', unknown ?? '')).rejects.toMatchObject({ code: 'speech/unknown-language' });
      await expect(translator.translate('hello', { from: unknown ?? '', to: ['es'] })).rejects.toMatchObject({
        code: 'speech/unknown-language',
      });
      expect(await translator.targets(unknown ?? '')).toEqual([]);
    });

    test.each(['', ' ', '…', '?!'])('%j has no word and stays', async (text) => {
      expect(await into(text, 'es', 'fr')).toEqual([text, text]);
    });

    test.each([
      '^hello/hello<n>$ [hello] {hello} \\hello @hello *hello #hello ~hello',
      'hello\0hello\nhello\thello \ud800 hello',
      '"hello", \'hello\' <b>hello</b> & {"es":"hello"} ${hello}',
      '$(reboot) `reboot`; hello | hello > hello',
      'hello é ü 你好 📞',
    ])('%j is only text, and the next one comes out right', async (text) => {
      const [odd, after] = await Promise.all([into(text, 'es'), into('hello', 'es')]);
      expect(odd[0]).toMatch(HELLO.es);
      expect(after[0]).toMatch(/^hola[.!]?$/iu);
    });

    test('a text that is too long is refused', async () => {
      await expect(into('hello '.repeat(LONGEST_TEXT), 'es')).rejects.toMatchObject({ code: 'speech/text-too-long' });
    });

    test('words of the glossary stay, or become their own translation', async () => {
      const glossary = [{ word: 'contoso' }, { word: 'run book', to: { es: 'libreta', fr: 'livret' } }];
      const texts = await translator.translate('hello Contoso, hello run book', { from: 'en', to: ['es', 'fr-CA'], glossary });
      expect(texts[0]).toMatch(/hola.*Contoso.*hola.*libreta/isu);
      expect(texts[1]).toMatch(/(salut|bonjour).*Contoso.*livret/isu);
    });

    test('an abort before it begins, and one while it works, end it with the reason itself', async () => {
      const reason = new Error('nobody reads it any more');
      const asked = { from: 'en', to: ['es'] };
      await expect(translator.translate('hello', { ...asked, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const stop = new AbortController();
      const working = translator.translate('hello', { ...asked, signal: stop.signal });
      stop.abort(reason);
      await expect(working).rejects.toBe(reason);
      expect((await into('hello', 'es'))[0]).toMatch(HELLO.es);
    });

    test('many at once: each gets its own', async () => {
      const names = Array.from({ length: 24 }, (_, index) => `Qwr${String.fromCodePoint(0x61 + index)}zt`);
      const texts = await Promise.all(names.map((each) => into(`hello ${each}`, 'es')));
      for (const [index, each] of names.entries()) expect(texts[index]?.[0]).toContain(each);
    });
  });
}
