/** A lone word is shown with what was said beside it. */
import { expect, test } from 'vitest';
import type { TranscriptLine } from '../../../src/wire/live/library.ts';
import { aroundOf, isLone } from './said-around.ts';

const speakers = ['Ada', 'Grace'].map((name) => ({ speakerId: name, name, spokenMs: 0, words: 0 }));
const line = (at: number, speakerId: string, text: string, more: Partial<TranscriptLine> = {}): TranscriptLine => ({
  segmentId: String(at),
  revision: 1,
  state: 'final',
  speakerId,
  startMs: at * 1_000,
  endMs: at * 1_000 + 900,
  text,
  language: 'en-US',
  isRedacted: false,
  ...more,
});

test('a few words are alone, a sentence is not', () => {
  expect(['social', 'yes, of course', 'that is the question', 'unverhältnismäßigerweise ja'].map(isLone)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the nearest that was understood on either side stands beside it, with who said it', () => {
  const segments = [
    line(1, 'Ada', 'What is it?'),
    line(2, 'Ada', '', { state: 'unheard' }),
    line(3, 'Grace', 'Social'),
    line(5, 'Ada', 'I see.'),
  ];
  expect(aroundOf({ segments, speakers }, '3')).toEqual({
    before: { speaker: 'Ada', text: 'What is it?' },
    after: { speaker: 'Ada', text: 'I see.' },
  });
});

test('what was said much earlier or later is about something else', () => {
  const segments = [line(1, 'Ada', 'Early'), line(100, 'Grace', 'Social'), line(200, 'Ada', 'Late')];
  expect(aroundOf({ segments, speakers }, '100')).toEqual({ before: undefined, after: undefined });
  expect(aroundOf({ segments, speakers }, 'gone')).toEqual({});
});

test('of a long sentence the end before it and the beginning after it are read, cut between words', () => {
  const long = 'one two three four five six seven '.repeat(6).trim();
  const { before, after } = aroundOf({ segments: [line(1, 'Ada', long), line(2, 'Grace', 'Social'), line(3, 'Ada', long)], speakers }, '2');
  expect([before?.text.startsWith('… '), after?.text.endsWith(' …')]).toEqual([true, true]);
  expect(long.endsWith(before?.text.slice(2) ?? '-') && long.startsWith(after?.text.slice(0, -2) ?? '-')).toBe(true);
  expect(Math.max(before?.text.length ?? 0, after?.text.length ?? 0)).toBeLessThanOrEqual(92);
});
