/** Segments for tests, and what stands of them in the end; numbers spelt as people and recognisers do. */
import type { Segment, SpokenWord } from '../segment.ts';
import type { RedactionOptions } from './redaction.ts';
import { makeRedactor } from './redactor.ts';

export type Piece = string | { readonly by?: string; readonly text: string; readonly language?: string; readonly pauseMs?: number };

const ADA = 'ada';

/** 3 s each, with 200 ms between them. */
export function segmentsOf(pieces: readonly Piece[]): readonly Segment[] {
  let startMs = 0;
  return pieces.map((piece, index) => {
    const { by = ADA, text, language = 'en', pauseMs = 200 } = typeof piece === 'string' ? { text: piece } : piece;
    startMs += pauseMs;
    const segment = segmentOf({ segmentId: `s${String(index)}`, startMs, text, language, speaker: { speakerId: by } });
    startMs = segment.endMs;
    return segment;
  });
}

export function segmentOf(about: Partial<Segment>): Segment {
  const startMs = about.startMs ?? 0;
  return {
    segmentId: 's',
    revision: 1,
    state: 'final',
    speaker: { speakerId: ADA },
    startMs,
    endMs: startMs + 3_000,
    text: '',
    language: 'en',
    made: { by: 'recogniser', provider: 'test', pass: 'live', leftMachine: false },
    ...about,
  };
}

/** Even times for each word of the text. */
export function withWords(segment: Segment): Segment {
  const texts = segment.text.split(/\s+/);
  const eachMs = (segment.endMs - segment.startMs) / texts.length;
  const words = texts.map((text, index): SpokenWord => {
    const startMs = Math.round(segment.startMs + index * eachMs);
    return { text, startMs, endMs: Math.round(startMs + eachMs) };
  });
  return { ...segment, words };
}

/** The text of each after all of them, in their order, and after a silence. */
export function inTheEnd(pieces: readonly Piece[], options: RedactionOptions = {}): readonly string[] {
  const redactor = makeRedactor(options);
  const shown = new Map<string, Segment>();
  for (const segment of segmentsOf(pieces)) keep(shown, redactor.take(segment));
  keep(shown, redactor.settle(Infinity));
  return [...shown.values()].sort((one, other) => one.startMs - other.startMs).map(({ text }) => text);
}

/** Takes over what came out, as a listener does. */
export function keep(shown: Map<string, Segment>, segments: readonly Segment[]): void {
  for (const segment of segments) {
    const before = shown.get(segment.segmentId);
    if (before && before.revision >= segment.revision)
      throw new Error(`revision ${String(segment.revision)} comes after ${String(before.revision)}`);
    shown.set(segment.segmentId, segment);
  }
}

/** The check digit that makes a card's number of these. */
export function withLuhn(digits: string): string {
  for (let check = 0; check < 10; check++) {
    const whole = `${digits}${String(check)}`;
    let sum = 0;
    for (let index = 0; index < whole.length; index++) {
      const twice = Number(whole[whole.length - 1 - index]) * (index % 2 === 0 ? 1 : 2);
      sum += twice > 9 ? twice - 9 : twice;
    }
    if (sum % 10 === 0) return whole;
  }
  return digits;
}

const units = 'zero one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Words for all of the digits; `choices` are numbers below 100 that say how each is spelt. */
export function spelt(digits: string, choices: readonly number[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0, turn = 0; at < digits.length; turn++) {
    const choice = choices[turn % choices.length] ?? 0;
    const [one = '', two = '', three = ''] = [digits[at], digits[at + 1], digits[at + 2]];
    const unit = one === '0' && choice % 2 === 0 ? 'oh' : (units[Number(one)] ?? '');
    if (choice < 15 && one === two && two === three && one !== '') {
      words.push('triple', units[Number(one)] ?? '');
      at += 3;
    } else if (choice < 30 && one === two) {
      words.push('double', units[Number(one)] ?? '');
      at += 2;
    }
    // Nobody says 601 as "sixty one".
    else if (choice < 45 && two !== '' && one > '0' && (two !== '0' || three === '0')) {
      words.push(...pair(one, two));
      at += 2;
    } else if (choice < 60) {
      const size = 1 + (choice % 4);
      words.push(digits.slice(at, at + size));
      at += size;
    } else if (choice < 65) {
      words.push(digits.slice(at, at + 8).replace(/(?<=^.{4})/u, '-'));
      at += 8;
    } else {
      words.push(unit);
      at++;
    }
  }
  return words.filter((word) => word !== '');
}

function pair(one: string, two: string): readonly string[] {
  if (one === '1') return [teens[Number(two)] ?? ''];
  const first = tens[Number(one) - 2] ?? '';
  return two === '0' ? [first] : [first, units[Number(two)] ?? ''];
}
