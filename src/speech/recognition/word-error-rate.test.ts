import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalised, wordErrorRate, wordErrors } from './word-error-rate.ts';

test.each([
  ['The cat sat.', 'the cat sat', 0, 0, 0],
  ['the cat sat', 'the bat sat', 1, 0, 0],
  ['the cat sat', 'the sat', 0, 0, 1],
  ['the cat sat', 'oh the cat has sat', 0, 2, 0],
  ['the meeting starts at ten', 'meeting starts at two and', 1, 1, 1],
  ['', 'oh', 0, 1, 0],
  ['', '', 0, 0, 0],
  ['one two', '', 0, 0, 2],
] as const)('"%s", heard as "%s": %i wrong, %i too many, %i missing', (said, heard, substitutions, insertions, deletions) => {
  expect(wordErrors(said, heard)).toMatchObject({ substitutions, insertions, deletions });
});

test('the rate is by the words that were said', () => {
  expect(wordErrors('a b c d', 'a b x d').rate).toBe(0.25);
  expect(wordErrors('a', 'a b c').rate).toBe(2);
  expect(wordErrors('', '').rate).toBe(0);
  expect(wordErrors('', 'a').rate).toBe(Infinity);
  expect(
    wordErrorRate([
      ['a b c', 'a b c'],
      ['d', 'e'],
    ]),
  ).toBe(0.25);
});

test('the alignment tells what became of each word', () => {
  expect(wordErrors('bring the big numbers', 'bring big numbers so').alignment).toEqual([
    { said: 'bring', heard: 'bring' },
    { said: 'the' },
    { said: 'big', heard: 'big' },
    { said: 'numbers', heard: 'numbers' },
    { heard: 'so' },
  ]);
});

test('case, marks and kinds of apostrophe do not count; accents and apostrophes within words do', () => {
  expect(normalised("“Don’t”, she said – 'Ünlü' re-opened: 42%!")).toEqual(["don't", 'she', 'said', 'ünlü', 're', 'opened', '42']);
});

test('the alignment holds both texts whole, and never more errors than words', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(words, words, (said, heard) => {
      const { alignment, substitutions, insertions, deletions } = wordErrors(said.join(' '), heard.join(' '));
      expect(alignment.flatMap((pair) => pair.said ?? [])).toEqual(said);
      expect(alignment.flatMap((pair) => pair.heard ?? [])).toEqual(heard);
      expect(substitutions + insertions + deletions).toBeLessThanOrEqual(Math.max(said.length, heard.length));
      expect(substitutions + insertions + deletions).toBeGreaterThanOrEqual(Math.abs(said.length - heard.length));
    }),
  );
});
