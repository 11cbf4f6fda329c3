/** What is not to be seen takes its room and nothing else. */
import { expect, test } from 'vitest';
import type { TranscriptLine } from '../../../../src/wire/live/library.ts';
import { heightOf, isWhole, stretchesOf } from './stretches.ts';

const line = (speakerId: string, text: string): TranscriptLine => ({
  segmentId: text,
  revision: 1,
  state: 'final',
  speakerId,
  startMs: 0,
  endMs: 1,
  text,
  language: 'en',
  isRedacted: false,
});

test('stretches have every row once, in order', () => {
  const stretches = stretchesOf(5_001);
  expect(stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at))).toEqual(
    Array.from({ length: 5_001 }, (_, at) => at),
  );
  expect(isWhole(5_001)).toBe(false);
});

test('a short transcript is one stretch, none has none', () => {
  expect([stretchesOf(200), stretchesOf(0), isWhole(200)]).toEqual([[{ from: 0, to: 200 }], [], true]);
});

test('longer texts, new speakers and narrower lists are higher', () => {
  const lines = [line('a', 'Yes.'), line('a', 'x'.repeat(200)), line('b', 'Yes.')];
  const each = [0, 1, 2].map((from) => heightOf(lines, { from, to: from + 1 }, 400));
  expect((each[1] ?? 0) > (each[0] ?? 0)).toBe(true);
  expect(each[2]).toBe(each[0]);
  expect(heightOf(lines, { from: 0, to: 3 }, 400)).toBe(each.reduce((sum, height) => sum + height, 0));
  expect(heightOf(lines, { from: 0, to: 3 }, 300)).toBeGreaterThan(heightOf(lines, { from: 0, to: 3 }, 800));
});
