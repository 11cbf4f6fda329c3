/** Translates one text into several languages by whoever can: those of one provider in one request, the next provider where one fails. */
import { orAborted } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { DeadlineError } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { TranslationCache } from './translation-cache.ts';
import { TranslatorOrder } from './translator-order.ts';
import type { Glossary, Translator } from './translator.ts';

export type TranslateByOrder = {
  readonly order: TranslatorOrder;
  readonly cache: TranslationCache;
  readonly clock: Clock;
  readonly glossary: Glossary;
};

export type InOrderOptions = {
  /** In the order of preference; where one fails or does not have the languages, the next. */
  readonly translators: readonly Translator[];
  readonly glossary?: Glossary | undefined;
  readonly clock: Clock;
};

/** By whom `translateByOrder` translates, remembering so many of the last translations. */
export function inOrder({ translators, glossary = [], clock }: InOrderOptions, cached: number): TranslateByOrder {
  return { order: new TranslatorOrder(translators, clock), cache: new TranslationCache({ limit: cached }), clock, glossary };
}

export type ToTranslate = {
  readonly text: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly signal: AbortSignal;
  /** As each is there. */
  readonly onText: (to: string, text: string, by: Translator) => void;
  /** Nobody could; `error` is that of the last who tried. */
  readonly onFailed: (to: string, error: unknown) => void;
  /** One could not; perhaps the next can. */
  readonly onFallOver: (by: Translator, error: unknown) => void;
};

/** Longer than any translator of ours takes; one that hangs has failed. */
const LONGEST_MS = 20_000;

/** Resolves when all are told; never rejects. After an abort nothing more is told. */
export async function translateByOrder(means: TranslateByOrder, wanted: ToTranslate): Promise<void> {
  await among(means, wanted, wanted.to, [], undefined);
}

async function among(
  means: TranslateByOrder,
  wanted: ToTranslate,
  languages: readonly string[],
  tried: readonly Translator[],
  error: unknown,
): Promise<void> {
  const groups = new Map<Translator | undefined, string[]>();
  for (const to of languages) {
    const translator = await means.order.next(wanted.from, to, tried);
    groups.set(translator, [...(groups.get(translator) ?? []), to]);
  }
  const each = async ([translator, group]: [Translator | undefined, readonly string[]]): Promise<void> => {
    if (wanted.signal.aborted) return;
    if (translator) return by(translator, means, wanted, group, tried);
    const why = error ?? new SpeechError('speech/unknown-language', `nobody here translates from ${wanted.from}`);
    for (const to of group) wanted.onFailed(to, why);
  };
  await Promise.all([...groups].map(each));
}

async function by(
  translator: Translator,
  means: TranslateByOrder,
  wanted: ToTranslate,
  languages: readonly string[],
  tried: readonly Translator[],
): Promise<void> {
  const { cache, order } = means;
  const { text, from, signal } = wanted;
  const unknown: string[] = [];
  for (const to of languages) {
    const known = cache.get(translator.name, from, to, text);
    if (known === undefined) unknown.push(to);
    else wanted.onText(to, known, translator);
  }
  if (unknown.length === 0) return;
  try {
    const texts = await inTime(translator, means, wanted, unknown);
    if (signal.aborted) return;
    for (const [index, to] of unknown.entries()) {
      const translation = texts[index] ?? '';
      order.worked(translator, from, to);
      cache.keep(translator.name, from, to, text, translation);
      wanted.onText(to, translation, translator);
    }
  } catch (error) {
    if (signal.aborted) return;
    for (const to of unknown) order.failed(translator, from, to, error);
    wanted.onFallOver(translator, error);
    await among(means, wanted, unknown, [...tried, translator], error);
  }
}

async function inTime(
  translator: Translator,
  { clock, glossary }: TranslateByOrder,
  { text, from, signal }: ToTranslate,
  to: readonly string[],
): Promise<readonly string[]> {
  const late = new AbortController();
  const timer = clock.after(LONGEST_MS, () => late.abort(new DeadlineError(LONGEST_MS)));
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const texts = await orAborted(translator.translate(text, { from, to, glossary, signal: either }), either);
    if (texts.length === to.length && texts.every((each) => each.trim() !== '')) return texts;
    throw new SpeechError(
      'speech/provider-failed',
      `${translator.name} gave ${String(texts.length)} texts for ${String(to.length)} languages, or empty ones`,
    );
  } finally {
    timer[Symbol.dispose]();
  }
}
