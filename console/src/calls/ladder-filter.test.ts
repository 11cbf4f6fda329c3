/** Finding a rung, finding a call. */
import { describe, expect, test } from 'vitest';
import type { LadderExchange, LadderFact, Rail } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { filtered, foundCalls } from './ladder-filter.ts';

const house: Rail = { id: 's', name: 'Switchboard', kind: 'switchboard' };
const desk: Rail = { id: 'b', name: 'Front desk', kind: 'bot' };
const play: LadderExchange = {
  kind: 'exchange',
  order: 1,
  atMs: 0,
  from: desk,
  to: house,
  title: 'POST playPrompt',
  method: 'POST',
  url: '/communications/calls/1/playPrompt',
  requestHeaders: { 'content-type': 'application/json' },
  requestBody: '{"clientContext":"Greeting"}',
  status: 400,
  seenBy: ['bot', 'switchboard'],
  problem: 'The prompt is an MP3.',
};
const key: LadderFact = { kind: 'fact', order: 2, atMs: 0, at: house, title: 'Key 1 pressed', tone: 'neutral' };

describe('a ladder', () => {
  test.each([
    ['playprompt', [1]],
    ['greeting', [1]],
    ['mp3 400', [1]],
    ['key', [2]],
    ['switchboard', [1, 2]],
    ['key mp3', []],
    ['  ', [1, 2]],
  ])('searched for “%s”', (text, orders) => {
    expect(filtered([play, key], { text }).map(({ order }) => order)).toEqual(orders);
  });

  test('narrowed to one rail keeps what touches it', () => {
    expect(filtered([play, key], { text: '', rail: 'b' })).toEqual([play]);
  });
});

test('calls are found by name, number, summary and state', () => {
  const call: CallSummary = {
    callId: 'abc-1',
    from: { name: 'Ada Moreno', number: '201', kind: 'person' },
    to: { name: 'Front desk', number: '100', kind: 'bot' },
    startedMs: 0,
    state: 'ended',
    summary: 'Talked for 12 s',
  };
  for (const find of ['ada', '100', 'moreno desk', 'talked', 'ABC-1', 'ended']) expect(foundCalls([call], find)).toEqual([call]);
  expect(foundCalls([call], 'grace')).toEqual([]);
});
