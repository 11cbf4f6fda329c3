/** Languages are named for whoever speaks them, and for whoever does not. */
import { expect, test } from 'vitest';
import { directionOf, langOf, languageName, languageWords } from './language-name.ts';

test('a language has its own name and the English one, once where they are the same', () => {
  expect(languageName('es')).toEqual({ own: 'Español', english: 'Spanish' });
  expect(languageName('en')).toEqual({ own: 'English' });
  expect(languageWords('de')).toBe('Deutsch · German');
});

test('a region is part of the name', () => {
  expect(languageWords('pt-BR')).toMatch(/Brasil.* · Brazilian Portuguese/);
});

test('what nobody knows is said to be unknown, and what is no tag stands as it is', () => {
  expect(languageWords('und')).toBe('Unknown language');
  expect(languageWords('not a tag')).toBe('not a tag');
});

test('Arabic, Hebrew and Persian are written from the right, also with a region; an Uzbek text from the left', () => {
  expect(['ar', 'he-IL', 'fa', 'ur'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl']);
  expect(['en', 'uz', 'ja'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr']);
  expect(directionOf('az-Arab')).toBe('rtl');
  expect([undefined, 'und', '!'].map(directionOf)).toEqual(['auto', 'auto', 'auto']);
});

test('an unknown language is not said to a screen reader', () => {
  expect([langOf('und'), langOf(undefined), langOf('es')]).toEqual([undefined, undefined, 'es']);
});
