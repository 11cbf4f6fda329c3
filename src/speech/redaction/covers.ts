/** Puts `•••` over stretches of a segment: in its text, in its words, and as spans of time. */
import type { Segment, SpokenWord } from '../segment.ts';
import { REDACTED, type RedactedSpan } from './redaction.ts';

/** As UTF-16 units of the text. `isSure`: it stays; else it is covered for the moment. */
export type Cover = { readonly from: number; readonly to: number; readonly rule: RedactedSpan['rule']; readonly isSure: boolean };

/** Around a word: recognisers' times are not exact. */
const MARGIN_MS = 80;
/** Where there are no times of words. */
const GUESS_MARGIN_MS = 400;

/** The text without what is covered. */
export function coveredText(text: string, covers: readonly Cover[]): string {
  let shown = '';
  let at = 0;
  for (const { from, to } of joined(covers)) {
    shown += text.slice(at, from) + REDACTED;
    at = to;
  }
  return shown + text.slice(at);
}

/** The segment as it may be shown. `wordsToCover` are places among its words; see `wordsUnder`. */
export function coveredSegment(segment: Segment, covers: readonly Cover[], wordsToCover: ReadonlySet<number>): Segment {
  if (covers.length === 0 && wordsToCover.size === 0) return segment;
  const text = coveredText(segment.text, covers);
  if (!segment.words) return { ...segment, text, isRedacted: true };
  const words: SpokenWord[] = [];
  segment.words.forEach((word, index) => {
    const last = words.at(-1);
    if (!wordsToCover.has(index)) words.push(word);
    else if (wordsToCover.has(index - 1) && last) words[words.length - 1] = { ...last, endMs: word.endMs };
    else words.push({ text: REDACTED, startMs: word.startMs, endMs: word.endMs });
  });
  return { ...segment, text, words, isRedacted: true };
}

/** When what is covered for good was said. */
export function spansOf(segment: Segment, covers: readonly Cover[], wordsOf: (cover: Cover) => readonly number[]): readonly RedactedSpan[] {
  const { speakerId } = segment.speaker;
  return covers
    .filter(({ isSure }) => isSure)
    .map((cover) => {
      const words = wordsOf(cover).map((index) => segment.words?.[index]);
      const [first, last] = [words[0], words.at(-1)];
      const [startMs, endMs] =
        first && last
          ? [first.startMs - MARGIN_MS, last.endMs + MARGIN_MS]
          : [momentOf(segment, cover.from) - GUESS_MARGIN_MS, momentOf(segment, cover.to) + GUESS_MARGIN_MS];
      return {
        speakerId,
        startMs: Math.max(0, Math.round(first ? startMs : Math.max(startMs, segment.startMs))),
        endMs: Math.round(first ? endMs : Math.min(endMs, segment.endMs)),
        rule: cover.rule,
      };
    });
}

/** The even share of a place in the text. */
function momentOf({ text, startMs, endMs }: Segment, place: number): number {
  return startMs + ((endMs - startMs) * place) / Math.max(1, text.length);
}

/**
 * Which words of a segment say a stretch of its text; undefined where its words say something else than its text does ("four one" under "41"),
 * and nobody can tell. Both are compared by their letters and digits alone.
 */
export function wordsUnder({ text, words = [] }: Segment): ((cover: Pick<Cover, 'from' | 'to'>) => readonly number[]) | undefined {
  const places: number[] = [];
  for (const match of text.matchAll(SIGN)) places.push(match.index);
  let counted = 0;
  const starts = words.map((word) => {
    const start = counted;
    counted += [...word.text.matchAll(SIGN)].length;
    return start;
  });
  if (counted !== places.length) return undefined;
  return ({ from, to }) =>
    starts.flatMap((start, index) => {
      const [begins, ends] = [places[start], places[(starts[index + 1] ?? counted) - 1]];
      return begins !== undefined && ends !== undefined && start < (starts[index + 1] ?? counted) && begins < to && ends >= from
        ? [index]
        : [];
    });
}

const SIGN = /[\p{L}\p{N}]/gu;

/** In order, without overlaps. */
export function joined(covers: readonly Cover[]): readonly Cover[] {
  const whole: Cover[] = [];
  for (const cover of [...covers].sort((one, other) => one.from - other.from || other.to - one.to)) {
    const last = whole.at(-1);
    if (!last || cover.from >= last.to) whole.push(cover);
    else
      whole[whole.length - 1] = {
        ...last,
        to: Math.max(last.to, cover.to),
        rule: last.isSure ? last.rule : cover.rule,
        isSure: last.isSure || cover.isSure,
      };
  }
  return whole;
}
