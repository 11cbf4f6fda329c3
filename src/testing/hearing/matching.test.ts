import { expect, test } from 'vitest';
import type { Heard } from './heard.ts';
import { findWords } from './matching.ts';

const heard = ['Hello.', 'Press 1 for', 'sales, or 2.', 'Goodbye.'].map((text): Heard => ({
  text,
  full: text,
  by: 'bot',
  fromMs: 0,
  toMs: 1,
  isOver: true,
  isWhole: true,
  gainDb: 0,
  gaps: [],
  likeness: 1,
}));

test.each([
  ['Hello', 0, 0],
  ['for sales', 0, 2],
  [/press 1/i, 0, 1],
  [/1 .* 2/g, 0, 2],
  [/^Goodbye/, 0, 3],
  ['Goodbye', 3, 3],
  ['', 1, 1],
] as const)('%s from piece %i is complete with piece %i', (words, from, index) => {
  expect(findWords(words, heard, from)).toEqual({ index });
});

test.each([
  ['hello', 0],
  ['Hello', 1],
  ['Goodbye', 4],
  [/sales.*Hello/, 0],
] as const)('%s from piece %i is not there', (words, from) => {
  expect(findWords(words, heard, from)).toBeUndefined();
});
