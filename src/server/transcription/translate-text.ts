/** Translates one text with what is configured, as captions are: by the first translator that can, with the glossary of the house. */
import type { Cancel } from '../../base/cancel.ts';
import { SpeechError } from '../../speech/errors.ts';
import { canonical, isSameLanguage } from '../../speech/translation/language-names.ts';
import { inOrder, translateByOrder } from '../../speech/translation/translate-by-order.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { ServerError } from '../errors.ts';
import { ConfiguredSpeech, messageOf, problemOf, targetsOf, type MeansOfSpeech } from './configured-speech.ts';
import type { TranscriptionConfig } from './transcription-config.ts';

export type TranslateTextOptions = Cancel &
  MeansOfSpeech & {
    readonly text: string;
    /** BCP 47; by default the language of the house. */
    readonly from?: string | undefined;
    readonly to: readonly string[];
    /** One of them could not; perhaps the next can. */
    readonly onFallOver?: ((name: string, why: string) => void) | undefined;
  };

/** One for each language that was asked for, in that order. */
export type TextInLanguage = {
  readonly to: string;
  /** Absent where nobody could: `problem` says why. */
  readonly text?: string | undefined;
  /** Who translated; absent of a text that was in that language already. */
  readonly by?: string | undefined;
  readonly leftMachine: boolean;
  readonly problem?: string | undefined;
};

/** Rejects with `server/not-done` for what is no language. */
export async function translateText(config: TranscriptionConfig, options: TranslateTextOptions): Promise<readonly TextInLanguage[]> {
  await using speech = new ConfiguredSpeech(config, options);
  const { text, onFallOver } = options;
  const { translators } = speech;
  const from = languageOf(options.from ?? speech.language);
  const wanted = [...new Set(options.to.map(languageOf))];
  const found = new Map<string, TextInLanguage>();
  const means = inOrder({ translators, glossary: config.glossary, clock: options.clock }, wanted.length);
  const failed = new Map<string, unknown>();
  for (const to of wanted) if (isSameLanguage(from, to)) found.set(to, { to, text, leftMachine: false });
  await translateByOrder(means, {
    text,
    from,
    to: wanted.filter((to) => !found.has(to)),
    signal: options.signal ?? new AbortController().signal,
    onText: (to, translation, { name, leavesMachine }) =>
      void found.set(to, { to, text: translation, by: name, leftMachine: leavesMachine }),
    onFailed: (to, error) => void failed.set(to, error),
    onFallOver: ({ name }, error) => onFallOver?.(name, messageOf(error)),
  });
  options.signal?.throwIfAborted();
  const lacking = failed.size > 0 ? await problemsOf(translators, from) : '';
  for (const [to, error] of failed) {
    const isUnknown = error instanceof SpeechError && error.code === 'speech/unknown-language';
    const problem = isUnknown
      ? `nobody here translates from ${from} to ${to}: ${lacking || 'rollcall speech tells who translates into what'}`
      : `nobody could translate from ${from} to ${to}: ${messageOf(error)}`;
    found.set(to, { to, leftMachine: false, problem });
  }
  return wanted.flatMap((to) => found.get(to) ?? []);
}

/** What those who might have are lacking; empty where they lack nothing. */
async function problemsOf(translators: readonly Translator[], from: string): Promise<string> {
  if (translators.length === 0) return 'no translator is configured';
  const problems = await Promise.all(translators.map(async (each) => (await problemOf(each)) ?? (await targetsOf(each, from)).problem));
  return problems.filter((problem) => problem !== undefined).join('; ');
}

function languageOf(tag: string): string {
  const language = canonical(tag.trim());
  if (language !== undefined) return language;
  throw new ServerError('server/not-done', `“${tag}” is no language.`, 'Name it as BCP 47 does: en, es, pt-BR.');
}
