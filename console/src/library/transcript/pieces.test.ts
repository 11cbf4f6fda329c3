/** A text is cut without losing a letter. */
import { expect, test } from 'vitest';
import { piecesOf } from './pieces.ts';

test('a text without anything to it is one piece', () => {
  expect(piecesOf('hello', {})).toEqual([{ from: 0, text: 'hello', isMarked: false, isSaid: false, isFaint: false }]);
  expect(piecesOf('', {})).toEqual([]);
});

test('looks that overlap are cut at each border, and together they are the text', () => {
  const pieces = piecesOf('hello mister', { marks: [[2, 8]], said: [6, 12], faint: [[0, 3]] });
  expect(pieces.map(({ text }) => text)).toEqual(['he', 'l', 'lo ', 'mi', 'ster']);
  expect(pieces.map(({ isMarked, isSaid, isFaint }) => [isMarked, isSaid, isFaint].map(Number).join(''))).toEqual([
    '001',
    '101',
    '100',
    '110',
    '010',
  ]);
});

test('marks of a text that has become shorter do not reach over its end', () => {
  expect(piecesOf('abc', { marks: [[2, 9]] }).map(({ text }) => text)).toEqual(['ab', 'c']);
});
