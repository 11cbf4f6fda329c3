/** What somebody looks for: words that must all be there, words in a row between quotes, and the last may be a beginning. */
import { wordsOf, type FoundWord } from './words.ts';

/** Words that stand side by side. */
export type Term = { readonly words: readonly string[]; readonly isBeginning: boolean };

const MOST_TERMS = 16;

/** Empty where there is nothing to look for. */
export function termsOf(text: string): readonly Term[] {
  const terms: Term[] = [];
  // What is not closed goes to the end.
  for (const [, quoted, plain] of text.slice(0, 1_000).matchAll(/["“„«]([^"”“»]*)["”“»]?|([^\s"“„«]+)/gu)) {
    const words = wordsOf(quoted ?? plain ?? '').map(({ word }) => word);
    if (words.length > 0) terms.push({ words, isBeginning: false });
  }
  const last = terms.at(-1);
  const isOpen = /[\p{L}\p{N}\p{M}]$/u.test(text);
  if (last && isOpen) terms[terms.length - 1] = { ...last, isBeginning: true };
  return terms.slice(0, MOST_TERMS);
}

/** The stretches of a text that were looked for, in order; undefined where one of them is not in it. */
export function marksOf(text: string, terms: readonly Term[]): readonly (readonly [number, number])[] | undefined {
  const words = wordsOf(text);
  const marks: (readonly [number, number])[] = [];
  for (const term of terms) {
    const before = marks.length;
    for (let at = 0; at + term.words.length <= words.length; at++) {
      if (!standsAt(words, at, term)) continue;
      marks.push([words[at]?.from ?? 0, words[at + term.words.length - 1]?.to ?? 0]);
    }
    if (marks.length === before) return undefined;
  }
  return joined(marks);
}

function standsAt(words: readonly FoundWord[], at: number, { words: wanted, isBeginning }: Term): boolean {
  return wanted.every((word, index) => {
    const there = words[at + index]?.word ?? '';
    return isBeginning && index === wanted.length - 1 ? there.startsWith(word) : there === word;
  });
}

function joined(marks: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const all: [number, number][] = [];
  for (const [from, to] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
