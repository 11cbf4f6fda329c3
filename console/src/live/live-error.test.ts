/** What counts as an answer of the switchboard. */
import { expect, test } from 'vitest';
import { isUnanswered, LiveError, noAnswer, notConnected } from './live-error.ts';

test('a lost connection is no refusal, an unknown person is', () => {
  expect([notConnected(), noAnswer()].map(isUnanswered)).toEqual([true, true]);
  expect(isUnanswered(new LiveError({ code: 'live/unknown-person', message: 'Nobody here is called nobody.' }))).toBe(false);
});
