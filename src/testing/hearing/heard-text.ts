/** How far into a text one has come when so much of its sound was heard: whole words, and `…` for the rest. */
import type { Spoken } from './spoken.ts';

/** A word counts as heard when no more than this of it is missing. */
const TOLERANCE_MS = 60;

/** `heardMs` of the sound, counted from its beginning; `lastMs` is where it falls silent. */
export function heardText({ text, marks }: Spoken, heardMs: number, lastMs: number): string {
  const endOf = (index: number): number => marks?.[index] ?? (lastMs * (index + 1)) / text.length;
  let end = 0;
  for (const word of text.matchAll(/\S+/g)) {
    const to = word.index + word[0].length;
    if (Math.min(endOf(to - 1), lastMs) > heardMs + TOLERANCE_MS) break;
    end = to;
  }
  return end === text.trimEnd().length ? text : `${text.slice(0, end)}…`;
}
