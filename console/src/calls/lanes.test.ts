/** The drawing of a ladder. */
import { expect, test } from 'vitest';
import type { LadderMessage, Rail } from '../../../src/wire/live/ladder.ts';
import { middleOf, railsOf, spanOfArrow } from './lanes.ts';

const ada: Rail = { id: 'p:ada', name: 'Ada', kind: 'person' };
const grace: Rail = { id: 'p:grace', name: 'Grace', kind: 'person' };
const house: Rail = { id: 's', name: 'Switchboard', kind: 'switchboard' };
const desk: Rail = { id: 'b:desk', name: 'Front desk', kind: 'bot' };
const fact = (at: Rail): LadderMessage => ({ kind: 'fact', order: 0, atMs: 0, at, title: '', tone: 'neutral' });
const exchange = (from: Rail, to: Rail): LadderMessage => ({
  kind: 'exchange',
  order: 0,
  atMs: 0,
  from,
  to,
  title: '',
  method: 'POST',
  url: '',
  requestHeaders: {},
  seenBy: ['bot'],
});

test('rails stand people, switchboard, bots, each once, whoever appears first', () => {
  const rails = railsOf([exchange(house, desk), fact(ada), exchange(desk, house), fact(grace), fact(ada)]);
  expect(rails.map(({ name }) => name)).toEqual(['Ada', 'Grace', 'Switchboard', 'Front desk']);
});

test('lanes share the width', () => {
  expect([0, 1, 2, 3].map((index) => middleOf(index, 4))).toEqual([12.5, 37.5, 62.5, 87.5]);
});

test.each([
  [1, 2, { left: 50, width: 33.333, points: 'right' }],
  [2, 1, { left: 50, width: 33.333, points: 'left' }],
  [0, 2, { left: 16.666, width: 66.666, points: 'right' }],
  [1, 1, { left: 50, width: 0, points: 'self' }],
] as const)('an arrow from rail %i to rail %i of three', (from, to, span) => {
  const arrow = spanOfArrow(from, to, 3);
  expect(arrow.left).toBeCloseTo(span.left, 2);
  expect(arrow.width).toBeCloseTo(span.width, 2);
  expect(arrow.points).toBe(span.points);
});
