/** Words that are waited for, in what was heard: in one piece, or across several. */
import type { Heard } from './heard.ts';

/** `index`: the piece with which the words are complete. They may begin in any piece from `from` on. */
export function findWords(words: RegExp | string, heard: readonly Heard[], from: number): { readonly index: number } | undefined {
  let all = '';
  for (let index = Math.max(0, from); index < heard.length; index++) {
    const text = heard[index]?.text ?? '';
    all += all === '' ? text : ` ${text}`;
    if (isIn(text, words) || isIn(all, words)) return { index };
  }
  return undefined;
}

function isIn(text: string, words: RegExp | string): boolean {
  // A search, unlike a test, does not depend on the last one, whatever the flags.
  return typeof words === 'string' ? text.includes(words) : text.search(words) >= 0;
}
