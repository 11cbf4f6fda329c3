/** Translates what was corrected in a transcript that is kept, as captions are: by the first translator that can, with the glossary of the house. */
import type { Log } from '../../base/log.ts';
import { inOrder, translateByOrder, type InOrderOptions } from '../../speech/translation/translate-by-order.ts';
import type { TranslatedText, TranslateTexts } from '../../transcripts/transcripts-options.ts';

export type TranslateKeptOptions = InOrderOptions & {
  /** BCP 47 of what is spoken where nobody knows it. */
  readonly language: string;
  readonly log: Log;
};

const CACHED = 200;

/** One text after the other; what nobody could translate is undefined. Rejects with the signal's reason. */
export function translateKept({ language, log, ...given }: TranslateKeptOptions): TranslateTexts {
  const means = inOrder(given, CACHED);
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
