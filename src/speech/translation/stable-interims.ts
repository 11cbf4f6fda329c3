/**
 * Captions of a sentence that is still being said, without flicker: of what a recogniser guesses only that is translated which it said twice,
 * and of the translation only that is shown in which the last two agree. What is shown grows, and is never taken back before the sentence is final.
 */

/** What of the interim texts of one sentence holds: the words in which the last two agree. */
export class HeldWords {
  readonly #language: string;
  #last: readonly string[] = [];
  #held = '';

  constructor(language: string) {
    this.#language = language;
  }

  get text(): string {
    return this.#held;
  }

  take(interim: string): void {
    const words = piecesOf(interim, this.#language);
    this.#held = joined(agreeing(this.#last, words), 0);
    this.#last = words;
  }
}

/** Of how many words at the end of a translation it is not yet said that they stay: the next word said may turn their order. */
const HELD_BACK = 1;

/** What is shown of the translations of one growing sentence. */
export class StableInterim {
  readonly #language: string;
  #last: readonly string[] = [];
  #shown = '';

  constructor(language: string) {
    this.#language = language;
  }

  get shown(): string {
    return this.#shown;
  }

  /** Takes the translation of what was said so far; gives what is shown from now on, or undefined where that stays. */
  take(translation: string): string | undefined {
    const pieces = piecesOf(translation, this.#language);
    const sure = joined(agreeing(this.#last, pieces), HELD_BACK);
    this.#last = pieces;
    if (sure.length <= this.#shown.length || !sure.startsWith(this.#shown)) return undefined;
    this.#shown = sure;
    return sure;
  }
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Words, and what stands between them; the ends of words are found in writings without spaces too. */
function piecesOf(text: string, language: string): readonly string[] {
  const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  if (segmenters.size < MOST_SEGMENTERS) segmenters.set(language, segmenter);
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const MOST_SEGMENTERS = 64;

function agreeing(one: readonly string[], other: readonly string[]): readonly string[] {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

/** Up to the end of a word, the last `without` words left out. */
function joined(pieces: readonly string[], without: number): string {
  let words = 0;
  let length = pieces.length;
  while (length > 0 && (!IS_WORD.test(pieces[length - 1] ?? '') || words++ < without)) length--;
  return pieces.slice(0, length).join('');
}

const IS_WORD = /[\p{L}\p{N}]/u;
