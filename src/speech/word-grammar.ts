/** What a recogniser of single words is told: a grammar of those words and of anything else, and how all of it is pronounced. */

/** The sounds of American English, as the CMU dictionary writes them. */
const PHONES = 'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ');
/** Of words with several parts that can each be said in several ways. */
const MOST_WAYS = 8;

export type WordGrammar = {
  /** JSGF. */
  readonly grammar: string;
  readonly dictionary: string;
};

/**
 * Without a road for anything else, a recogniser hears "no" in every cough: what is none of the words is heard as a row of single sounds,
 * each at the price of a whole word. The words go by their number (`w0`, `w1`, `wordOf` finds them again); `ways` has for each of them how
 * it can be pronounced.
 */
export function wordGrammar(ways: readonly (readonly string[])[]): WordGrammar {
  const lines = ways.flatMap((each, at) => each.map((sounds, i) => `w${String(at)}${i === 0 ? '' : `(${String(i + 1)})`} ${sounds}`));
  const words = ways.map((_, at) => `w${String(at)}`).join(' | ');
  const other = PHONES.map((phone) => phone.toLowerCase());
  return {
    grammar: `#JSGF V1.0;\ngrammar words;\npublic <said> = ${words} | <other>;\n<other> = (${other.join(' | ')})+;\n`,
    dictionary: `${[...lines, ...PHONES.map((phone) => `${phone.toLowerCase()} ${phone}`)].join('\n')}\n`,
  };
}

/** The word that was recognised; undefined for anything else. */
export function wordOf(recognised: string, words: readonly string[]): string | undefined {
  const number = /^w(\d+)$/u.exec(recognised.trim())?.[1];
  return number === undefined ? undefined : words[Number(number)];
}

/** How a word, or several that are said in one, can be pronounced by a dictionary of CMU's form (`word SOUNDS`, `word(2) SOUNDS`); empty if it cannot. */
export function waysToSay(word: string, dictionary: string): readonly string[] {
  const parts = word.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const [first = [], ...rest] = parts.map((part) => entriesOf(part, dictionary));
  return rest.reduce((ways, next) => ways.flatMap((way) => next.map((sounds) => `${way} ${sounds}`)), first).slice(0, MOST_WAYS);
}

function entriesOf(part: string, dictionary: string): readonly string[] {
  const entry = new RegExp(`^${part}(?:\\(\\d+\\))?\\s+(.+)$`, 'gmu');
  return [...dictionary.matchAll(entry)].map(([, sounds = '']) => sounds.trim());
}
