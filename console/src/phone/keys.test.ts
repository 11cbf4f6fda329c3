/** Which presses are keys of the phone, and what they sound like. */
import { describe, expect, test } from 'vitest';
import { isTypedInto, keyOf, tonesOf, type Press } from './keys.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

describe('a press on the keyboard', () => {
  test.each(['0', '5', '9', '*', '#'])('of %s is that key', (key) => {
    expect(keyOf(press(key))).toBe(key);
  });

  test.each([
    ['a letter', press('a')],
    ['Enter', press('Enter')],
    ['a digit with Ctrl, which switches tabs', press('1', { ctrlKey: true })],
    ['a held key’s repetition', press('1', { repeat: true })],
    ['part of a composed character', press('1', { isComposing: true })],
  ])('of %s is none', (_, one) => {
    expect(keyOf(one)).toBeUndefined();
  });
});

test.each([
  ['a text field', { tagName: 'INPUT', type: 'text' }, true],
  ['a search field', { tagName: 'INPUT', type: 'search' }, true],
  ['a list of devices', { tagName: 'SELECT' }, true],
  ['an editable paragraph', { tagName: 'P', isContentEditable: true }, true],
  ['a slider', { tagName: 'INPUT', type: 'range' }, false],
  ['a button', { tagName: 'BUTTON' }, false],
  ['nothing', null, false],
] as const)('%s is typed into: %o → %s', (_, target, expected) => {
  expect(isTypedInto(target)).toBe(expected);
});

test.each([
  ['1', [697, 1209]],
  ['5', [770, 1336]],
  ['#', [941, 1477]],
  ['0', [941, 1336]],
] as const)('key %s sounds as %o', (key, tones) => {
  expect(tonesOf(key)).toEqual(tones);
});

test('a letter has no sound', () => {
  expect(tonesOf('x')).toBeUndefined();
});
