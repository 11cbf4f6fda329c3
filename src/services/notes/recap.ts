/** The sentences that say most of what was talked about: nearest to the middle of all (centroid of tf·idf), and unlike each other (MMR). */
import type { SaidSentence } from './sentences.ts';

/** Shorter ones are mostly "yes, right". */
const FEWEST_WORDS = 5;
/** Between being near the middle and being unlike what is chosen already: Carbonell and Goldstein’s λ. */
const LIKENESS = 0.7;
/** How much the first and the last tenth of a meeting count more: there it is opened and summed up. */
const AT_THE_ENDS = 1.15;

type Weights = ReadonlyMap<string, number>;

/** At most so many, in the order of time. */
export function recapOf(sentences: readonly SaidSentence[], atMost: number): readonly SaidSentence[] {
  const candidates = sentences
    .map((sentence) => ({ sentence, words: wordsOf(sentence.text) }))
    .filter(({ sentence, words }) => words.length > 1 && sentence.text.split(/\s+/u).length >= FEWEST_WORDS);
  const weights = weighed(candidates.map(({ words }) => words));
  const centre = sumOf(weights);
  const ends = candidates.length / 10;
  const open = candidates.map(({ sentence }, index) => ({
    sentence,
    weights: weights[index] ?? new Map<string, number>(),
    value:
      likeness(weights[index] ?? new Map(), centre) *
      (index < ends || index >= candidates.length - ends ? AT_THE_ENDS : 1) *
      (sentence.text.endsWith('?') ? 0.5 : 1),
    nearest: 0,
  }));
  const chosen: SaidSentence[] = [];
  const worth = ({ value, nearest }: { readonly value: number; readonly nearest: number }): number =>
    LIKENESS * value - (1 - LIKENESS) * nearest;
  while (chosen.length < atMost && open.length > 0) {
    let best = 0;
    open.forEach((each, index) => {
      if (worth(each) > worth(open[best] ?? each)) best = index;
    });
    const [taken] = open.splice(best, 1);
    // One that says the same again adds nothing.
    if (!taken || chosen.some(({ text }) => isAlike(text, taken.sentence.text))) continue;
    chosen.push(taken.sentence);
    for (const each of open) each.nearest = Math.max(each.nearest, likeness(each.weights, taken.weights));
  }
  return chosen.sort((one, other) => one.atMs - other.atMs);
}

/** Whether two texts say much the same, by their words. */
export function isAlike(one: string, other: string): boolean {
  const [first, second] = [new Set(wordsOf(one)), new Set(wordsOf(other))];
  const shared = [...first].filter((word) => second.has(word)).length;
  return first.size > 0 && second.size > 0 && shared / Math.min(first.size, second.size) > 0.8;
}

/** Words that carry meaning, without the shortest; a plural is its singular. */
function wordsOf(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)]
    .map(([word]) => word.replace(/(?<=\p{L}{3})s$/u, ''))
    .filter((word) => word.length > 2 && !COMMON.has(word));
}

/** tf·idf: common in a sentence, rare among all; each of length 1. */
function weighed(sentences: readonly (readonly string[])[]): readonly Weights[] {
  const inSentences = new Map<string, number>();
  for (const words of sentences) for (const word of new Set(words)) inSentences.set(word, (inSentences.get(word) ?? 0) + 1);
  return sentences.map((words) => {
    const weights = new Map<string, number>();
    for (const word of words) weights.set(word, (weights.get(word) ?? 0) + Math.log(1 + sentences.length / (inSentences.get(word) ?? 1)));
    const length = Math.hypot(...weights.values());
    return new Map([...weights].map(([word, weight]) => [word, weight / length]));
  });
}

function sumOf(all: readonly Weights[]): Weights {
  const sum = new Map<string, number>();
  for (const weights of all) for (const [word, weight] of weights) sum.set(word, (sum.get(word) ?? 0) + weight);
  const length = Math.hypot(...sum.values());
  return new Map([...sum].map(([word, weight]) => [word, weight / length]));
}

/** The cosine of two of length 1. */
function likeness(one: Weights, other: Weights): number {
  let product = 0;
  for (const [word, weight] of one) product += weight * (other.get(word) ?? 0);
  return product;
}

const COMMON = new Set(
  (
    'the and for are but not you all any can had her was one our out has him his how its may new now old see two way who did get let say she too use that ' +
    'with have thi this from they will would there their what about which when make like time just know take into your some could them other than then look ' +
    'only come over think also back after well even want because these give most very much really yeah okay right going thing were been here should does ' +
    'der die das und ist nicht ein eine einen mit von auf für den dem des wir ich sie er auch noch aber oder wenn dann haben hat wird werden ' +
    'que los las una por con para como más pero sus este esta hay muy todo nos est les des une dans qui pour pas sur par avec nous vous mais ont cette'
  ).split(' '),
);
