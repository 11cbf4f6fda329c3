/** The words under a line. */
import { expect, test } from 'vitest';
import { outcomeWords, stateWords } from './line-words.ts';

test.each([
  ['calling', 'outgoing', false, undefined, 'Calling…'],
  ['ringing', 'incoming', false, undefined, 'Incoming call'],
  ['connected', 'outgoing', false, 'flowing', 'Connected'],
  ['connected', 'outgoing', false, 'closed', 'Hanging up…'],
  ['connected', 'outgoing', false, 'connecting', 'Connecting sound…'],
  ['connected', 'outgoing', false, 'failed', 'No sound gets through'],
  ['connected', 'outgoing', false, 'interrupted', 'Sound interrupted, trying to get it back…'],
  ['transferring', 'outgoing', false, 'flowing', 'Putting you through…'],
  ['connected', 'incoming', true, undefined, 'On your other window'],
  ['calling', 'outgoing', true, undefined, 'On your other window'],
  ['ended', 'incoming', true, undefined, 'Call ended'],
] as const)('%s %s, elsewhere %s, sound %s: %s', (state, direction, isElsewhere, sound, words) => {
  expect(stateWords({ state, direction, isElsewhere }, sound)).toBe(words);
});

test('a talked call says its direction, any other how it failed', () => {
  expect(outcomeWords({ outcome: 'talked', direction: 'incoming' })).toBe('Incoming');
  expect(outcomeWords({ outcome: 'noAnswer', direction: 'outgoing' })).toBe('No answer');
});
