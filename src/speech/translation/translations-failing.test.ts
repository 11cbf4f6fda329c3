import { describe, expect, test } from 'vitest';
import { SpeechError } from '../errors.ts';
import { begun, segment, SlowTranslator } from './test-slow-translator.ts';

describe('translators that fail', () => {
  const failure = new SpeechError('speech/provider-failed', 'it is down');

  test('the next one takes over, for the languages that it has', async () => {
    const [first, second] = [new SlowTranslator('first'), new SlowTranslator('second', ['es'])];
    const { translations, clock, told, problems } = begun([first, second]);
    second.isQuick = true;
    translations.want(['es', 'fr']);
    translations.take(segment('hello'));
    await clock.settle();
    first.works[0]?.fail(failure);
    await clock.settle();
    expect(told.map(({ language, provider }) => [language, provider])).toEqual([['es', 'second']]);
    expect(problems).toEqual(['fr']);
  });

  test('one that failed rests, and is asked again later', async () => {
    const [first, second] = [new SlowTranslator('first'), new SlowTranslator('second')];
    const { translations, clock, told } = begun([first, second]);
    second.isQuick = true;
    translations.want(['es']);
    const say = async (at: number): Promise<void> => {
      translations.take(segment(`said ${String(at)}`, { segmentId: `s${String(at)}` }));
      await clock.settle();
    };
    await say(1);
    first.works[0]?.fail(failure);
    await clock.settle();
    await say(2);
    expect(first.works).toHaveLength(1);
    await clock.advance(5_001);
    first.isQuick = true;
    await say(3);
    expect(told.map(({ provider }) => provider)).toEqual(['second', 'second', 'first']);
  });

  test('none is left: told once, nothing is shown in its stead, and when it works again all is well', async () => {
    const { translations, works, clock, told, problems } = begun();
    translations.want(['es']);
    for (const segmentId of ['s1', 's2']) {
      translations.take(segment(`hello ${segmentId}`, { segmentId }));
      await clock.settle();
      works.at(-1)?.fail(failure);
      await clock.settle();
    }
    expect(told).toEqual([]);
    expect(problems).toEqual(['es']);
    translations.take(segment('hello s3', { segmentId: 's3' }));
    await clock.settle();
    works.at(-1)?.give();
    await clock.settle();
    expect(told.map(({ text }) => text)).toEqual(['[es] hello s3']);
    translations.take(segment('hello s4', { segmentId: 's4' }));
    await clock.settle();
    works.at(-1)?.fail(failure);
    await clock.settle();
    expect(problems).toEqual(['es', 'es']);
  });

  test('what was shown of a sentence that cannot be translated to its end is taken away', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es']);
    translations.take(segment('good mornin', { revision: 1 }));
    await clock.settle();
    works[0]?.give(['buenos']);
    await clock.settle();
    translations.take(segment('good morning', { revision: 2 }));
    await clock.settle();
    works[1]?.fail(failure);
    await clock.settle();
    expect(lines()).toEqual(['s1.1 es: buenos', 's1.2 es: ']);
  });

  test.each<[string, readonly string[]]>([
    ['too few texts', []],
    ['an empty text', [' ']],
    ['too many', ['a', 'b']],
  ])('%s is a failure too', async (_, texts) => {
    const { translations, works, clock, told, problems } = begun();
    translations.want(['es']);
    translations.take(segment('hello'));
    await clock.settle();
    works[0]?.give(texts);
    await clock.settle();
    expect([told, problems]).toEqual([[], ['es']]);
  });

  test('one that never answers is given up, even if it does not heed its signal', async () => {
    const [first, second] = [new SlowTranslator('first'), new SlowTranslator('second')];
    const { translations, clock, told } = begun([first, second]);
    second.isQuick = true;
    translations.want(['es']);
    translations.take(segment('hello'));
    await clock.advance(20_001);
    expect(told.map(({ provider }) => provider)).toEqual(['second']);
    expect(first.works[0]?.options.signal?.aborted).toBe(true);
  });

  test('without any translator the problem is told, and nothing else', async () => {
    const { translations, clock, told, problems } = begun([]);
    translations.want(['es']);
    translations.take(segment('hello'));
    await clock.settle();
    expect([told, problems]).toEqual([[], ['es']]);
  });

  test('whoever shows it and fails does not stop the others', async () => {
    const shown: string[] = [];
    const { translations, clock, translator } = begun([new SlowTranslator()], {
      onTranslated: ({ language }) => {
        shown.push(language);
        throw new Error('no page');
      },
    });
    translator.isQuick = true;
    translations.want(['es', 'fr']);
    translations.take(segment('hello'));
    await clock.settle();
    expect(shown).toEqual(['es', 'fr']);
  });
});

describe('much at once', () => {
  test('four are translated at the same time, finals before interims', async () => {
    const { translations, works, clock } = begun();
    translations.want(['es']);
    for (let at = 1; at <= 6; at++) translations.take(segment(`said ${String(at)}`, { segmentId: `s${String(at)}` }));
    for (const [revision, text] of ['not', 'not yet', 'not yet said'].entries())
      translations.take(segment(text, { segmentId: 'interim', revision: revision + 1, state: 'interim' }));
    translations.take(segment('said last', { segmentId: 'last' }));
    await clock.settle();
    expect(works).toHaveLength(4);
    for (let at = 0; at < 8; at++) {
      works[at]?.give();
      await clock.settle();
    }
    expect(works.map(({ text }) => text)).toEqual(['said 1', 'said 2', 'said 3', 'said 4', 'said 5', 'said 6', 'said last', 'not yet']);
  });

  test('more than can be translated is left out, and that is told', async () => {
    const { translations, clock, problems } = begun();
    translations.want(['es']);
    for (let at = 1; at <= 300; at++) translations.take(segment(`said ${String(at)}`, { segmentId: `s${String(at)}` }));
    await clock.settle();
    expect(problems).toEqual(['es']);
  });

  test('at the end what is final is still told, interims are given up, and nothing more is taken', async () => {
    const { translations, works, clock, lines } = begun();
    translations.want(['es']);
    for (let at = 1; at <= 6; at++) translations.take(segment(`said ${String(at)}`, { segmentId: `s${String(at)}` }));
    translations.take(segment('not yet', { segmentId: 'interim', state: 'interim' }));
    translations.take(segment('not yet said', { segmentId: 'interim', revision: 2, state: 'interim' }));
    await clock.settle();
    let hasEnded = false;
    const ended = translations.end().then(() => (hasEnded = true));
    translations.take(segment('too late', { segmentId: 'late' }));
    for (let at = 0; at < 6; at++) {
      expect(hasEnded).toBe(false);
      works[at]?.give();
      await clock.settle();
    }
    await ended;
    expect(works).toHaveLength(6);
    expect(lines().at(-1)).toBe('s6.1 es: [es] said 6');
    await translations.end();
  });
});
