/** What one wants to read and hear is said when it can be had, once, and again on a line that is there anew. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { LineLanguages } from '../../../../src/wire/live/page-event.ts';
import { LanguageWishes, type WishCommand } from './language-wishes.ts';

const offer: LineLanguages = { canCaption: true, spoken: 'en', captions: ['es', 'fr'], voices: ['es'], hasCaptions: false };
let kept: Map<string, string>;
let said: (WishCommand & { readonly isAsked: boolean })[];

const open = (): LanguageWishes =>
  new LanguageWishes({ say: (command, isAsked) => said.push({ ...command, isAsked }), onChange: () => undefined });

beforeEach(() => {
  kept = new Map();
  said = [];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

test('nothing is said for one who wants nothing', () => {
  const wishes = open();
  wishes.follow('leg', true);
  wishes.offer(offer);
  expect(said).toEqual([]);
});

test('captions are asked for once, and called off again', () => {
  const wishes = open();
  wishes.follow('leg', true);
  wishes.offer(offer);
  wishes.wish({ hasCaptions: true });
  wishes.follow('leg', true);
  wishes.wish({ hasCaptions: false });
  expect(said).toEqual([
    { kind: 'captions', isOn: true, language: undefined, isAsked: true },
    { kind: 'captions', isOn: false, isAsked: true },
  ]);
});

test('a language is remembered in this browser, and asked for by itself in the next meeting that has it', () => {
  const before = open();
  before.follow('leg', true);
  before.offer(offer);
  before.wish({ hasCaptions: true, language: 'es' });
  said = [];
  const later = open();
  expect(later.wishes).toEqual({ hasCaptions: true, language: 'es' });
  later.follow('other', true);
  expect(said).toEqual([{ kind: 'captions', isOn: true, language: undefined, isAsked: false }]);
  later.offer(offer);
  expect(said.at(-1)).toEqual({ kind: 'captions', isOn: true, language: 'es', isAsked: false });
});

test('a meeting without the language has captions as spoken, and the wish is kept', () => {
  kept.set('rollcall.likes.captions', 'on');
  kept.set('rollcall.likes.caption-language', 'es');
  const wishes = open();
  wishes.follow('leg', true);
  wishes.offer({ ...offer, captions: ['fr'] });
  expect([said.at(-1), wishes.language, wishes.wishes.language]).toEqual([
    { kind: 'captions', isOn: true, language: undefined, isAsked: false },
    undefined,
    'es',
  ]);
});

test('all of it is said again after a reconnect', () => {
  const wishes = open();
  wishes.follow('leg', true);
  wishes.offer(offer);
  wishes.wish({ hasCaptions: true, language: 'fr', voice: 'es' });
  const all = said.map((each) => ({ ...each, isAsked: false }));
  said = [];
  wishes.follow('leg', false);
  expect(said).toEqual([]);
  wishes.follow('leg', true);
  expect(said).toEqual(all);
});

test('where captions cannot be had they are not asked for, until they can', () => {
  kept.set('rollcall.likes.captions', 'on');
  const wishes = open();
  wishes.offer(offer);
  wishes.follow('leg', false);
  wishes.offer({ ...offer, canCaption: false, remedy: 'Install pocketsphinx' });
  wishes.follow('leg', true);
  expect(said).toEqual([]);
  wishes.offer(offer);
  expect(said.map(({ kind }) => kind)).toEqual(['captions']);
});

test('an interpreter is of one meeting, and the original is heard again when its voice is gone', () => {
  const wishes = open();
  wishes.follow('leg', true);
  wishes.offer(offer);
  wishes.wish({ voice: 'es' });
  wishes.offer({ ...offer, voices: [] });
  expect(said.map((each) => each.kind === 'interpretation' && each.language)).toEqual(['es', null]);
  wishes.follow('next', true);
  expect(wishes.wishes.voice).toBeUndefined();
});
