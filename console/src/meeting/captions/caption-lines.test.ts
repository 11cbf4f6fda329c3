/** Captions are gathered by who speaks. */
import { expect, test } from 'vitest';
import type { Caption } from '../../../../src/wire/live/page-event.ts';
import { captionLines } from './caption-lines.ts';

const said = (captionId: string, speaker: string, text: string, isFinal = true): Caption => ({ captionId, speaker, text, isFinal });

test('what one says in a row is one line, another speaker begins a new one', () => {
  const lines = captionLines([
    said('1', 'Ada', 'Hello.'),
    said('2', 'Ada', ' How are you?'),
    said('3', 'Grace', 'Well'),
    said('4', 'Ada', 'Good'),
  ]);
  expect(lines.map(({ speaker, text }) => `${speaker}: ${text}`)).toEqual(['Ada: Hello. How are you?', 'Grace: Well', 'Ada: Good']);
});

test('what may still change is not taken for final, and nothing is added behind it', () => {
  const lines = captionLines([said('1', 'Ada', 'Hello', false), said('2', 'Ada', 'there')]);
  expect(lines).toEqual([
    { key: '1', speaker: 'Ada', text: 'Hello', isFinal: false },
    { key: '2', speaker: 'Ada', text: 'there', isFinal: true },
  ]);
});

test('a long line is closed, and an empty one is left out', () => {
  expect(captionLines([said('1', 'Ada', 'a'.repeat(200)), said('2', 'Ada', 'b'.repeat(100)), said('3', 'Ada', ' ')])).toHaveLength(2);
});
