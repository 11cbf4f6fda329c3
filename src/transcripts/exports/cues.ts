/**
 * Readable cues: at most two lines each, of a length that one reads at a glance. A long segment becomes several, parted where its words were
 * said, or evenly by their length where nobody knows that.
 */
import type { SpokenLine } from './spoken-line.ts';

export type Cue = Pick<SpokenLine, 'segmentId' | 'name' | 'startMs' | 'endMs'> & {
  /** Which of its segment's: the first is 1. */
  readonly part: number;
  readonly lines: readonly string[];
};

/** In columns; a wide character takes two. */
const LINE_COLUMNS = 42;
const MOST_LINES = 2;
/** What is shown for less is seen by nobody. */
const SHORTEST_MS = 300;

/** A piece of the text that is not parted, and the place in the text's width at which it begins and ends. */
type Piece = { readonly text: string; readonly isGlued: boolean; readonly startMs: number; readonly endMs: number };

/** By the time at which they begin. */
export function cuesOf(
  lines: readonly SpokenLine[],
  { lead = () => '' }: { readonly lead?: (line: SpokenLine) => string } = {},
): readonly Cue[] {
  return lines.flatMap((line) => partsOf(line, lead(line))).sort((a, b) => a.startMs - b.startMs);
}

function partsOf(line: SpokenLine, lead: string): readonly Cue[] {
  const cues: Cue[] = [];
  let rows: string[] = [lead];
  let fromMs = line.startMs;
  let toMs = line.startMs;
  const close = (): void => {
    const { segmentId, name } = line;
    cues.push({
      segmentId,
      name,
      startMs: fromMs,
      endMs: toMs,
      part: cues.length + 1,
      lines: rows.map((row) => row.trim()),
    });
    rows = [lead];
  };
  for (const piece of piecesOf(line)) {
    const row = rows.at(-1) ?? '';
    const isFirst = rows.length === 1 && row === lead;
    const joined = `${row}${piece.isGlued || row === '' || isFirst ? '' : ' '}${piece.text}`;
    if (isFirst || columns(joined) <= LINE_COLUMNS) {
      if (isFirst) fromMs = cues.length === 0 ? line.startMs : piece.startMs;
      rows[rows.length - 1] = joined;
    } else if (rows.length < MOST_LINES) rows.push(piece.text);
    else {
      close();
      fromMs = piece.startMs;
      rows = [`${lead}${piece.text}`];
    }
    toMs = piece.endMs;
  }
  toMs = line.endMs;
  close();
  return longEnough(cues, line);
}

/** One after the other, each for long enough; where the segment is too short for that, all for as long. */
function longEnough(cues: readonly Cue[], { startMs, endMs }: SpokenLine): readonly Cue[] {
  const leastMs = Math.max(1, Math.min(SHORTEST_MS, Math.floor((endMs - startMs) / cues.length)));
  const times: { startMs: number; endMs: number }[] = [];
  let afterMs = startMs;
  for (const cue of cues) {
    const fromMs = Math.max(cue.startMs, afterMs);
    afterMs = Math.max(cue.endMs, fromMs + leastMs);
    times.push({ startMs: fromMs, endMs: afterMs });
  }
  // Whoever is pushed out at the end pushes those before.
  let beforeMs = Math.max(endMs, startMs + leastMs * cues.length);
  for (const time of times.toReversed()) {
    time.endMs = Math.min(time.endMs, beforeMs);
    time.startMs = Math.min(time.startMs, time.endMs - leastMs);
    beforeMs = time.startMs;
  }
  return cues.map((cue, index) => ({ ...cue, ...times[index] }));
}

/** Words, and pieces of what is too long for a line or is written without spaces. */
function piecesOf({ text, words, startMs, endMs }: SpokenLine): readonly Piece[] {
  const texts = text.split(' ');
  const total = Math.max(1, columns(text));
  const at = (column: number): number => Math.round(startMs + ((endMs - startMs) * Math.min(column, total)) / total);
  const timed = words?.length === texts.length ? words : undefined;
  let column = 0;
  return texts.flatMap((word, index) => {
    const spoken = timed?.[index];
    const wide = columns(word);
    const fromMs = clamp(spoken?.startMs ?? at(column), startMs, endMs);
    const toMs = clamp(spoken?.endMs ?? at(column + wide), fromMs, endMs);
    column += wide + 1;
    if (wide <= LINE_COLUMNS / 2) return [{ text: word, isGlued: false, startMs: fromMs, endMs: toMs }];
    const pieces = shortPieces(word);
    return pieces.map((piece, part) => ({
      text: piece,
      isGlued: part > 0,
      startMs: Math.round(fromMs + ((toMs - fromMs) * part) / pieces.length),
      endMs: Math.round(fromMs + ((toMs - fromMs) * (part + 1)) / pieces.length),
    }));
  });
}

/** Whole characters, as many as are easily put on a line; a long word of letters stays whole where it fits. */
function shortPieces(word: string): readonly string[] {
  if (columns(word) <= LINE_COLUMNS - 10 && !WIDE.test(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && columns(piece) + columns(segment) > (WIDE.test(piece) ? 2 : LINE_COLUMNS / 2)) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uff60]/u;
const ALL_WIDE = new RegExp(WIDE.source, 'gu');

function columns(text: string): number {
  return text.length + (text.match(ALL_WIDE)?.length ?? 0);
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, value));
}
