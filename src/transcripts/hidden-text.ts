/** Which revisions of a segment redaction hides: what was there before something was taken out of it, and what a person made of that. */
import type { Segment, TranslatedSegment } from '../speech/segment.ts';

/** From which on they are to be seen. What comes later hides more, and never less. */
export function firstToBeSeen(all: readonly Segment[]): number {
  if (all.at(-1)?.isRedacted === true) return all.length - 1;
  return Math.max(
    0,
    all.findLastIndex((each) => each.isRedacted === true),
  );
}

/** Those that are kept: all that are to be seen, and of the others those that say nothing else, as translations may be of them. */
export function withoutHidden(all: readonly Segment[]): readonly Segment[] {
  const from = firstToBeSeen(all);
  if (from === 0) return all;
  const seen = new Set(all.slice(from).map(({ text }) => text));
  return all.filter(({ text }, at) => at >= from || seen.has(text));
}

/** Whether it is of a revision that is to be seen no more, or of one that is not known any more. `kept` are those without the hidden. */
export function isOfHidden({ revision, text }: TranslatedSegment, kept: readonly Segment[]): boolean {
  const latest = kept.at(-1);
  if (text === '' || latest === undefined || revision >= latest.revision) return false;
  return kept.some(({ isRedacted }) => isRedacted === true) && !kept.some((each) => each.revision === revision);
}
