/** One segment as a redactor remembers it: what came, which tokens it has, and what was shown of it last. */
import type { Segment } from '../segment.ts';
import { contextsIn, type ContextKind } from './contexts.ts';
import { coveredSegment, joined, spansOf, wordsUnder, type Cover } from './covers.ts';
import type { ListedWords } from './listed-words.ts';
import type { RedactedSpan } from './redaction.ts';
import { tokensOf, type Token } from './spoken-tokens.ts';

export type HeardSegment = {
  readonly segment: Segment;
  readonly tokens: readonly Token[];
  /** The last thing that was spoken of in it: what the next speaker's digits may be. */
  readonly asks: ContextKind | undefined;
  readonly saysCard: boolean;
  /** What was covered when it was shown last, what was shown, and its spans. */
  readonly covers: readonly Cover[];
  readonly shown: Segment | undefined;
  readonly spans: readonly RedactedSpan[];
};

export function heardSegment(segment: Segment, before: HeardSegment | undefined): HeardSegment {
  const tokens = tokensOf(segment.text, segment.language);
  const contexts = contextsIn(tokens);
  return {
    segment,
    tokens,
    asks: contexts.at(-1)?.kind,
    saysCard: contexts.some(({ kind }) => kind === 'card'),
    covers: [],
    shown: before?.shown,
    spans: before?.spans ?? [],
  };
}

/** What may be shown of it under these covers; its revision number is the caller's to give. */
export function under(
  { segment }: HeardSegment,
  covers: readonly Cover[],
  listed: ListedWords,
): { readonly shown: Segment; readonly spans: readonly RedactedSpan[] } {
  const whole = joined([...covers, ...listed.inText(segment.text).map((place): Cover => ({ ...place, rule: 'word', isSure: true }))]);
  if (whole.length === 0) return { shown: segment, spans: [] };
  const wordsOf = wordsUnder(segment) ?? (() => wordsAlike(segment));
  return { shown: coveredSegment(segment, whole, new Set(whole.flatMap(wordsOf))), spans: spansOf(segment, whole, wordsOf) };
}

/** Where words and text say it differently: every word that says a number, or has a listed word's place in time, goes. */
function wordsAlike({ words = [], language }: Segment): readonly number[] {
  return words.flatMap(({ text }, index) => (tokensOf(text, language).every(({ kind }) => kind === 'word') ? [] : [index]));
}

/** Whether two revisions show the same. */
export function showsSame(one: Segment | undefined, other: Segment): boolean {
  return (
    one !== undefined &&
    one.text === other.text &&
    one.isRedacted === other.isRedacted &&
    (one.words?.length ?? 0) === (other.words?.length ?? 0) &&
    (one.words ?? []).every((word, index) => word.text === other.words?.[index]?.text)
  );
}
