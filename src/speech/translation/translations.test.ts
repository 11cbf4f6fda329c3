import { describe, expect, test } from 'vitest';
import type { Segment } from '../segment.ts';
import { begun, segment, SlowTranslator } from './test-slow-translator.ts';

describe('what is said', () => {
  test('goes into all the languages that are wanted, in one request', async () => {
    const { translations, works, clock, told, lines } = begun();
    translations.want(['es', 'fr-CA', 'ES', 'nonsense-', 'und']);
    expect(translations.languages).toEqual(['es', 'fr-CA']);
    translations.take(segment('hello'));
    await clock.settle();
    expect(works.map(({ text, options }) => [text, options.from, options.to])).toEqual([['hello', 'en-US', ['es', 'fr-CA']]]);
    works[0]?.give();
    await clock.settle();
    expect(lines()).toEqual(['s1.1 es: [es] hello', 's1.1 fr-CA: [fr-CA] hello']);
    expect(told[0]).toEqual({
      segmentId: 's1',
      revision: 1,
      language: 'es',
      text: '[es] hello',
      isFinal: true,
      provider: 'slow',
      leftMachine: false,
    });
  });

  test('in a language already passes as it is; of an unknown one it is what is spoken', async () => {
    const { translations, works, told } = begun([new SlowTranslator()], { spokenLanguage: 'de' });
    translations.want(['en', 'de-AT']);
    translations.take(segment('Hello!'));
    translations.take(segment('Hallo!', { segmentId: 's2', language: 'und' }));
    expect(told.map(({ language, text, provider, leftMachine }) => [language, text, provider, leftMachine])).toEqual([
      ['en', 'Hello!', '', false],
      ['de-AT', 'Hallo!', '', false],
    ]);
    await Promise.resolve();
    expect(works.map(({ text }) => text)).toEqual([]);
  });

  test('that is taken back, or is no text, is emptied at once', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es']);
    translations.take(segment('hello', { revision: 1 }));
    await clock.settle();
    translations.take(segment('', { revision: 2, state: 'removed' }));
    expect(lines()).toEqual(['s1.2 es: ']);
    expect(works[0]?.options.signal?.aborted).toBe(true);
    works[0]?.give();
    await clock.settle();
    translations.take(segment('', { segmentId: 's2', state: 'unheard', problem: 'nobody listened' }));
    expect(lines()).toEqual(['s1.2 es: ', 's2.1 es: ']);
  });

  test('is told with the words of the glossary', async () => {
    const glossary = [{ word: 'Contoso' }];
    const { translations, works, clock } = begun([new SlowTranslator()], { glossary });
    translations.want(['es']);
    translations.take(segment('hello'));
    await clock.settle();
    expect(works[0]?.options.glossary).toBe(glossary);
  });

  test('twice is translated once', async () => {
    const { translations, works, clock, lines, translator } = begun();
    translator.isQuick = true;
    translations.want(['es']);
    for (const segmentId of ['s1', 's2', 's3']) {
      translations.take(segment('yes', { segmentId }));
      await clock.settle();
    }
    expect(works).toHaveLength(1);
    expect(lines()).toEqual(['s1.1 es: [es] yes', 's2.1 es: [es] yes', 's3.1 es: [es] yes']);
  });
});

