/** One segment as a redactor remembers it: what came, which tokens it has, and what was shown of it last. */
import type { Segment } from '../segment.ts';
import { contextsIn, setApart, type Context, type ContextKind } from './contexts.ts';
import { coveredSegment, joined, spansOf, wordsUnder, type Cover } from './covers.ts';
import { digitRunsOf } from './digit-runs.ts';
import type { ListedWords } from './listed-words.ts';
import type { RedactedSpan, RedactionRule } from './redaction.ts';
import { tokensOf, type Token } from './spoken-tokens.ts';

/** A number as it is said within one segment. */
export type SaidNumber = {
  readonly digits: string;
  /** Its letters as well. */
  readonly text: string;
  /** As UTF-16 units of the segment's text. */
  readonly from: number;
  readonly to: number;
  /** Nothing but fillers before it, and after it: it may go on from another segment, or in one. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isCounting: boolean;
  readonly isYear: boolean;
};

/** A number that is taken out, and where in the segment's text it begins. */
export type FoundNumber = { readonly digits: string; readonly rule: RedactionRule; readonly from: number };

export type HeardSegment = {
  readonly segment: Segment;
  readonly tokens: readonly Token[];
  /** The last thing that was spoken of in it: what the next speaker's digits may be. */
  readonly asks: ContextKind | undefined;
  readonly saysCard: boolean;
  readonly numbers: readonly SaidNumber[];
  /** Nothing but fillers is said in it. */
  readonly isFiller: boolean;
  /** Those that its speaker's own words show. */
  readonly found: readonly FoundNumber[];
  /** What the words of others show, or what comes long after it. */
  readonly linked: readonly Cover[];
  /** It was shown otherwise than it is to be, perhaps. */
  readonly isStale: boolean;
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
    numbers: numbersIn(tokens, contexts),
    isFiller: tokens.every(({ kind }) => kind === 'filler'),
    found: [],
    linked: [],
    isStale: true,
    covers: [],
    shown: before?.shown,
    spans: before?.spans ?? [],
  };
}

/** Phone numbers with their country are none of them. */
function numbersIn(plainTokens: readonly Token[], contexts: readonly Context[]): readonly SaidNumber[] {
  if (plainTokens.every(({ number }) => number === undefined)) return [];
  const tokens = setApart(plainTokens, contexts);
  const [first, last] = [tokens.findIndex(({ kind }) => kind !== 'filler'), tokens.findLastIndex(({ kind }) => kind !== 'filler')];
  return digitRunsOf(tokens, { breaksBefore: () => false, isClosed: true })
    .filter(({ isPlus }) => !isPlus)
    .map((run): SaidNumber => {
      const { digits, text, isCounting } = run;
      const [begins, ends] = [tokens[run.first], tokens[run.last]];
      const isYear = run.first === run.last && begins?.number?.shape === 'written' && /^(19|20)\d\d$/.test(digits);
      return { digits, text, isCounting, isYear, from: begins?.from ?? 0, to: ends?.to ?? 0, isFirst: run.first <= first, isLast: run.last >= last }; // prettier-ignore
    });
}

/** What may be shown of it under its covers; its revision number is the caller's to give. */
export function under(
  { segment, covers, linked }: Pick<HeardSegment, 'segment' | 'covers' | 'linked'>,
  listed: ListedWords,
): { readonly shown: Segment; readonly spans: readonly RedactedSpan[] } {
  const whole = joined([
    ...covers,
    ...linked,
    ...listed.inText(segment.text).map((place): Cover => ({ ...place, rule: 'word', isSure: true })),
  ]);
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
