/** A text cut where its look changes: what was looked for, what is said now, what the recogniser was not sure of. */
import type { Span } from './find-in.ts';

export type Piece = {
  readonly from: number;
  readonly text: string;
  readonly isMarked: boolean;
  readonly isSaid: boolean;
  readonly isFaint: boolean;
};
type Spans = {
  readonly marks?: readonly Span[] | undefined;
  readonly said?: Span | undefined;
  readonly faint?: readonly Span[] | undefined;
};

export function piecesOf(text: string, { marks = [], said, faint = [] }: Spans): readonly Piece[] {
  const cuts = new Set([0, text.length]);
  for (const [from, to] of [...marks, ...faint, ...(said === undefined ? [] : [said])]) {
    cuts.add(Math.min(from, text.length));
    cuts.add(Math.min(to, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const isIn = (spans: readonly Span[], place: number): boolean => spans.some(([from, to]) => from <= place && place < to);
  return places.slice(0, -1).map((from, at) => ({
    from,
    text: text.slice(from, places[at + 1]),
    isMarked: isIn(marks, from),
    isSaid: said !== undefined && isIn([said], from),
    isFaint: isIn(faint, from),
  }));
}
