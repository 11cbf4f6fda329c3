/** The words of a text as they are looked for: in any case, without regard to accents. Scripts without spaces are taken character by character. */

export type FoundWord = {
  /** Folded. */
  readonly word: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
};

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/u;
const PARTS = new RegExp(`${UNSPACED.source}|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const PLAIN = /^[a-z0-9]*$/;
/** What Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h' };

export function wordsOf(text: string): readonly FoundWord[] {
  const found: FoundWord[] = [];
  for (const match of text.matchAll(WORD)) {
    const [run] = match;
    if (!UNSPACED.test(run)) {
      found.push({ word: folded(run), from: match.index, to: match.index + run.length });
      continue;
    }
    for (const part of run.matchAll(PARTS)) {
      const from = match.index + part.index;
      found.push({ word: folded(part[0]), from, to: from + part[0].length });
    }
  }
  return found;
}

/** Of a script without spaces: a word of its own, and no beginning of another. */
export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word);
}

function folded(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[ßøłđðþæœıħ]/gu, (letter) => LETTERS[letter] ?? letter); // prettier-ignore
}
