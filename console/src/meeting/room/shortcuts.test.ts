/** The keys of a meeting. */
import { expect, test } from 'vitest';
import { ariaShortcut, shortcutOf, shortcutWords } from './shortcuts.ts';

const press = { key: 'M', ctrlKey: true, metaKey: false, shiftKey: true, altKey: false, repeat: false };

test.each([
  ['M', 'microphone'],
  ['o', 'camera'],
  ['K', 'hand'],
  ['E', 'share'],
  ['X', undefined],
])('Ctrl+Shift+%s means %s', (key, shortcut) => {
  expect(shortcutOf({ ...press, key })).toBe(shortcut);
});

test('⌘ does as well as Ctrl; a plain letter, Alt and a held key mean nothing', () => {
  expect(shortcutOf({ ...press, ctrlKey: false, metaKey: true })).toBe('microphone');
  expect(shortcutOf({ ...press, ctrlKey: false })).toBeUndefined();
  expect(shortcutOf({ ...press, shiftKey: false })).toBeUndefined();
  expect(shortcutOf({ ...press, altKey: true })).toBeUndefined();
  expect(shortcutOf({ ...press, repeat: true })).toBeUndefined();
});

test('is written for eyes and for a screen reader', () => {
  expect(shortcutWords('hand')).toBe('Ctrl+Shift+K');
  expect(ariaShortcut('hand')).toBe('Control+Shift+K');
});
