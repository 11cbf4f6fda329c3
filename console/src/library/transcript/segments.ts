/** Which segments and which word a moment is in, and which moment a place in a text is. Segments are ordered by their beginnings. */
import type { TranscriptLine, TranscriptView } from '../../../../src/wire/live/library.ts';
import type { Span } from './find-in.ts';
import { fold, folded, unfolded } from './folded.ts';

/** How long one that is over stays marked where nobody goes on. */
const lingerMs = 1_200;
/** So many may be going on at once and before one that is still going on. */
const lookBack = 24;

/** The place of the last that has begun by then; −1 before the first. */
export function lastBegun(lines: readonly Pick<TranscriptLine, 'startMs'>[], atMs: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle]?.startMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

type Timed = Pick<TranscriptLine, 'startMs' | 'endMs'>;

/** The places of all that are being said at a moment, or of the one that was just said. */
export function saidAt(lines: readonly Timed[], atMs: number): readonly number[] {
  const last = lastBegun(lines, atMs);
  const said: number[] = [];
  for (let at = last; at >= 0 && at > last - lookBack; at -= 1) if ((lines[at]?.endMs ?? 0) > atMs) said.unshift(at);
  const before = lines[last];
  if (said.length === 0 && before !== undefined && atMs - before.endMs < lingerMs) return [last];
  return said;
}

type Word = NonNullable<TranscriptLine['words']>[number];

/** Which word is being said; −1 where none is. */
export function wordAt(words: readonly Word[], atMs: number): number {
  const at = words.findLastIndex(({ startMs }) => startMs <= atMs);
  return at >= 0 && atMs < Math.max(words[at]?.endMs ?? 0, Math.min(words[at + 1]?.startMs ?? 0, (words[at]?.endMs ?? 0) + 400)) ? at : -1;
}

const near = 48;
const outer = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** Where each word stands in the text, which has capitals and punctuation that words may lack; undefined where it is not to be found. */
export function wordSpans(text: string, words: readonly Word[]): readonly (Span | undefined)[] {
  const plain = folded(text);
  let from = 0;
  return words.map((word) => {
    const wanted = fold(word.text).replace(outer, '');
    const found = wanted === '' ? -1 : plain.text.indexOf(wanted, from);
    if (found < 0 || found - from > near) return undefined;
    from = found + wanted.length;
    return unfolded(plain, found, from);
  });
}

/** When the letter at that place was said: from the words where they are known, else as if all letters took equally long. */
export function momentOfPlace(line: Pick<TranscriptLine, 'startMs' | 'endMs' | 'words'>, text: string, place: number): number {
  const { startMs, endMs, words = [] } = line;
  const at = wordSpans(text, words).findLastIndex((span) => span !== undefined && span[0] <= place);
  const word = words[at];
  if (word !== undefined) return word.startMs;
  return words.length > 0 || text === '' ? startMs : Math.round(startMs + ((endMs - startMs) * place) / text.length);
}

const sureFrom = 0.5;

/** Stretches that the recogniser was not sure of. */
export function faintSpans(line: Pick<TranscriptLine, 'words' | 'confidence' | 'correctedBy'>, text: string): readonly Span[] {
  const { words, confidence, correctedBy } = line;
  if (correctedBy !== undefined) return [];
  if (words?.some((word) => word.confidence !== undefined) === true) {
    const spans = wordSpans(text, words);
    return words.flatMap((word, at) => {
      const span = spans[at];
      return span !== undefined && (word.confidence ?? 1) < sureFrom ? [span] : [];
    });
  }
  return (confidence ?? 1) < sureFrom && text !== '' ? [[0, text.length]] : [];
}

/** The lines that were there before where nothing changed, so that they are not drawn anew. */
export function sameLines(before: readonly TranscriptLine[] | undefined, now: readonly TranscriptLine[]): readonly TranscriptLine[] {
  if (before === undefined) return now;
  const known = new Map(before.map((line) => [line.segmentId, line]));
  return now.map((line) => {
    const old = known.get(line.segmentId);
    const isSame = old?.revision === line.revision && old.state === line.state && old.speakerId === line.speakerId;
    return isSame && old.correctedBy === line.correctedBy ? old : line;
  });
}

export function nameOf({ speakers }: Pick<TranscriptView, 'speakers'>, speakerId: string): string {
  return speakers.find((speaker) => speaker.speakerId === speakerId)?.name ?? 'Unknown speaker';
}
