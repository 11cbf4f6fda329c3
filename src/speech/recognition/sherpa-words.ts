/** Makes words of the pieces of words that sherpa-onnx tells. */
import type { SherpaResult } from './sherpa-messages.ts';
import type { Recognised, RecognisedWord } from './speech-to-text.ts';

/** Where a piece begins a word, it begins with a space, or with the mark that SentencePiece writes for one. */
const BEGINS = /^[ \u2581]/u;
/** The library tells when a piece begins, not when it ends. */
const LONGEST_PIECE_MS = 300;

/** Undefined where nothing was understood. `lengthMs` is how much was said: what the library adds at the end is none of it. */
export function recognisedBy(
  result: SherpaResult,
  { kind, lengthMs, language }: { readonly kind: Recognised['kind']; readonly lengthMs: number; readonly language: string | undefined },
): Recognised | undefined {
  const text = written(result.text.trim(), result.text);
  if (text === '') return undefined;
  const words = wordsOf(result, lengthMs);
  const sure = words.flatMap((word) => word.confidence ?? []);
  const startMs = words[0]?.startMs ?? Math.min(lengthMs, Math.round(result.startTime * 1000));
  return {
    kind,
    text,
    startMs,
    endMs: Math.max(startMs, kind === 'interim' ? lengthMs : (words.at(-1)?.endMs ?? lengthMs)),
    confidence: sure.length > 0 ? sure.reduce((sum, each) => sum + each, 0) / sure.length : undefined,
    words: words.length > 0 ? words : undefined,
    language,
  };
}

type Piece = { readonly token: string; readonly startMs: number; readonly endMs: number; readonly chance: number | undefined };

function wordsOf({ tokens, times, chances, startTime, text }: SherpaResult, lengthMs: number): readonly RecognisedWord[] {
  if (times.length < tokens.length) return [];
  const at = (index: number): number => Math.min(lengthMs, Math.round((startTime + (times[index] ?? 0)) * 1000));
  const pieces = tokens.map((token, i): Piece => {
    const startMs = at(i);
    const nextMs = i + 1 < tokens.length ? at(i + 1) : lengthMs;
    return { token, startMs, endMs: Math.max(startMs, Math.min(nextMs, startMs + LONGEST_PIECE_MS)), chance: chances[i] };
  });
  // Languages that are written without spaces have no such mark: there each piece is a word.
  const hasMarks = pieces.some(({ token }) => BEGINS.test(token));
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && hasMarks && !BEGINS.test(piece.token)) last.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => wordOf(group, text)).filter((word) => word.text !== '');
}

function wordOf(pieces: readonly Piece[], whole: string): RecognisedWord {
  const text = pieces
    .map(({ token }) => token)
    .join('')
    .replace(BEGINS, '')
    .trim();
  const chances = pieces.flatMap(({ chance }) => chance ?? []);
  const mean = chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
  return {
    text: written(text, whole),
    startMs: pieces[0]?.startMs ?? 0,
    endMs: pieces.at(-1)?.endMs ?? 0,
    confidence: chances.length > 0 ? Math.min(1, Math.exp(mean)) : undefined,
  };
}

/** Models that know capitals alone would shout. */
function written(text: string, whole: string): string {
  return whole === whole.toUpperCase() ? text.toLowerCase().replaceAll(/\bi\b/gu, 'I') : text;
}
