import { expect, test } from 'vitest';
import { sentencesOf } from './sentences.ts';

test.each<[string, string, readonly string[]]>([
  ['en', 'Hello. Press one! Or two?', ['Hello.', 'Press one!', 'Or two?']],
  ['en', 'Dr. Smith is out. Ask J. Doe.', ['Dr. Smith is out.', 'Ask J. Doe.']],
  ['en', 'It costs 3.50 now.', ['It costs 3.50 now.']],
  ['ja', 'こんにちは。元気ですか。', ['こんにちは。', '元気ですか。']],
  ['not a language!', 'One. Two.', ['One.', 'Two.']],
])('in %s, %j is said as %j', (language, text, expected) => {
  expect(sentencesOf(text, language)).toEqual(expected);
});

test('a long first sentence is begun at a comma, so that it sounds early', () => {
  const text = 'To speak to a person at the front desk of the company, press zero at any time, or simply stay on the line.';
  expect(sentencesOf(text)).toEqual([
    'To speak to a person at the front desk of the company, press zero at any time,',
    'or simply stay on the line.',
  ]);
});

test('nothing is lost of a text without any end, and no character is cut in two', () => {
  const words = 'word '.repeat(500).trim();
  expect(sentencesOf(words).join(' ')).toBe(words);
  const phones = '📞'.repeat(500);
  const pieces = sentencesOf(phones);
  expect(pieces.join('')).toBe(phones);
  for (const piece of pieces) {
    expect(piece).not.toMatch(/\p{Cs}/u);
    expect(piece.length).toBeLessThanOrEqual(300);
  }
});
