/** A ladder for a terminal. */
import { expect, test } from 'vitest';
import type { LadderMessage, Rail } from '../../wire/live/ladder.ts';
import { ladderText } from './ladder-text.ts';

const ada: Rail = { id: 'a', name: 'Ada', kind: 'person' };
const switchboard: Rail = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' };
const bot: Rail = { id: 'b', name: 'menu', kind: 'bot' };
const other: Rail = { id: 'c', name: 'notes', kind: 'bot' };
const sent = { kind: 'exchange', method: 'POST', url: '', requestHeaders: {}, seenBy: [] } as const;

const rungs: readonly LadderMessage[] = [
  { ...sent, order: 1, atMs: 1_000, from: switchboard, to: bot, title: 'call incoming', status: 202 },
  {
    ...sent,
    order: 2,
    atMs: 1_500,
    from: other,
    to: switchboard,
    title: 'POST mute',
    status: 404,
    tookMs: 250,
    problem: 'Refused with 404.',
  },
  { kind: 'fact', order: 3, atMs: 2_000, at: ada, title: 'Ada has left', tone: 'neutral', detail: 'She hung up.\nmore' },
  { kind: 'fact', order: 4, atMs: 2_000, at: bot, title: 'The code of menu threw', tone: 'bad', detail: 'no' },
];

test('a column for each who takes part, people first, and an arrow for each message', () => {
  expect(ladderText({ callId: '1', from: 'Ada', to: 'menu', rungs }, { startWallMs: 1_000 }).split('\n')).toEqual([
    'The call from Ada to menu:',
    '            ┌ Ada',
    '            │  ┌ Switchboard',
    '            │  │  ┌ menu',
    '            │  │  │  ┌ notes',
    '   0.000 s  │  ├─▶│  │  call incoming (202)',
    '   0.500 s  │  │◀╌┼╌╌┤  ✗ POST mute (404 in 250 ms)',
    '            │  │  │  │    Refused with 404.',
    '   1.000 s  ●  │  │  │  Ada has left',
    '            │  │  │  │    She hung up.',
    '   1.000 s  │  │  ✗  │  The code of menu threw',
    '            │  │  │  │    no',
  ]);
});

test('of a long one the latest, and what was left out is counted', () => {
  const text = ladderText({ callId: '1', from: 'Ada', to: 'menu', rungs }, { startWallMs: 1_000, most: 1 });
  expect(text).toContain('┊  … 3 earlier rungs are left out');
  expect(text).not.toContain('POST mute');
});
