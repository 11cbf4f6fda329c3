/** Moments in links. */
import { expect, test } from 'vitest';
import { exactMoment, momentOfText, spokenMoment, textOfMoment } from './moment.ts';

test.each([
  ['0', 0],
  ['3723', 3_723_000],
  ['3723.5', 3_723_500],
  ['1:02:03', 3_723_000],
  ['62:03', 3_723_000],
  ['0:07', 7_000],
  ['0:07.250', 7_250],
  [' 1h2m3s ', 3_723_000],
  ['90m', 5_400_000],
  ['15S', 15_000],
])('%s is %i ms', (text, ms) => expect(momentOfText(text)).toBe(ms));

test.each(['', 'x', '1:2:3:4', '1:60', '1:60:00', '-5', '1:', ':5', '1e9', 'h', '99999999'])('"%s" is no moment', (text) =>
  expect(momentOfText(text)).toBeUndefined(),
);

test('where a sentence begins is written to the thousandth, and reads back', () => {
  expect([0, 61_000, 61_007, 3_600_120].map(exactMoment)).toEqual(['0:00', '1:01', '1:01.007', '1:00:00.120']);
  for (const ms of [0, 999, 61_007, 3_600_120]) expect(momentOfText(exactMoment(ms))).toBe(ms);
});

test('what is written as a moment reads back', () => {
  for (const ms of [0, 1_000, 59_000, 3_600_000, 10_799_000]) expect(momentOfText(textOfMoment(ms))).toBe(ms);
});

test.each([
  [0, '0 seconds'],
  [1_999, '1 second'],
  [3_723_000, '1 hour 2 minutes 3 seconds'],
  [7_200_000, '2 hours'],
])('%i ms is spoken "%s"', (ms, words) => expect(spokenMoment(ms)).toBe(words));
