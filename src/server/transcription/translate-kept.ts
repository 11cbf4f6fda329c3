/** Translates what was corrected in a transcript that is kept, as captions are: by the first translator that can, with the glossary of the house. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { translateByOrder } from '../../speech/translation/translate-by-order.ts';
import { TranslationCache } from '../../speech/translation/translation-cache.ts';
import { TranslatorOrder } from '../../speech/translation/translator-order.ts';
import type { Glossary, Translator } from '../../speech/translation/translator.ts';
import type { TranslatedText, TranslateTexts } from '../../transcripts/transcripts-options.ts';

export type TranslateKeptOptions = {
  /** In order of preference. */
  readonly translators: readonly Translator[];
  readonly glossary?: Glossary | undefined;
  /** BCP 47 of what is spoken where nobody knows it. */
  readonly language: string;
  readonly clock: Clock;
  readonly log: Log;
};

const CACHED = 200;

/** One text after the other; what nobody could translate is undefined. Rejects with the signal's reason. */
export function translateKept({ translators, glossary = [], language, clock, log }: TranslateKeptOptions): TranslateTexts {
  const means = { order: new TranslatorOrder(translators, clock), cache: new TranslationCache({ limit: CACHED }), clock, glossary };
  return async (texts, { from: said, to, signal }) => {
    const from = said === 'und' ? language : said;
    const all: (TranslatedText | undefined)[] = [];
    for (const text of texts) {
      let found: TranslatedText | undefined;
      await translateByOrder(means, {
        text,
        from,
        to: [to],
        signal,
        onText: (_, translation, { name, leavesMachine }) =>
          void (found = { text: translation, provider: name, leftMachine: leavesMachine }),
        onFailed: (_, error) => log.warn('a correction could not be translated', { from, to, error }),
        onFallOver: ({ name }, error) => log.warn('a translator failed', { translator: name, from, error }),
      });
      signal.throwIfAborted();
      all.push(found);
    }
    return all;
  };
}
