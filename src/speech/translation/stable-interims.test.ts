import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { apertium } from './apertium.ts';
import { HeldWords, StableInterim } from './stable-interims.ts';
import { whyNoApertium } from './test-apertium.ts';
import { erasedIn, interimsOf, SPOKEN } from './test-growing-speech.ts';
import { Translations } from './translations.ts';

describe('the words of an interim', () => {
  test('hold when they were said twice', () => {
    const held = new HeldWords('en');
    const texts = ['good', 'good mo', 'good morning', 'good morning, everybody', 'god morning everybody is'].map((interim) => {
      held.take(interim);
      return held.text;
    });
    expect(texts).toEqual(['', 'good', 'good', 'good morning', '']);
  });

  test('hold in a writing without spaces too', () => {
    const held = new HeldWords('ja');
    held.take('今日は天気');
    held.take('今日は天気がいい');
    expect(held.text).toBe('今日は天気');
  });
});

describe('the translation of a growing sentence', () => {
  test('is shown as far as two agree, but for the last word; and never gets shorter', () => {
    const interim = new StableInterim('es');
    expect(
      [
        'El',
        'El perro.',
        'El perro rojo.',
        'El perro rojo grande.',
        'El gran perro',
        'El gran perro rojo',
        'El perro rojo grande come',
      ].map((text) => interim.take(text)),
    ).toEqual([undefined, undefined, 'El', 'El perro', undefined, undefined, undefined]);
    expect(interim.shown).toBe('El perro');
    interim.take('El perro rojo grande come pan');
    expect(interim.shown).toBe('El perro rojo grande');
  });

  test('ends with a word', () => {
    const interim = new StableInterim('es');
    interim.take('Sí, claro, vamos');
    expect(interim.take('Sí, claro, vengo')).toBe('Sí');
  });
});

test('a reader sees what vanishes', () => {
  expect(erasedIn(['', 'El', 'El perro', 'El gato', 'El gato'])).toBe(5);
  expect(erasedIn(['La', ''])).toBe(2);
});

const missing = await whyNoApertium();

describe.skipIf(missing !== undefined)(`flicker${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const clock = realClock();
  test.each(['es', 'ca', 'fr'])(
    'into %s nearly nothing that was shown is taken back, and most of it is shown before the end',
    { timeout: 60_000 },
    async (to) => {
      await using translator = apertium({ clock });
      let [naive, ours, characters, shownNaively, shownByUs] = [0, 0, 0, 0, 0];
      for (const [index, sentence] of SPOKEN.entries()) {
        const all = [...interimsOf(sentence), sentence];
        const naively: string[] = [];
        for (const text of all) naively.push((await translator.translate(text, { from: 'en', to: [to] }))[0] ?? '');
        const stably = await shownOf(all, to, index);
        naive += erasedIn(naively);
        ours += erasedIn(stably);
        characters += naively.at(-1)?.length ?? 0;
        for (const text of naively) shownNaively += text.length;
        for (const text of stably) shownByUs += text.length;
        expect(stably.at(-1)).toBe(naively.at(-1));
      }
      console.log(
        `flicker into ${to}: ${(naive / characters).toFixed(2)} characters erased a final character naively, ${(ours / characters).toFixed(3)} with us`,
      );
      expect(naive / characters).toBeGreaterThan(0.5);
      expect(ours / characters).toBeLessThan(0.05);
      // Not by showing nothing before the end.
      expect(shownByUs / shownNaively).toBeGreaterThan(0.4);

      /** What is on the page after each revision, when its translation has come. */
      async function shownOf(texts: readonly string[], language: string, index: number): Promise<readonly string[]> {
        let page = '';
        const pages: string[] = [];
        const translations = new Translations({
          translators: [translator],
          spokenLanguage: 'en',
          clock,
          onTranslated: ({ text }) => (page = text),
        });
        translations.want([language]);
        for (const [at, text] of texts.entries()) {
          translations.take({
            segmentId: `s${String(index)}`,
            revision: at + 1,
            state: at === texts.length - 1 ? 'final' : 'interim',
            speaker: { speakerId: 'ada' },
            startMs: 0,
            endMs: 1_000,
            text,
            language: 'en',
            made: { by: 'recogniser', provider: 'script', pass: 'live', leftMachine: false },
          });
          await translations.rest();
          pages.push(page);
        }
        return pages;
      }
    },
  );
});
