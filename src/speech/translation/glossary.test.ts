import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { throughGlossary, type PlainTranslate } from './glossary.ts';

const upper: PlainTranslate = (text, { to }) => Promise.resolve(to.map((language) => `${language}: ${text.toUpperCase()}`));
const same: PlainTranslate = (text, { to }) => Promise.resolve(to.map(() => text));
const GLOSSARY = [
  { word: 'Contoso' },
  { word: 'contoso cloud', to: { es: 'la nube de Contoso', 'zh-Hant': '雲' } },
  { word: 'C++' },
  { word: 'x' },
  { word: ' ' },
];
const through = (text: string, translate: PlainTranslate = upper, to: readonly string[] = ['es']): Promise<readonly string[]> =>
  throughGlossary(text, { from: 'en', to, glossary: GLOSSARY }, translate);

describe('words of a glossary', () => {
  test.each([
    ['we use contoso here', 'es: WE USE contoso HERE'],
    ['CONTOSO, Contoso!', 'es: CONTOSO, Contoso!'],
    ['Contoso Cloud and contoso', 'es: la nube de Contoso AND contoso'],
    ['contoso   cloud', 'es: la nube de Contoso'],
    ['contosos contosoing precontoso contoso_x', 'es: CONTOSOS CONTOSOING PRECONTOSO CONTOSO_X'],
    ["contoso's house", "es: contoso'S HOUSE"],
    ['c++ and c+', 'es: c++ AND C+'],
    ['x y x', 'es: x Y x'],
    ['社contoso社', 'es: 社contoso社'],
    ['nothing of it', 'es: NOTHING OF IT'],
  ])('%j', async (text, expected) => expect(await through(text)).toEqual([expected]));

  test('each language has its own, by whatever tag it is asked for', async () => {
    expect(await through('contoso cloud', same, ['es-MX', 'fr', 'zh-TW'])).toEqual(['la nube de Contoso', 'contoso cloud', '雲']);
  });

  test('a translator may move the words about, and repeat one', async () => {
    const turned: PlainTranslate = (text) => Promise.resolve([`${text.split(' ').toReversed().join(' ')} ${text.split(' ')[0] ?? ''}`]);
    expect(await through('contoso likes c++', turned)).toEqual(['c++ likes contoso contoso']);
  });

  test('a text that has the made-up words in it is safe', async () => {
    expect(await through('qxzaa contoso zqxaa', same)).toEqual(['qxzaa contoso zqxaa']);
  });
});

describe('a translator that breaks the made-up words', () => {
  test('is asked again without the one that it lost; the others stay', async () => {
    const asked: string[] = [];
    const losing: PlainTranslate = (text, { to }) => {
      asked.push(text);
      return Promise.resolve(to.map(() => text.replace('qxzab', 'something')));
    };
    // The second time only one is protected, by the first of the words.
    expect(await through('contoso and c++ work', losing)).toEqual(['contoso and c++ work']);
    expect(asked).toEqual(['qxzaa and qxzab work', 'qxzaa and c++ work']);
  });

  test('for one language alone is asked again for that one alone', async () => {
    const asked: (readonly string[])[] = [];
    const losing: PlainTranslate = (text, { to }) => {
      asked.push(to);
      return Promise.resolve(to.map((language) => (language === 'fr' ? text.replace(/qxz/u, 'qx z') : `${language} ${text}`)));
    };
    expect(await through('contoso', losing, ['es', 'fr'])).toEqual(['es contoso', 'contoso']);
    expect(asked).toEqual([['es', 'fr'], ['fr']]);
  });

  test('is trusted with none in the end, and never shown with a piece of one', async () => {
    const breaking: PlainTranslate = (text, { to }) => Promise.resolve(to.map(() => text.replaceAll(/qxza(\w)/giu, 'qxzA-$1 qxz')));
    expect(await through('contoso and c++', breaking)).toEqual(['contoso and c++']);
  });

  test('in whatever way, nothing made up is ever shown', async () => {
    const words = fc.array(fc.constantFrom('contoso', 'Contoso', 'cloud', 'c++', 'x', 'and', 'house'), { minLength: 1, maxLength: 12 });
    const harm = fc.constantFrom<(text: string) => string>(
      (text) => text.toUpperCase(),
      (text) => text.replaceAll(/(qxz)(a.)/giu, '$1 $2'),
      (text) => text.slice(0, Math.ceil(text.length / 2)),
      (text) => text.replaceAll(/q/gu, 'k'),
      (text) => text.replaceAll('aa', 'aaa'),
      (text) => text.replaceAll(' ', ''),
    );
    await fc.assert(
      fc.asyncProperty(words, harm, async (said, harmed) => {
        const breaking: PlainTranslate = (text, { to }) => Promise.resolve(to.map(() => harmed(text)));
        const [shown = ''] = await through(said.join(' '), breaking);
        expect(shown).not.toMatch(/[qk]xz/iu);
      }),
    );
  });
});
