/** What a rung says. */
import { expect, test } from 'vitest';
import type { LadderExchange } from '../../../src/wire/live/ladder.ts';
import { isBad, seenByWords, spokenRung, statusWords } from './rung-words.ts';

const base: LadderExchange = {
  kind: 'exchange',
  order: 1,
  atMs: 0,
  from: { id: 'b', name: 'Front desk', kind: 'bot' },
  to: { id: 's', name: 'Switchboard', kind: 'switchboard' },
  title: 'POST answer',
  method: 'POST',
  url: '/',
  requestHeaders: {},
  seenBy: ['bot', 'switchboard'],
};

test.each([
  ['awaited', base, '…', false, 'POST answer, from Front desk to Switchboard, no answer yet'],
  ['answered', { ...base, status: 202, tookMs: 12 }, '202', false, 'POST answer, from Front desk to Switchboard, answered 202 in 12 ms'],
  ['refused', { ...base, status: 404 }, '404', true, 'POST answer, from Front desk to Switchboard, answered 404'],
  [
    'never sent',
    { ...base, problem: 'The bot is down.' },
    'failed',
    true,
    'POST answer, from Front desk to Switchboard, failed. The bot is down.',
  ],
] as const)('a message that is %s', (_, message, status, bad, spoken) => {
  expect(statusWords(message)).toBe(status);
  expect(isBad(message)).toBe(bad);
  expect(spokenRung(message)).toBe(spoken);
});

test('who saw a message is told in words', () => {
  expect(seenByWords(['bot'])).toBe('the bot only');
  expect(seenByWords(['switchboard', 'bot'])).toBe('the bot and the switchboard');
});
