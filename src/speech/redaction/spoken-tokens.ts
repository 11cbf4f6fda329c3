/** A text as a redactor reads it: its words, and which of them are numbers, letters that are spelt, or mere filling between digits. */
import { numberWordsOf, plain, type NumberWord } from './number-words.ts';

/**
 * `number` says digits · `letters` are spelt, or stand in capitals · `maybe` sounds like a digit (`to`, `for`, `oh`) · `filler` may stand within
 * a number that is said · `amount` is a number that a time, a date or money is written with · `word` is all else.
 */
export type Token = {
  readonly kind: 'number' | 'letters' | 'maybe' | 'filler' | 'amount' | 'word';
  /** Lower case, without accents. */
  readonly text: string;
  /** Where it stands in the text, as UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Of numbers, amounts, and what may be one. */
  readonly number?: NumberWord | undefined;
  /** A `+` stands before it. */
  readonly isPlus?: boolean | undefined;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

const fillers = new Set(
  (
    'uh uhm um umm er erm ah eh ähm hm hmm mm mhm well so and then next again okay ok yes yeah yep right no nope wait sorry oops actually correction hold on just let me see moment please bear with ' +
    'i mean scratch that let me see dash hyphen minus space slash point dot comma stop period plus got it go on gap pause ' +
    'este pues luego perdon espera guion coma punto vale si ' +
    'und dann also genau moment entschuldigung nein ja warte strich komma punkt mal ' +
    'et puis alors euh pardon attends non oui tiret virgule'
  )
    .split(' ')
    .map(plain),
);

const soundsLike: ReadonlyMap<string, string> = new Map([
  ['oh', '0'],
  ['o', '0'],
  ['ou', '0'],
  ['to', '2'],
  ['too', '2'],
  ['for', '4'],
  ['fore', '4'],
  ['won', '1'],
  ['ate', '8'],
]);

/** How long a run of digits in a mixed word must be to count as a number by itself: shorter ones belong to names and ids. */
const LONG_RUN = 12;

export function tokensOf(text: string, language: string = 'und'): readonly Token[] {
  const words = numberWordsOf(language);
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const from = match.index;
    if (/^\p{Nd}+$/u.test(word)) tokens.push(written(word, from, text.charAt(from - 1) === '+'));
    else if (/\p{Nd}/u.test(word)) tokens.push(...mixed(word, from));
    else tokens.push(worded(word, from, words.get(plain(word))));
  }
  return withAmounts(text, tokens);
}

function written(word: string, from: number, isPlus: boolean): Token {
  const digits = asDigits(word);
  return { kind: 'number', text: digits, from, to: from + word.length, number: { shape: 'written', digits }, isPlus };
}

function worded(word: string, from: number, number: NumberWord | undefined): Token {
  const text = plain(word);
  const at = { text, from, to: from + word.length };
  if (number) return { kind: 'number', ...at, number };
  const digit = soundsLike.get(text);
  if (digit !== undefined) return { kind: 'maybe', ...at, number: { shape: 'unit', digits: digit } };
  if (fillers.has(text)) return { kind: 'filler', ...at };
  if (/^[a-z]$/.test(text) || /^[A-Z]{2,4}$/.test(word)) return { kind: 'letters', ...at };
  return { kind: 'word', ...at };
}

/** "GB29NWBK…", "1EG4", "3rd", "card4111111111111111". */
function mixed(word: string, from: number): readonly Token[] {
  const text = plain(word);
  const at = { text, from, to: from + word.length };
  if (/^\d{1,6}(st|nd|rd|th|s|am|pm|k|m|bn|kg|km|cm|mm|ms|gb|mb|h|x|p|er|eme|e|a|o)$/.test(text)) return [{ kind: 'word', ...at }];
  const parts = [...word.matchAll(/\p{Nd}+|[^\p{Nd}]+/gu)];
  const isLong = parts.some(([part]) => part.length >= LONG_RUN && /^\p{Nd}/u.test(part));
  if (!isLong && !/^[A-Z\d]+$/.test(word) && !/^[a-z]\d{2,9}$/.test(word)) return [{ kind: 'word', ...at }];
  return parts.map((part): Token => {
    const [piece] = part;
    const start = from + part.index;
    if (/^\p{Nd}/u.test(piece)) return written(piece, start, false);
    return { kind: piece.length <= 4 || !isLong ? 'letters' : 'word', text: plain(piece), from: start, to: start + piece.length };
  });
}

/** `2` is one or two digits. Times, dates with their year, thousands. */
const amountShapes = /^(?:2:2(?::2)?|4-2-2|4\/2\/2|2\/2\/4|2\.2\.4|2-2-4|[1-3](?:,3){1,2}|[1-3](?:\.3){1,2}|[1-9]\.[12])$/;

/** Marks the numbers that times, dates and money are written with. */
function withAmounts(text: string, tokens: readonly Token[]): readonly Token[] {
  const marked = [...tokens];
  for (let first = 0; first < tokens.length;) {
    let end = first + 1;
    if (tokens[first]?.number?.shape === 'written') {
      while (end < tokens.length && tokens[end]?.number?.shape === 'written' && joins(text, tokens, end)) end++;
      if (isAmount(text, tokens.slice(first, Math.min(end, first + 4)), end - first))
        for (let index = first; index < end; index++) marked[index] = { ...(tokens[index] as Token), kind: 'amount' };
    }
    first = end;
  }
  return marked;
}

function joins(text: string, tokens: readonly Token[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return before !== undefined && token !== undefined && token.from === before.to + 1 && ':/.-,'.includes(text.charAt(before.to));
}

function isAmount(text: string, group: readonly Token[], size: number): boolean {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last || size > 3) return false;
  const digits = group.reduce((sum, { text: piece }) => sum + piece.length, 0);
  if (
    digits < 12 &&
    (/[$€£]\s?$/.test(text.slice(Math.max(0, first.from - 2), first.from)) || /^\s?[%€£]/.test(text.slice(last.to, last.to + 2)))
  )
    return true;
  const shape = (ofDay: boolean): string =>
    group
      .map(({ text: piece, to }, at) => `${String(ofDay && piece.length === 1 ? 2 : piece.length)}${at < size - 1 ? text.charAt(to) : ''}`)
      .join('');
  return amountShapes.test(shape(true)) || amountShapes.test(shape(false));
}

/** Of any script: those of ten digits in a row begin at a code that ends in 0 or 6; mathematical ones follow each other. */
function asDigits(word: string): string {
  if (/^\d+$/.test(word)) return word;
  return Array.from(word, (character) => {
    const code = character.codePointAt(0) ?? 48;
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    const column = code % 16;
    const beginsAtZero = /^\p{Nd}$/u.test(String.fromCodePoint(code - column));
    return String(beginsAtZero ? column : column - 6);
  }).join('');
}
