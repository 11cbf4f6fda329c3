/** A segment as captions: cut into parts that fit on two lines, each with its time. */
import type { TranscriptLine } from '../../../../src/wire/live/library.ts';
import { momentOfPlace } from './segments.ts';

export type CaptionPart = { readonly text: string; readonly fromMs: number; readonly toMs: number };

/** Two lines of 42 letters, as subtitles have them. */
const mostLetters = 84;
/** Fewer could not be read in time. */
const leastLetters = 24;
/** Of the size of letters: how wide one is, and a line may end early by half a word. */
const [shareOfSize, earlyEnd] = [0.55, 4];

/** How many letters fit on two lines of that width, behind the name of who speaks. */
export function lettersOn(widthPx: number, fontPx: number, name: string): number {
  const perLine = Math.floor(widthPx / (fontPx * shareOfSize)) - earlyEnd;
  return Math.max(leastLetters, Math.min(mostLetters, 2 * perLine - name.length));
}

/** `text` is the segment's own, or a translation of it, whose words have no times of their own. */
export function captionParts(
  line: Pick<TranscriptLine, 'startMs' | 'endMs' | 'words' | 'text'>,
  text: string,
  longest: number = mostLetters,
): readonly CaptionPart[] {
  const timed = text === line.text ? line : { startMs: line.startMs, endMs: line.endMs };
  const begins = beginsOf(text, longest);
  return begins.map((from, at) => ({
    text: text.slice(from, begins[at + 1]).trim(),
    fromMs: from === 0 ? line.startMs : momentOfPlace(timed, text, from),
    toMs: begins[at + 1] === undefined ? line.endMs : momentOfPlace(timed, text, begins[at + 1] ?? 0),
  }));
}

/** The one that is to be read at a moment: the last that has begun. */
export function partAt(parts: readonly CaptionPart[], atMs: number): CaptionPart | undefined {
  return parts.findLast(({ fromMs }) => fromMs <= atMs) ?? parts[0];
}

/** Parts of about the same length, so that the last is no lone word; cut after words, or anywhere in writing without spaces. */
function beginsOf(text: string, longest: number): readonly number[] {
  if (text.trim() === '') return [];
  const share = text.length / Math.ceil(text.length / longest);
  const begins = [0];
  for (let from = 0; text.length - from > longest;) {
    const space = text.lastIndexOf(' ', from + Math.min(longest, Math.ceil(share) + 8));
    from = space > from ? space + 1 : from + longest;
    begins.push(from);
  }
  return begins;
}
