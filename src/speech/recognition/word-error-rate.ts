/** How much of what was said was recognised wrongly: the word error rate (WER), with the alignment that it was counted in. */

export type WordErrors = {
  /** (substitutions + insertions + deletions) / words of the reference; more than 1 is possible. Of an empty reference: 0, or Infinity. */
  readonly rate: number;
  readonly substitutions: number;
  /** Recognised, though not said. */
  readonly insertions: number;
  /** Said, though not recognised. */
  readonly deletions: number;
  /** Words that were said. */
  readonly words: number;
  readonly alignment: readonly AlignedWord[];
};

/** `said` is absent of what was inserted, `heard` of what was left out. */
type AlignedWord = { readonly said?: string; readonly heard?: string };

/** Both texts are brought to the same form first (`normalised`). The alignment is one with the fewest errors. */
export function wordErrors(said: string, heard: string): WordErrors {
  const alignment = aligned(normalised(said), normalised(heard));
  const words = alignment.filter((pair) => pair.said !== undefined).length;
  const deletions = alignment.filter((pair) => pair.heard === undefined).length;
  const insertions = alignment.length - words;
  const substitutions = alignment.filter((pair) => pair.said !== undefined && pair.heard !== undefined && pair.said !== pair.heard).length;
  const errors = substitutions + insertions + deletions;
  return { rate: errors === 0 ? 0 : errors / words, substitutions, insertions, deletions, words, alignment };
}

/** Of many texts together: errors of all by words of all. */
export function wordErrorRate(pairs: readonly (readonly [said: string, heard: string])[]): number {
  const all = pairs.map(([said, heard]) => wordErrors(said, heard));
  const errors = all.reduce((sum, each) => sum + each.substitutions + each.insertions + each.deletions, 0);
  return errors === 0 ? 0 : errors / all.reduce((sum, each) => sum + each.words, 0);
}

/** Its words: lower case, without marks; apostrophes inside of words stay, and accents. A hyphen parts two words. */
export function normalised(text: string): readonly string[] {
  const plain = text.normalize('NFKC').toLocaleLowerCase('und').replaceAll('’', "'");
  return plain.match(/[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{N}\p{M}]+)*/gu) ?? [];
}

function aligned(said: readonly string[], heard: readonly string[]): readonly AlignedWord[] {
  const width = heard.length + 1;
  // costs[i * width + j]: the fewest errors between the first i words said and the first j heard.
  const costs = new Uint32Array((said.length + 1) * width);
  for (let j = 1; j < width; j++) costs[j] = j;
  for (let i = 1; i <= said.length; i++) {
    costs[i * width] = i;
    for (let j = 1; j < width; j++) {
      const same = said[i - 1] === heard[j - 1] ? 0 : 1;
      const at = i * width + j;
      costs[at] = Math.min((costs[at - width] ?? 0) + 1, (costs[at - 1] ?? 0) + 1, (costs[at - width - 1] ?? 0) + same);
    }
  }
  return walkedBack(said, heard, costs);
}

function walkedBack(said: readonly string[], heard: readonly string[], costs: Uint32Array): readonly AlignedWord[] {
  const width = heard.length + 1;
  const pairs: AlignedWord[] = [];
  let [i, j] = [said.length, heard.length];
  while (i > 0 || j > 0) {
    const [word, other] = [said[i - 1], heard[j - 1]];
    const at = i * width + j;
    const cost = costs[at] ?? 0;
    if (word !== undefined && other !== undefined && cost === (costs[at - width - 1] ?? 0) + (word === other ? 0 : 1)) {
      pairs.push({ said: word, heard: other });
      i--;
      j--;
    } else if (word !== undefined && cost === (costs[at - width] ?? 0) + 1) {
      pairs.push({ said: word });
      i--;
    } else {
      pairs.push({ heard: other ?? '' });
      j--;
    }
  }
  return pairs.toReversed();
}