describe('revisions', () => {
  test('an older one is never told after a newer one, and never taken after it', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es']);
    translations.take(segment('helo', { revision: 1 }));
    await clock.settle();
    translations.take(segment('hello', { revision: 3 }));
    translations.take(segment('hell', { revision: 2 }));
    await clock.settle();
    works[1]?.give();
    works[0]?.give();
    await clock.settle();
    expect(works.map(({ text }) => text)).toEqual(['helo', 'hello']);
    expect(lines()).toEqual(['s1.3 es: [es] hello']);
  });

  test('while one interim is under way only the newest waits, and a final one waits for none', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es']);
    const say = (text: string, revision: number, state: Segment['state'] = 'interim'): void =>
      translations.take(segment(text, { revision, state }));
    say('a', 1);
    say('a b', 2);
    await clock.settle();
    say('a b c', 3);
    say('a b c d', 4);
    say('a b c d e', 5);
    await clock.settle();
    expect(works.map(({ text }) => text)).toEqual(['a']);
    works[0]?.give();
    await clock.settle();
    expect(works.map(({ text }) => text)).toEqual(['a', 'a b c d']);
    say('a b c d e f.', 6, 'final');
    await clock.settle();
    expect(works.map(({ text }) => text)).toEqual(['a', 'a b c d', 'a b c d e f.']);
    expect(works[1]?.options.signal?.aborted).toBe(true);
    works[2]?.give(['A B C']);
    works[1]?.give(['A B X Y']);
    await clock.settle();
    expect(lines()).toEqual(['s1.6 es: A B C']);
  });

  test('interims only grow', async () => {
    const { translations, works, clock, lines, told } = begun();
    translations.want(['es']);
    const answers = ['El', 'El perro', 'El perro rojo', 'Un perro', 'El perro rojo come'];
    for (const [at, answer] of answers.entries()) {
      translations.take(
        segment(Array.from({ length: at + 2 }, (_, word) => `w${String(word)}`).join(' '), { revision: at + 1, state: 'interim' }),
      );
      await clock.settle();
      works.at(-1)?.give([answer]);
      await clock.settle();
    }
    translations.take(segment('w', { revision: 9 }));
    await clock.settle();
    works.at(-1)?.give(['El perro.']);
    await clock.settle();
    const texts = told.filter(({ isFinal }) => !isFinal).map(({ text }) => text);
    for (const [at, text] of texts.entries()) expect(text.startsWith(texts[at - 1] ?? '')).toBe(true);
    expect(texts.length).toBeGreaterThan(0);
    expect(lines().at(-1)).toBe('s1.9 es: El perro.');
  });
});

describe('languages that come and go', () => {
  test('a new one gets the last few segments, and what is said from then on', async () => {
    const { translations, clock, lines, translator } = begun();
    translator.isQuick = true;
    for (let at = 1; at <= 8; at++) translations.take(segment(`said ${String(at)}`, { segmentId: `s${String(at)}` }));
    translations.take(segment('', { segmentId: 's8', revision: 2, state: 'removed' }));
    await clock.settle();
    expect(lines()).toEqual([]);
    translations.want(['es']);
    await clock.settle();
    expect(lines()).toEqual([3, 4, 5, 6, 7].map((at) => `s${String(at)}.1 es: [es] said ${String(at)}`));
    translations.want(['es', 'fr']);
    translations.take(segment('more', { segmentId: 's9' }));
    await clock.settle();
    expect(lines().filter((line) => line.includes('es:'))).toHaveLength(6);
    expect(lines().filter((line) => line.includes('fr:'))).toHaveLength(6);
  });

  test('one that is wanted no more is told nothing, though it was under way', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es', 'fr']);
    translations.take(segment('hello'));
    await clock.settle();
    translations.want(['fr']);
    works[0]?.give();
    await clock.settle();
    expect(lines()).toEqual(['s1.1 fr: [fr] hello']);
    translations.want(['fr', 'es']);
    await clock.settle();
    works.at(-1)?.give();
    await clock.settle();
    expect(lines()).toEqual(['s1.1 fr: [fr] hello', 's1.1 es: [es] hello']);
  });

  test('there is a bound to them, which is told', () => {
    const { translations, problems } = begun();
    const many = Array.from({ length: 40 }, (_, at) => `q${String.fromCodePoint(0x61 + (at % 20))}${at < 20 ? 'a' : 'b'}`);
    translations.want(many);
    expect(translations.languages).toHaveLength(32);
    expect(problems).toHaveLength(8);
  });
});
