/** What was found where: texts by place, read so that numbers of the program's own (ids, moments, addresses) are not taken for what somebody said. */
import { shownOf } from './spelt-digits.ts';
import type { Canary } from './canaries.ts';

export class Evidence {
  readonly #texts = new Map<string, string[]>();

  get places(): readonly string[] {
    return [...this.#texts.keys()];
  }

  add(place: string, ...texts: readonly string[]): void {
    const known = this.#texts.get(place) ?? [];
    this.#texts.set(place, known);
    for (const text of texts) known.push(text);
  }

  /** All the words that are in it, one text each. */
  addJson(place: string, value: unknown): void {
    this.add(place, ...wordsIn(value));
  }

  textsOf(place: string): readonly string[] {
    return this.#texts.get(place) ?? [];
  }

  has(place: string, words: string): boolean {
    return this.textsOf(place).some((text) => text.toLowerCase().includes(words.toLowerCase()));
  }

  /** `captions: a Visa card in figures (492917): …`, one for each place and canary. */
  found(canaries: readonly Canary[], places: readonly string[] = this.places): readonly string[] {
    return places.flatMap((place) =>
      canaries.flatMap((canary) => {
        const [text] = this.textsOf(place).filter((each) => shows(each, canary));
        return text === undefined ? [] : [`${place}: ${canary.name}: ${text.slice(0, 300)}`];
      }),
    );
  }
}

function shows(text: string, { digits, words }: Canary): boolean {
  if (digits !== undefined && shownOf(withoutOwnNumbers(text), digits) !== undefined) return true;
  return words !== undefined && lettersOf(text).includes(lettersOf(words));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Ids of segments, `00:01:02.345` as WebVTT and SubRip have it, `00:01:02`, and ISO 8601. */
function withoutOwnNumbers(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, ' ')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, ' ')
    .replace(/\d\d:\d\d:\d\d(?:[.,]\d{3,7})?/g, ' ');
}

const OF_THE_PROGRAM = [
  /^[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /^\d{4}-\d\d-\d\dT/,
  /^(https?|wss?):\/\//,
  /^\/[\w/.:-]+$/,
  /^Bearer /,
  // Tokens, keys, sound.
  /^[\w+/=.-]{40,}$/,
];

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value)) {
      try {
        return wordsIn(JSON.parse(value));
      } catch {
        return [value];
      }
    }
    return OF_THE_PROGRAM.some((each) => each.test(value)) ? [] : [value];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(wordsIn);
}
