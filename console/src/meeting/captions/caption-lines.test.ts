/** Captions stay where they are read. */
import { expect, test } from 'vitest';
import type { Caption } from '../../../../src/wire/live/page-event.ts';
import { captionLines, linesForEars, outdated, parted } from './caption-lines.ts';

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

test('whoever changes the language is shown nothing in the one before, until it comes in the new one', () => {
  const spoken = (id: string, language: string | undefined): Caption => ({ ...said(id, 'Ada', `${id} ${language ?? ''}`), language });
  const captions = [spoken('1', 'en-US'), spoken('2', 'en-US'), spoken('3', 'es'), spoken('4', undefined)];
  const old = outdated(captions, 'es-MX');
  const idsOf = (now: readonly Caption[]): readonly (readonly string[])[] => {
    const { before, since } = parted(now, old);
    return [before, since].map((part) => part.map(({ captionId }) => captionId));
  };
  expect(idsOf(captions)).toEqual([['1', '2', '4'], ['3']]);
  // A late revision of what is past, one that is translated now, and what is new though nobody could translate it.
  expect(idsOf([captions[0], spoken('2', 'es'), spoken('3', 'es'), spoken('5', 'en-US')].filter((each) => each !== undefined))).toEqual([
    ['1'],
    ['2', '3', '5'],
  ]);
});
