/** What is long is read in parts. */
import { expect, test } from 'vitest';
import { captionParts, lettersOn, partAt } from './caption-parts.ts';

const long =
  'We have agreed on the new plan and everybody will look at it again before the end of the week, when we meet in the small room.';
const line = { startMs: 1000, endMs: 11_000, text: long, words: undefined };

test('what fits on two lines is one part for all of its time', () => {
  expect(captionParts({ ...line, text: 'Yes.' }, 'Yes.')).toEqual([{ text: 'Yes.', fromMs: 1000, toMs: 11_000 }]);
});

test('what does not is cut between words into parts that are alike, one after the other', () => {
  const parts = captionParts(line, long);
  expect(parts.map(({ text }) => text).join(' ')).toBe(long);
  expect(parts.every(({ text }) => text.length <= 84 && text.length > 40)).toBe(true);
  expect([parts[0]?.fromMs, parts.at(-1)?.toMs, parts[0]?.toMs === parts[1]?.fromMs]).toEqual([1000, 11_000, true]);
});

test('writing without spaces is cut as well', () => {
  const parts = captionParts({ ...line, text: '字'.repeat(200) }, '字'.repeat(200));
  expect(parts.map(({ text }) => text.length)).toEqual([84, 84, 32]);
});

test('a part begins when its first word was said', () => {
  const words = long.split(' ').map((text, at) => ({ text, startMs: 1000 + at * 100, endMs: 1080 + at * 100 }));
  const [, second] = captionParts({ ...line, words }, long);
  const first = words.find(({ text }) => second?.text.startsWith(text) === true);
  expect(second?.fromMs).toBe(1000 + words.findIndex((word) => word.startMs >= 1500 && word.text === first?.text) * 100);
});

test('a moment has its part, also before the first and after the last', () => {
  const parts = captionParts(line, long);
  expect([0, 1000, 10_900, 20_000].map((atMs) => parts.indexOf(partAt(parts, atMs) ?? { text: '', fromMs: 0, toMs: 0 }))).toEqual([
    0, 0, 1, 1,
  ]);
  expect(captionParts(line, ' ')).toEqual([]);
});

test('in a narrow place, and in large letters, parts are shorter', () => {
  expect([lettersOn(1_200, 20, 'Ada:'), lettersOn(300, 20, 'Ada:'), lettersOn(300, 28, 'Augusta Ada King:')]).toEqual([84, 42, 24]);
  const parts = captionParts(line, long, lettersOn(300, 20, 'Ada:'));
  expect(parts.map(({ text }) => text).join(' ')).toBe(long);
  expect(parts.every(({ text }) => text.length <= 42)).toBe(true);
});
