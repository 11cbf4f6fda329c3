/** Searching within one transcript: all segments that have the words as they were typed, with the places. */
import { fold, folded, unfolded } from './folded.ts';

export type Span = readonly [from: number, to: number];
export type Hit = { readonly segmentId: string; readonly marks: readonly Span[] };

/** In any case, without regard to accents. An empty query finds nothing. */
export function findIn(texts: Iterable<readonly [segmentId: string, text: string]>, query: string): readonly Hit[] {
  const wanted = fold(query.trim());
  if (wanted === '') return [];
  const hits: Hit[] = [];
  for (const [segmentId, text] of texts) {
    // Most have it not, and need not be looked at more closely.
    if (fold(text).includes(wanted)) hits.push({ segmentId, marks: marksIn(text, wanted) });
  }
  return hits;
}

function marksIn(text: string, wanted: string): readonly Span[] {
  const plain = folded(text);
  const marks: Span[] = [];
  for (let from = plain.text.indexOf(wanted); from >= 0; from = plain.text.indexOf(wanted, from + wanted.length)) {
    marks.push(unfolded(plain, from, from + wanted.length));
  }
  return marks;
}
