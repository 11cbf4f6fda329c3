/** Words of a glossary, kept through any translator: each is stood in for by a made-up word that translators leave alone, and put back after. */
import { fittingLanguage } from './language-names.ts';
import type { Glossary, TranslateOptions } from './translator.ts';

/** One that knows nothing of glossaries. `standIns`: the made-up words in the text, in order. */
export type PlainTranslate = (
  text: string,
  options: Omit<TranslateOptions, 'glossary'> & { readonly standIns: readonly string[] },
) => Promise<readonly string[]>;

/** A place in the text where a word of the glossary stands. */
type Place = {
  readonly start: number;
  readonly end: number;
  readonly said: string;
  readonly to: Readonly<Record<string, string>> | undefined;
};

/** A translator that loses or breaks one of the made-up words is asked again without it: what is shown has none in it, ever. */
export async function throughGlossary(
  text: string,
  { glossary = [], ...options }: TranslateOptions,
  translate: PlainTranslate,
): Promise<readonly string[]> {
  const places = placesOf(text, glossary);
  if (places.length === 0) return translate(text, { ...options, standIns: [] });
  const protectedText = new ProtectedText(text, places);
  const answers = await translate(protectedText.text, { ...options, standIns: protectedText.standIns });
  return Promise.all(
    options.to.map(async (language, index) => {
      const answer = answers[index] ?? '';
      const broken = protectedText.brokenIn(answer);
      if (broken.length === 0) return protectedText.restored(answer, language);
      return withoutBroken(
        text,
        places.filter((place) => !broken.includes(place)),
        language,
        options,
        translate,
      );
    }),
  );
}

/** Once more with those that held; then without any. */
async function withoutBroken(
  text: string,
  places: readonly Place[],
  language: string,
  options: Omit<TranslateOptions, 'glossary'>,
  translate: PlainTranslate,
): Promise<string> {
  const protectedText = new ProtectedText(text, places);
  const [answer = ''] = await translate(protectedText.text, { ...options, to: [language], standIns: protectedText.standIns });
  if (protectedText.brokenIn(answer).length === 0) return protectedText.restored(answer, language);
  return (await translate(text, { ...options, to: [language], standIns: [] }))[0] ?? '';
}

class ProtectedText {
  readonly text: string;
  readonly standIns: readonly string[];
  readonly #places: readonly Place[];
  readonly #stem: string;

  constructor(text: string, places: readonly Place[]) {
    this.#places = places;
    this.#stem = STEMS.find((stem) => !text.toLowerCase().includes(stem)) ?? 'qxzqxz';
    this.standIns = places.map((_, index) => this.#stem + letters(index));
    let written = '';
    let at = 0;
    for (const [index, { start, end }] of places.entries()) {
      written += text.slice(at, start) + (this.standIns[index] ?? '');
      at = end;
    }
    this.text = written + text.slice(at);
  }

  /** The places whose made-up word is not in the answer as it was; all of them where a piece of one is left over. */
  brokenIn(answer: string): readonly Place[] {
    const found = new Set(Array.from(answer.matchAll(this.#each()), ([standIn]) => standIn.toLowerCase()));
    const rest = answer.replaceAll(this.#each(), ' ');
    if (this.#places.length > 0 && rest.toLowerCase().includes(this.#stem)) return this.#places;
    return this.#places.filter((_, index) => !found.has(this.standIns[index] ?? ''));
  }

  restored(answer: string, language: string): string {
    return answer.replaceAll(this.#each(), (standIn) => {
      const place = this.#places[this.standIns.indexOf(standIn.toLowerCase())];
      if (!place) return standIn;
      const own = fittingLanguage(language, Object.keys(place.to ?? {}));
      return (own === undefined ? undefined : place.to?.[own]) ?? place.said;
    });
  }

  #each(): RegExp {
    const all = this.standIns.toSorted((one, other) => other.length - one.length).join('|');
    return new RegExp(all === '' ? '(?!)' : `(?<!${IN_WORD})(?:${all})(?!${IN_WORD})`, 'giu');
  }
}

/** No word of any language begins so. In small letters: a capital would make it a name in the eyes of a translator. */
const STEMS = ['qxz', 'zqx', 'xqj', 'jxq', 'vqx'];

/** `aa`, `ab` …: letters alone, since numbers are moved about and inflected around. */
function letters(index: number): string {
  const [first, second] = [Math.floor(index / 26), index % 26].map((at) => String.fromCodePoint(0x61 + (at % 26)));
  return `${first ?? ''}${second ?? ''}`;
}

/** A text has hardly ever more of them; what comes after is translated as it is. */
const MOST_PLACES = 26 * 26;

/** Of writings without spaces no end of a word can be seen. */
const IN_WORD = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}_]`;
const patterns = new WeakMap<Glossary, RegExp | null>();

function placesOf(text: string, glossary: Glossary): readonly Place[] {
  const pattern = patterns.get(glossary) ?? patternOf(glossary);
  patterns.set(glossary, pattern);
  if (pattern === null) return [];
  const places: Place[] = [];
  for (const { 0: said, index } of text.matchAll(pattern)) {
    if (places.length === MOST_PLACES) break;
    places.push({ start: index, end: index + said.length, said, to: entryOf(said, glossary)?.to });
  }
  return places;
}

/** The longest first, so that "Contoso Cloud" comes before "Contoso". */
function patternOf(glossary: Glossary): RegExp | null {
  const words = glossary.map(({ word }) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return null;
  const any = words.toSorted((one, other) => other.length - one.length).map(spelt);
  return new RegExp(`(?<!${IN_WORD})(?:${any.join('|')})(?!${IN_WORD})`, 'giu');
}

function spelt(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`).replaceAll(/\s+/gu, String.raw`\s+`);
}

function entryOf(said: string, glossary: Glossary): Glossary[number] | undefined {
  const key = keyOf(said);
  return glossary.find(({ word }) => keyOf(word) === key);
}

function keyOf(word: string): string {
  return word.trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
