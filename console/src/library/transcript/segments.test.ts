/** Text and time find each other. */
import { expect, test } from 'vitest';
import type { TranscriptLine } from '../../../../src/wire/live/library.ts';
import { faintSpans, lastBegun, momentOfPlace, sameLines, saidAt, wordAt, wordSpans } from './segments.ts';

const said = (startMs: number, endMs: number): { startMs: number; endMs: number } => ({ startMs, endMs });
const words = [
  { text: 'hello', startMs: 1000, endMs: 1400 },
  { text: 'mister', startMs: 1500, endMs: 1900 },
  { text: 'hello', startMs: 2600, endMs: 3000 },
];
const line: TranscriptLine = {
  segmentId: 's',
  revision: 1,
  state: 'final',
  speakerId: 'ada',
  startMs: 1000,
  endMs: 3000,
  text: 'Hello, Mister – hello!',
  language: 'en',
  words,
  isRedacted: false,
};

test('before the first nothing has begun, afterwards the last does not end', () => {
  const lines = [said(100, 200), said(300, 400), said(300, 900)];
  expect([0, 99, 100, 250, 300, 5000].map((atMs) => lastBegun(lines, atMs))).toEqual([-1, -1, 0, 0, 2, 2]);
});

test('two who speak at once are both said; one who has just stopped lingers, and then nobody', () => {
  const lines = [said(0, 5000), said(1000, 1500), said(9000, 9500)];
  expect(saidAt(lines, 1200)).toEqual([0, 1]);
  expect(saidAt(lines, 2000)).toEqual([0]);
  expect(saidAt(lines, 9900)).toEqual([2]);
  expect(saidAt(lines, 12_000)).toEqual([]);
});

test('a word is said until the next one, but not through a silence', () => {
  expect([900, 1000, 1450, 1500, 2200, 2500, 2700, 4000].map((atMs) => wordAt(words, atMs))).toEqual([-1, 0, 0, 1, 1, -1, 2, -1]);
});

test('words are found in a text with capitals and punctuation, each in its turn', () => {
  const { text } = line;
  expect(wordSpans(text, words).map((span) => span && text.slice(...span))).toEqual(['Hello', 'Mister', 'hello']);
});

test('a word that the text has no more does not take those after it along', () => {
  const text = 'Hello – hello!';
  expect(wordSpans(text, words).map((span) => span && text.slice(...span))).toEqual(['Hello', undefined, 'hello']);
});

test('a place in the text is the moment of its word, or a share of the time', () => {
  expect([0, 3, 8, 20].map((place) => momentOfPlace(line, line.text, place))).toEqual([1000, 1000, 1500, 2600]);
  expect(momentOfPlace({ startMs: 1000, endMs: 3000 }, 'abcd', 2)).toBe(2000);
  expect(momentOfPlace({ startMs: 1000, endMs: 3000 }, '', 0)).toBe(1000);
});

test('unsure words are faint; without words all of an unsure segment; a corrected one never', () => {
  const unsure = words.map((word, at) => ({ ...word, confidence: at === 1 ? 0.2 : 0.9 }));
  expect(faintSpans({ ...line, words: unsure }, line.text)).toEqual([[7, 13]]);
  expect(faintSpans({ ...line, confidence: 0.3 }, line.text)).toEqual([[0, line.text.length]]);
  expect(faintSpans({ ...line, confidence: 0.3, correctedBy: 'Ada' }, line.text)).toEqual([]);
  expect(faintSpans(line, line.text)).toEqual([]);
});

test('what is read anew and has not changed is the same object', () => {
  const other = { ...line, segmentId: 't' };
  const now = sameLines([line, other], [{ ...line }, { ...other, revision: 2 }]);
  expect([now[0] === line, now[1] === other, now[1]?.revision]).toEqual([true, false, 2]);
});
