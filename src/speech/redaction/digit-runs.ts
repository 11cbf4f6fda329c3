/** Finds the numbers in a row of tokens: which tokens say one number, over fillers and over the borders of segments, and which digits it has. */
import type { NumberWord } from './number-words.ts';
import type { Token } from './spoken-tokens.ts';

export type DigitRun = {
  /** Tokens from the first number or letter to the last one; fillers among them. */
  readonly first: number;
  readonly last: number;
  /** Digits and upper case letters. */
  readonly text: string;
  /** Which token gave each character of `text`. */
  readonly givers: readonly number[];
  readonly digits: string;
  /** How many of the digits were said in words. */
  readonly spoken: number;
  /** Nothing but fillers follows: it may go on. */
  readonly isOpen: boolean;
  /** Counts up or down by one: "one two three", and so throughout. */
  readonly isCounting: boolean;
  readonly isPlus: boolean;
};

export type RunRules = {
  /** Whether a number cannot go on from the token before to this one. */
  readonly breaksBefore: (index: number) => boolean;
  /** Nothing more is to come after the last token. */
  readonly isClosed: boolean;
};

export function digitRunsOf(tokens: readonly Token[], { breaksBefore, isClosed }: RunRules): readonly DigitRun[] {
  const runs: DigitRun[] = [];
  let members: number[] = [];
  const close = (isOpen: boolean): void => {
    if (members.some((index) => tokens[index]?.number !== undefined)) runs.push(runOf(tokens, members, isOpen));
    members = [];
  };
  for (let index = 0; index < tokens.length; index++) {
    if (members.length > 0 && breaksBefore(index)) close(false);
    const { kind } = tokens[index] as Token;
    if (kind === 'amount') index = amounts(tokens, index, members, () => close(false));
    else if (kind === 'number' || kind === 'letters' || (kind === 'maybe' && isDigitHere(tokens, index))) members.push(index);
    else if (kind === 'word') close(false);
    // What only sounds like a digit ends a number where none goes on after it, but not while that is still to come.
    else if (kind === 'maybe' && index < tokens.length - 1) close(false);
  }
  close(!isClosed);
  return runs;
}

/** Times, dates and money stand by themselves: amid other digits they are a recogniser's way of writing a number. Gives the last token of them. */
function amounts(tokens: readonly Token[], from: number, members: number[], close: () => void): number {
  let to = from;
  let digits = 0;
  while (tokens[to]?.kind === 'amount') digits += tokens[to++]?.text.length ?? 0;
  const isAmid = tokens[from - 1]?.kind === 'number' || tokens[to]?.kind === 'number';
  const isPairs = digits >= 12 && tokens.slice(from, to).every(({ text }) => text.length <= 2);
  if (isAmid || isPairs) for (let index = from; index < to; index++) members.push(index);
  else close();
  return to - 1;
}

/** "to", "for", "oh": between two numbers; zero also before or after one. */
function isDigitHere(tokens: readonly Token[], index: number): boolean {
  const [before, after] = [beside(tokens, index, -1), beside(tokens, index, 1)];
  const isZero = (token: Token | undefined): boolean => token?.kind === 'maybe' && token.number?.digits === '0';
  if (isZero(tokens[index])) return [before, after].some((token) => token?.kind === 'number' || isZero(token));
  return before?.kind === 'number' && (after?.kind === 'number' || after?.kind === 'maybe');
}

/** The next token on that side that is no filler. */
function beside(tokens: readonly Token[], index: number, step: 1 | -1): Token | undefined {
  let at = index + step;
  while (tokens[at]?.kind === 'filler') at += step;
  return tokens[at];
}

function runOf(tokens: readonly Token[], members: readonly number[], isOpen: boolean): DigitRun {
  let text = '';
  let digits = '';
  let spoken = 0;
  const givers: number[] = [];
  const reader = new DigitReader(members.flatMap((index) => tokens[index]?.number ?? []));
  let place = 0;
  for (const index of members) {
    const token = tokens[index] as Token;
    const said = token.number ? reader.digitsOf(place++) : token.text.toUpperCase();
    if (token.number) digits += said;
    if (token.number && token.number.shape !== 'written') spoken += said.length;
    text += said;
    for (let character = 0; character < said.length; character++) givers.push(index);
  }
  const isPlus = members.some((index) => tokens[index]?.isPlus) || tokens[(members[0] ?? 0) - 1]?.text === 'plus';
  const values = Array.from({ length: place }, (_, at) => reader.valueOf(at)).flat();
  return {
    first: members[0] ?? 0,
    last: members.at(-1) ?? 0,
    text,
    givers,
    digits,
    spoken,
    isOpen,
    isPlus,
    isCounting: isCounting(values),
  };
}

/** Up or down by one, three times or more; and so again from another number. */
function isCounting(values: readonly number[]): boolean {
  let [steps, step] = [0, 0];
  for (let at = 1; at < values.length; at++) {
    const next = (values[at] ?? 0) - (values[at - 1] ?? 0);
    if (Math.abs(next) === 1 && (steps === 0 || next === step)) [steps, step] = [steps + 1, next];
    else if (steps < 2) return false;
    else steps = 0;
  }
  return steps >= 2;
}

/** Reads number words together: "forty one" is 41, "double five" 55, "four thousand one hundred eleven" 4111. */
class DigitReader {
  readonly #words: readonly (NumberWord | undefined)[];

  constructor(words: readonly (NumberWord | undefined)[]) {
    this.#words = words;
  }

  digitsOf(place: number): string {
    const [word, before, next] = [this.#words[place], this.#words[place - 1], this.#words[place + 1]];
    switch (word?.shape) {
      case undefined:
      case 'times':
        return '';
      case 'unit':
      case 'written':
        return before?.shape === 'times' && word.digits.length === 1 ? word.digits.repeat(before.times ?? 1) : word.digits;
      case 'two':
        return word.digits;
      case 'tens':
        return isUnit(next) ? word.digits : `${word.digits}0`;
      case 'hundred':
        return zerosBefore(next, 2);
      case 'thousand':
        return this.#words[place + 2]?.shape === 'hundred' ? '' : zerosBefore(next, 3);
    }
  }

  /** For counting; nothing where the word is a part of the number before. */
  valueOf(place: number): readonly number[] {
    const [word, before, next] = [this.#words[place], this.#words[place - 1], this.#words[place + 1]];
    if (word === undefined || (before?.shape === 'tens' && isUnit(word))) return [];
    if (word.shape === 'tens' && isUnit(next)) return [Number(`${word.digits}${next?.digits ?? ''}`)];
    return [Number(this.digitsOf(place))];
  }
}

function isUnit(word: NumberWord | undefined): boolean {
  return word?.shape === 'unit' && word.digits !== '0';
}

function zerosBefore(next: NumberWord | undefined, places: number): string {
  if (next?.shape === 'tens' || next?.shape === 'two') return '0'.repeat(places - 2);
  return isUnit(next) ? '0'.repeat(places - 1) : '0'.repeat(places);
}
