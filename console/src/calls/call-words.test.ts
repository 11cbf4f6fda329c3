/** Calls in words. */
import { expect, test } from 'vitest';
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import { callTitle, startOf } from './call-words.ts';

const [ada, desk] = [
  { name: 'Ada', number: '201', kind: 'person' },
  { name: 'desk', number: '100', kind: 'bot' },
] as const;

test.each([
  [undefined, 'Ada → desk'],
  [{ isMeeting: false }, 'Group call of Ada'],
  [{ isMeeting: true }, 'Meeting'],
  [{ isMeeting: true, subject: 'Weekly' }, 'Weekly'],
])('%j: %s', (group, title) => {
  expect(callTitle({ from: ada, to: desk, group })).toBe(title);
});

test('a call begins with its earliest message, also when another was reported first', () => {
  expect(startOf([{ atMs: 20 }, { atMs: 12 }, { atMs: 30 }] as LadderMessage[])).toBe(12);
});
