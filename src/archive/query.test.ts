import { expect, test } from 'vitest';
import type { KeptRecording } from './port.ts';
import { pageOf } from './query.ts';
import { next } from './fold.ts';
import { viewOf } from './view.ts';

function kept(recordingId: string, startedMs: number, changed: Partial<KeptRecording> = {}): KeptRecording {
  const words = { madeBy: { id: 'b', name: 'Bot' }, subject: `about ${recordingId}`, callId: 'c' };
  const state = next(undefined, recordingId, {
    type: 'recordingStarted',
    atMs: startedMs,
    data: { kind: 'recording', startedMs, keepMs: null },
    words,
  });
  if (!state) throw new Error('no state');
  return { ...viewOf(state), ...changed };
}

const all = [
  kept('a', 1_000, { subject: 'Budget 2026', people: [{ id: 'zoe', name: 'Zoë Müller' }] }),
  kept('b', 2_000, { subject: 'Budget', meetingId: 'm1', organizer: { id: 'ada', name: 'Ada' } }),
  kept('c', 3_000, { kind: 'voicemail' }),
  kept('d', 3_000),
];
const found = (query: Parameters<typeof pageOf>[1], before?: Parameters<typeof pageOf>[2]): readonly string[] =>
  pageOf(all, query, before).map(({ recordingId }) => recordingId);

test.each([
  ['all, newest first', {}, ['d', 'c', 'b', 'a']],
  ['words that must all be there', { text: ' budget  2026 ' }, ['a']],
  ['names without their accents', { text: 'zoe muller' }, ['a']],
  ['words that are in nobody’s', { text: 'budget grace' }, []],
  ['a person who was recorded', { personId: 'zoe' }, ['a']],
  ['a person who organized', { personId: 'ada' }, ['b']],
  ['a meeting', { meetingId: 'm1' }, ['b']],
  ['a time, its end left out', { fromMs: 1_000, toMs: 3_000 }, ['b', 'a']],
  ['a kind', { kind: 'voicemail' as const }, ['c']],
  ['no more than wanted', { atMost: 2 }, ['d', 'c']],
])('%s', (_, query, expected) => {
  expect(found(query)).toEqual(expected);
});

test('the next page begins behind the last, also of those with the same time, and of one that is gone', () => {
  expect(found({ atMost: 1 }, { recordingId: 'd', startedMs: 3_000 })).toEqual(['c']);
  expect(found({}, { recordingId: 'gone', startedMs: 2_500 })).toEqual(['b', 'a']);
});
