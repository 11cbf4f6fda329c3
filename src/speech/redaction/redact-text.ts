/** Takes numbers and listed words out of a text that stands alone: a line of a log, a title, a message. */
import { contextsIn, setApart } from './contexts.ts';
import { coveredText, type Cover } from './covers.ts';
import { digitRunsOf } from './digit-runs.ts';
import { findingsIn } from './findings.ts';
import { listedWords } from './listed-words.ts';
import type { RedactText, RedactionOptions, RedactionRule } from './redaction.ts';
import { tokensOf, type Token } from './spoken-tokens.ts';

const ALL: readonly RedactionRule[] = ['card', 'account', 'health'];
/** What may stand between the digits of a number that was written. Colons, slashes, and dots without a space part addresses and times. */
const WITHIN_NUMBER = /^(?:[\s,.]{0,3}\s|[\s\-–.]{0,2})$/u;

/**
 * Of a text that was written, not heard. Numbers in digits are taken out where a check digit shows what they are, so that times, addresses and
 * ids stay as they are; numbers in words as where speech is recognised. Takes time in step with the length of the text.
 */
export function redactText(options: RedactionOptions = {}): RedactText {
  const rules = new Set(options.rules ?? ALL);
  const listed = listedWords(options.words ?? []);
  return (text) => {
    const plainTokens = tokensOf(text);
    const contexts = contextsIn(plainTokens);
    const tokens = setApart(plainTokens, contexts);
    const breaksBefore = (index: number): boolean => {
      const [before, token] = [tokens[index - 1], tokens[index]];
      return before !== undefined && token !== undefined && !isWithinNumber(text.slice(before.to, token.from), before);
    };
    const runs = digitRunsOf(tokens, { breaksBefore, isClosed: true });
    const found = findingsIn(tokens, runs, {
      rules,
      contexts,
      isNear: () => true,
      spokenOf: () => undefined,
      isCardNear: () => contexts.some(({ kind }) => kind === 'card'),
      isWritten: true,
    });
    const covers = [...found, ...listed.inTokens(tokens).map((place) => ({ ...place, rule: 'word' as const, isSure: true }))].map(
      ({ first, last, rule, isSure }): Cover => ({ from: tokens[first]?.from ?? 0, to: tokens[last]?.to ?? 0, rule, isSure }),
    );
    return coveredText(text, [...covers, ...listed.inText(text).map((place): Cover => ({ ...place, rule: 'word', isSure: true }))]);
  };
}

function isWithinNumber(between: string, before: Token): boolean {
  if (between === '.' && before.number?.shape === 'written') return before.text.length >= 4;
  return between.length <= 4 && WITHIN_NUMBER.test(between);
}
