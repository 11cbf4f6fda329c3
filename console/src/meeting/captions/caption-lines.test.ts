/** Captions stay where they are read. */
import { expect, test } from 'vitest';
import type { Caption } from '../../../../src/wire/live/page-event.ts';
import { captionLines, linesForEars } from './caption-lines.ts';

const said = (captionId: string, speaker: string, text: string, isFinal = true): Caption => ({ captionId, speaker, text, isFinal });

test('each caption is a line under its own key, and a revision changes no other line', () => {
  const before = captionLines([said('1', 'Ada', 'Hello'), said('2', 'Grace', 'we', false), said('3', 'Ada', 'How', false)]);
  const after = captionLines([said('1', 'Ada', 'Hello'), said('2', 'Grace', 'Well, yes.'), said('3', 'Ada', 'How', false)]);
  expect(before.map(({ key }) => key)).toEqual(['1', '2', '3']);
  expect(after.filter(({ key }) => key !== '2')).toEqual(before.filter(({ key }) => key !== '2'));
});

test('a speaker is new after another one', () => {
  const lines = captionLines([said('1', 'Ada', 'Hello.'), said('2', 'Ada', ' How are you?'), said('3', 'Grace', 'Well')]);
  expect(lines.map(({ isNewSpeaker, text }) => [isNewSpeaker, text])).toEqual([
    [true, 'Hello.'],
    [false, 'How are you?'],
    [true, 'Well'],
  ]);
});

test('an empty one is left out', () => {
  expect(captionLines([said('1', 'Ada', 'a'), said('2', 'Ada', ' ')])).toHaveLength(1);
});

test('ears are told what is final, and no more than the latest three', () => {
  const lines = captionLines([1, 2, 3, 4, 5].map((id) => said(String(id), 'Ada', 'x', id !== 5)));
  expect(linesForEars(lines).map(({ key }) => key)).toEqual(['2', '3', '4']);
});
