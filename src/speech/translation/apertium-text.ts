/** Between the words of people, or of recognisers, and the format of apertium's pipes. */
import { isSameLanguage } from './language-names.ts';

/** Recognisers give small letters and no punctuation, of which apertium makes little: what it needs is put there, and taken away after. */
export type ApertiumText = {
  /** What goes into the pipe. */
  readonly stream: string;
  /** Turns what comes out into a text for people. */
  readonly shown: (answer: string) => string;
};

export function apertiumText(text: string, { from, to }: { readonly from: string; readonly to: string }): ApertiumText {
  const plain = text.replaceAll(UNSEEN, ' ').replaceAll(/\s+/gu, ' ').trim();
  const isBare = !/[\p{Lu}.!?…]/u.test(plain);
  const isOpen = !SENTENCE_END.test(plain);
  const sentence = capitalised(isBare && isSameLanguage(from, 'en') ? withEnglishCapitals(plain) : plain);
  // Apart from the word, or "no." would be a number.
  const apart = (isOpen ? `${sentence}.` : sentence)
    .replace(/(?<!\.)\.$/u, ' .')
    .replaceAll('*', STAR)
    .replaceAll('#', HASH);
  const stream = `${apart.replaceAll(MEANT, String.raw`\$&`)}[]\n`;
  const shown = (answer: string): string => {
    const lowered = hasNames(sentence) ? answer : answer.replaceAll(MOVED_CAPITAL, (word) => word.toLowerCase());
    const known = isSameLanguage(to, 'en') ? withEnglishCapitals(lowered) : lowered;
    const words = withoutMarks(known.replace(/\[\]\n?$/u, ''))
      .replaceAll(/\\(.)/gu, '$1')
      .replaceAll(/\s+/gu, ' ')
      .trim();
    return capitalised(isOpen && !isBare ? words.replace(/\s*\.$/u, '') : words);
  };
  return { stream, shown };
}

/** Control characters, the NUL that ends a text among them, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cs}]/gu;
const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*$/u;
/** Characters that mean something in a pipe of apertium, and stand for themselves behind a backslash. */
const MEANT = /[\\^$/[\]{}<>@]/gu;

const ENGLISH_NAMES =
  /\b(?:i(?='|\b)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december|english|spanish|french)\b/gu;

function withEnglishCapitals(text: string): string {
  return text.replaceAll(ENGLISH_NAMES, capitalised);
}

function capitalised(text: string): string {
  return text.replace(/^([^\p{L}\p{N}]*)(\p{Ll})/u, (_, before: string, letter: string) => before + letter.toLocaleUpperCase());
}

/** Whether a word has a capital that is not there because a sentence begins. */
function hasNames(text: string): boolean {
  return /(?<![.!?…]["'”’»)\]]*\s)(?<!^\P{L}*)(?<![\p{L}\p{N}'’])(?!I\b)\p{Lu}/u.test(text);
}

/** A word that it knows (the others have a mark) and that got the capital of the beginning, but stands behind it now. */
const MOVED_CAPITAL = /(?<=(?:^|[.!?…]\s)(?:[^\s.!?…]+\s+){1,3})\p{Lu}\p{Ll}*(?![\p{L}\p{N}])/gu;

/** `*` before what it does not know, `@` before what it cannot translate, `#` before what it cannot inflect. Those that were said are others. */
function withoutMarks(answer: string): string {
  return answer
    .replaceAll(/(?<!\\)[*@#](?=\S)/gu, '')
    .replaceAll(STAR, '*')
    .replaceAll(HASH, '#')
    .replace(/\s+\.(?=\s*$)/u, '.');
}

/** They look like them, and mean nothing to it. */
const [STAR, HASH] = ['\u2217', '\uFF03'];
