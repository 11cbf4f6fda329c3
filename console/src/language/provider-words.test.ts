/** Whoever speaks and reads is told where it goes. */
import { expect, test } from 'vitest';
import type { LineLanguages } from '../../../src/wire/live/page-event.ts';
import { captionNotes, transcriberWords, translatorWords } from './provider-words.ts';

const here = { name: 'pocketsphinx', leavesMachine: false };
const away = { name: 'OpenAI', leavesMachine: true, sendsTo: 'api.openai.com' };
const line: LineLanguages = { canCaption: true, spoken: 'en', captions: ['es'], voices: [], hasCaptions: true };

test('what stays is said to stay, what leaves is said to leave, and where to', () => {
  expect(transcriberWords(here)).toEqual({ words: 'On this machine, by pocketsphinx', leaves: false });
  expect(transcriberWords(away)).toEqual({ words: 'Sound is sent to api.openai.com', leaves: true });
  expect(transcriberWords({ ...away, sendsTo: undefined }).words).toBe('Sound is sent to OpenAI');
  expect(translatorWords(away).words).toBe('Text is sent to api.openai.com to be translated');
});

test('the translator is told to those who read a translation, and what leaves comes first', () => {
  const both = { ...line, transcriber: here, translator: away };
  expect(captionNotes(both, undefined).map(({ words }) => words)).toEqual(['On this machine, by pocketsphinx']);
  expect(captionNotes(both, 'es').map(({ leaves }) => leaves)).toEqual([true, false]);
});

test('captions of a bot that does not tell are said to be that bot’s', () => {
  expect(captionNotes({ ...line, by: 'captioner' }, undefined)).toEqual([{ words: 'By captioner', leaves: false }]);
});
