/** Cuts a text where a speaker would breathe, so that the first words sound while the rest is being made. */

/** Short, because it decides when the first sound is heard. */
const FIRST_AT_MOST = 80;
const LATER_AT_MOST = 300;

/** The text in the pieces in which it is made; together they are the whole of it. The language decides where a sentence ends. */
export function sentencesOf(text: string, language: string = 'en'): readonly string[] {
  const pieces: string[] = [];
  for (const sentence of sentences(text, language)) {
    for (let rest = sentence; rest.length > 0;) {
      const end = breathIn(rest, pieces.length === 0 ? FIRST_AT_MOST : LATER_AT_MOST);
      const piece = rest.slice(0, end).trim();
      if (piece.length > 0) pieces.push(piece);
      rest = rest.slice(end);
    }
  }
  return pieces;
}

/** Where Unicode's rules see an end but a reader does not: after a title or a single letter. */
const ABBREVIATION = /(?:^|\s)(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|vs|etc|approx|e\.g|i\.e|z\.B)\.\s*$/u;

function sentences(text: string, language: string): readonly string[] {
  const whole: string[] = [];
  let joins = false;
  for (const { segment } of segmenter(language).segment(text)) {
    const last = whole.at(-1);
    if (joins && last !== undefined) whole[whole.length - 1] = last + segment;
    else whole.push(segment);
    joins = ABBREVIATION.test(segment);
  }
  return whole;
}

function segmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    // Not a language tag: the rules for sentences hardly differ between languages.
    return new Intl.Segmenter('en', { granularity: 'sentence' });
  }
}

/** The end of the longest piece of at most `limit` characters: best after a comma, else after a word, else anywhere. */
function breathIn(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const within = text.slice(0, limit);
  const comma = Math.max(...[', ', '; ', ': ', ' – ', ' — ', '、', '，'].map((mark) => within.lastIndexOf(mark) + 1));
  if (comma > limit / 4) return comma;
  const space = within.lastIndexOf(' ') + 1;
  if (space > 0) return space;
  // Never between the two halves of a character.
  return /[\uD800-\uDBFF]$/u.test(within) ? limit - 1 : limit;
}
