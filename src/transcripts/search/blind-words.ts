/**
 * Words as they lie in the index: each the beginning of an HMAC (RFC 2104) under a key of the house. Whoever has the index and not the key sees
 * which segments have a word in common, and none of the words. What is found by it is compared with the text, so that two words that
 * happen to look alike do no harm.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Term } from './asked.ts';
import { Remembered } from './remembered.ts';
import { isUnspaced, wordsOf } from './words.ts';

/** 48 bits: of a million words not one in five hundred indexes has two that look alike. */
const BYTES = 6;
const SHORTEST_BEGINNING = 3;
const LONGEST_BEGINNING = 8;
/** Most words come again and again. */
const WORDS_REMEMBERED = 30_000;
const SPEAKERS_REMEMBERED = 1_000;

type Kind = 'word' | 'beginning' | 'speaker';
type Blind = { readonly word: string; readonly beginnings: readonly string[] };

export class BlindWords {
  readonly #key: KeyObject;
  readonly #known = new Remembered<Blind>(WORDS_REMEMBERED);
  readonly #speakers = new Remembered<string>(SPEAKERS_REMEMBERED);

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  /** What the index takes of a segment: its words in their order, then all their beginnings, then who said it. */
  documentOf(text: string, speakerId: string): string {
    let words = '';
    const beginnings = new Set<string>();
    for (const { word } of wordsOf(text)) {
      const blind = this.#of(word);
      words += `${blind.word} `;
      for (const each of blind.beginnings) beginnings.add(each);
    }
    if (words === '') return '';
    for (const each of beginnings) words += `${each} `;
    return words + this.#speaker(speakerId);
  }

  /** In the language of FTS5. What is found has all that was asked for, but for what only the text can tell. */
  queryOf(terms: readonly Term[], speakerId: string | undefined): string {
    const count = terms.reduce((sum, { words }) => sum + words.length, 0);
    const all = terms.flatMap(({ words, isBeginning }) => {
      const inRow = isBeginning ? words.slice(0, -1) : words;
      const row = inRow.length === 0 ? [] : [`"${inRow.map((word) => this.#of(word).word).join(' ')}"`];
      const last = isBeginning ? words.at(-1) : undefined;
      // A beginning that is too short for the index is left to the text, where there is something else to go by.
      const isLeft = last === undefined || (count > 1 && isTooShort(last));
      return isLeft ? row : [...row, this.#beginning(last)];
    });
    if (speakerId !== undefined) all.push(this.#speaker(speakerId));
    return all.join(' AND ');
  }

  #beginning(word: string): string {
    const letters = Array.from(word);
    const whole = this.#of(word).word;
    if (letters.length < SHORTEST_BEGINNING) return whole;
    return `(${whole} OR ${this.#hash('beginning', letters.slice(0, LONGEST_BEGINNING).join(''))})`;
  }

  #of(word: string): Blind {
    const known = this.#known.get(word);
    if (known) return known;
    const letters = Array.from(word);
    const beginnings: string[] = [];
    for (let length = SHORTEST_BEGINNING; length <= LONGEST_BEGINNING && length < letters.length; length++) {
      beginnings.push(this.#hash('beginning', letters.slice(0, length).join('')));
    }
    const blind = { word: this.#hash('word', word), beginnings };
    this.#known.set(word, blind);
    return blind;
  }

  #speaker(speakerId: string): string {
    const known = this.#speakers.get(speakerId);
    if (known !== undefined) return known;
    const made = this.#hash('speaker', speakerId);
    this.#speakers.set(speakerId, made);
    return made;
  }

  #hash(kind: Kind, text: string): string {
    const digest = createHmac('sha256', this.#key).update(`${kind}\0${text}`).digest();
    // A letter first: a word of digits alone is fine as well, but reads like none.
    return `x${digest.readUIntBE(0, BYTES).toString(36)}`;
  }
}

function isTooShort(word: string): boolean {
  return Array.from(word).length < SHORTEST_BEGINNING && !isUnspaced(word);
}
