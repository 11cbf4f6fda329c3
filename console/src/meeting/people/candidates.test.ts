/** Whom one can ring into a meeting. */
import { expect, test } from 'vitest';
import { candidatesOf, looseNumber } from './candidates.ts';

const home = {
  people: [
    { userId: 'a', name: 'Ada Lovelace', number: '201', pages: 1, isInCall: false },
    { userId: 'g', name: 'Grace Hopper', number: '202', pages: 0, isInCall: false },
  ],
  bots: [
    { appId: 'b', name: 'front desk', number: '100', says: '', activeCalls: 0, health: 'unknown' as const },
    { appId: 'n', name: 'numberless', number: '', says: '', activeCalls: 0, health: 'unknown' as const },
  ],
};
const nobody = new Set<string>();

test('is found by a part of the name or of the number; bots without a number cannot be rung', () => {
  expect(candidatesOf(home, nobody, 'ADA').map(({ number }) => number)).toEqual(['201']);
  expect(candidatesOf(home, nobody, '20').map(({ number }) => number)).toEqual(['201', '202']);
  expect(candidatesOf(home, nobody, '').map(({ number }) => number)).toEqual(['201', '202', '100']);
  expect(candidatesOf(undefined, nobody, '')).toEqual([]);
});

test('who is there already is left out', () => {
  expect(candidatesOf(home, new Set(['201', '100']), '').map(({ number }) => number)).toEqual(['202']);
});

test.each([
  ['+1 (555) 010-0', '+15550100'],
  ['555', '555'],
  ['201', undefined],
  ['ada', undefined],
  ['  ', undefined],
  ['+-', undefined],
])('typed %j is the number %j', (typed, number) => {
  expect(looseNumber(candidatesOf(home, nobody, typed), nobody, typed)).toBe(number);
});
