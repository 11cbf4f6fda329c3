/** Text without capitals and accents, and where each of its letters stood before: so that what one types finds what was said. */

export type Folded = {
  readonly text: string;
  /** The place in the original of each UTF-16 unit of `text`, and one more for its end. */
  readonly at: readonly number[];
};

const marks = /\p{M}/gu;

export function fold(text: string): string {
  return text.normalize('NFD').replace(marks, '').toLowerCase();
}

export function folded(text: string): Folded {
  const at: number[] = [];
  let out = '';
  let place = 0;
  for (const letter of text) {
    const plain = fold(letter);
    for (let unit = 0; unit < plain.length; unit += 1) at.push(place);
    out += plain;
    place += letter.length;
  }
  at.push(place);
  return { text: out, at };
}

/** [from, to) in the original. A letter's accents go with it. */
export function unfolded({ at }: Folded, from: number, to: number): readonly [number, number] {
  return [at[from] ?? 0, at[to] ?? at.at(-1) ?? 0];
}
