/** Words and phrases that somebody listed: where they stand in a text. */
import { plain } from './number-words.ts';
import type { Token } from './spoken-tokens.ts';

export type ListedWords = {
  /** Whole words, as the tokens that say them. */
  readonly inTokens: (tokens: readonly Token[]) => readonly { readonly first: number; readonly last: number }[];
  /** In scripts that do not part words, wherever they stand: as UTF-16 units. */
  readonly inText: (text: string) => readonly { readonly from: number; readonly to: number }[];
};

/** Han, kana, Thai and the like. */
const UNPARTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export function listedWords(words: readonly string[]): ListedWords {
  const byFirst = new Map<string, string[][]>();
  const unparted = words.map((word) => word.trim()).filter((word) => UNPARTED.test(word));
  for (const word of words.filter((each) => !UNPARTED.test(each))) {
    const phrase = [...word.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(([each]) => plain(each));
    const [first] = phrase;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), phrase]);
  }
  return {
    inTokens: (tokens) =>
      tokens.flatMap((token, index) =>
        (byFirst.get(stem(token)) ?? [])
          .filter((phrase) =>
            phrase.every((word, ahead) => tokens[index + ahead] !== undefined && stem(tokens[index + ahead] as Token) === word),
          )
          .map((phrase) => ({ first: index, last: index + phrase.length - 1 })),
      ),
    inText: (text) =>
      unparted.flatMap((word) => {
        const places: { from: number; to: number }[] = [];
        for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + word.length))
          places.push({ from, to: from + word.length });
        return places;
      }),
  };
}

/** Without what stands after an apostrophe: "Falcon’s". */
function stem({ text }: Token): string {
  const apostrophe = text.indexOf("'");
  return apostrophe > 0 ? text.slice(0, apostrophe) : text;
}
