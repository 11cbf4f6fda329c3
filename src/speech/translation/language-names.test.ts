import { describe, expect, test } from 'vitest';
import { canonical, fittingLanguage, isSameLanguage, languageName, plainLanguage } from './language-names.ts';

test.each([
  ['es', undefined, 'Español'],
  ['fr-CA', undefined, 'Français (Canada)'],
  ['de', 'en', 'German'],
  ['pt-BR', 'en', 'Portuguese (Brazil)'],
  ['eng', 'en-GB', 'English'],
  ['tlh', 'en', 'Klingon'],
  ['und', 'en', 'und'],
  ['not a tag', 'en', 'not a tag'],
  ['es', 'not a tag', 'Español'],
])('%s is called, in %s, %s', (tag, shownIn, name) => expect(languageName(tag, { shownIn })).toBe(name));

test.each([
  ['eng', 'en'],
  ['ES-mx', 'es-MX'],
  ['iw', 'he'],
  ['und', undefined],
  ['und-Latn', undefined],
  ['', undefined],
  ['../x', undefined],
])('%j is rightly spelt %j', (tag, right) => expect(canonical(tag)).toBe(right));

test.each([
  ['es-MX', 'es'],
  ['zh-TW', 'zh-Hant'],
  ['zh-CN', 'zh'],
  ['sr-Latn', 'sr-Latn'],
  ['nb-NO', 'no'],
])('%s is, without its region, %s', (tag, plain) => expect(plainLanguage(tag)).toBe(plain));

describe('two tags', () => {
  test.each([
    ['es', 'es-MX', true],
    ['es-ES', 'es-MX', true],
    ['spa', 'es', true],
    ['zh-Hans', 'zh-TW', false],
    ['en', 'es', false],
    ['und', 'und', false],
  ])('%s and %s mean one language: %s', (one, other, same) => expect(isSameLanguage(one, other)).toBe(same));

  test.each([
    ['es-MX', ['es-ES', 'es', 'es-MX'], 'es-MX'],
    ['es-MX', ['es-ES', 'es'], 'es'],
    ['es', ['es-ES', 'es-AR'], 'es-ES'],
    ['zh-TW', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    ['de', ['es'], undefined],
  ])('%s among %j: %s', (tag, tags, fits) => expect(fittingLanguage(tag, tags)).toBe(fits));
});
