/** How well sentences that somebody says over and over were understood, whichever of them was heard first. */
import { wordErrors } from '../../src/speech/recognition/word-error-rate.ts';

export type Understood = {
  readonly rate: number;
  readonly words: number;
  readonly heard: readonly string[];
  readonly said: readonly string[];
};

/**
 * `texts` are what was recognised, in order; the first and the last may have been cut into. Of all ways in which the sentences can have followed
 * each other, the one that explains best what was heard. Throws where too little was heard to tell.
 */
export function understoodInTurn(texts: readonly string[], sentences: readonly string[], atLeast = 3): Understood {
  const heard = texts.slice(1, -1);
  const words = heard.join(' ');
  const ways = sentences.flatMap((_, from) =>
    Array.from({ length: 3 * sentences.length }, (__, count) =>
      Array.from({ length: count + 1 }, (___, at) => sentences[(from + at) % sentences.length] ?? ''),
    ),
  );
  const found = ways
    .filter((said) => said.length >= atLeast)
    .map((said) => ({ said, ...wordErrors(said.join(' '), words) }))
    .toSorted((a, b) => a.rate - b.rate)[0];
  if (!found || heard.length === 0) throw new Error(`too little was heard: ${texts.join(' | ')}`);
  return { rate: found.rate, words: found.words, heard, said: found.said };
}
