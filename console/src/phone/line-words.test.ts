/** The words under a line. */
import { expect, test } from 'vitest';
import { outcomeWords, recordedWords, stateWords, titleOf } from './line-words.ts';

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

test.each([
  [{ isInLobby: true }, 'Waiting to be let in'],
  [{ isOnHold: true }, 'On hold: music plays'],
  [{ mustReconnect: true, isOnHold: true }, 'Connecting you anew…'],
])('what apps do to a line goes before its sound: %j', (more, words) => {
  expect(stateWords({ state: 'connected', direction: 'outgoing', isElsewhere: false, ...more }, 'flowing')).toBe(words);
});

test('a call of many is named by its subject, or by what it is', () => {
  const peer = { name: 'Grace', number: '202', kind: 'person' } as const;
  const may = { mayAdmit: false, mayModerate: false, mayGiveRoles: false, mayShare: true, myRole: 'presenter' } as const;
  const group = { ...may, isMeeting: false, participants: [], startedMs: 0 };
  expect(titleOf({ peer })).toBe('Grace');
  expect(titleOf({ peer, group })).toBe('Group call');
  expect(titleOf({ peer, group: { ...group, isMeeting: true } })).toBe('Meeting');
  expect(titleOf({ peer, group: { ...group, subject: 'Weekly' } })).toBe('Weekly');
});

test('who records is named', () => {
  expect(recordedWords(['notes'])).toBe('notes records this call');
  expect(recordedWords(['a', 'b', 'c'])).toBe('a, b and c record this call');
});

test('a talked call says its direction, any other how it failed', () => {
  expect(outcomeWords({ outcome: 'talked', direction: 'incoming' })).toBe('Incoming');
  expect(outcomeWords({ outcome: 'noAnswer', direction: 'outgoing' })).toBe('No answer');
});
