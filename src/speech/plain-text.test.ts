import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test.each([
  ['  Hello,\n\tAda. ', 'Hello, Ada.'],
  ['a\0b\x1b[31mc\x7f', 'a b 31mc'],
  ['<b>Hello</b> &amp; bye', 'b Hello /b amp bye'],
  ['[[h@loU]]', 'h@loU'],
  ['soft\u00adhyphen \u202eback\u202c', 'softhyphen back'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['\ud800 half \u{1F4DE}', 'half \u{1F4DE}'],
  ['-o file', '-o file'],
])('%j is spoken as %j', (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test('the limit is said in the error', () => {
  expect(() => plainText('x'.repeat(5_001))).toThrow('5001 characters is too long to be spoken at once: give at most 5000');
  expect(plainText('x'.repeat(5_000))).toHaveLength(5_000);
});
