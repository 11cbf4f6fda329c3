/** Which press does what. */
import { describe, expect, test } from 'vitest';
import { deedOf } from './player-keys.ts';

const press = (key: string, held: 'ctrlKey' | 'metaKey' | 'altKey' | 'none' = 'none'): Parameters<typeof deedOf>[0] => ({
  key,
  ctrlKey: held === 'ctrlKey',
  metaKey: held === 'metaKey',
  altKey: held === 'altKey',
});

describe('on the page', () => {
  test.each([
    [' ', { do: 'toggle' }],
    ['k', { do: 'toggle' }],
    ['K', { do: 'toggle' }],
    ['j', { do: 'by', ms: -10_000 }],
    ['L', { do: 'by', ms: 10_000 }],
    ['ArrowLeft', { do: 'by', ms: -5_000 }],
    ['.', { do: 'by', ms: 100 }],
    ['0', { do: 'toShare', share: 0 }],
    ['7', { do: 'toShare', share: 0.7 }],
    ['c', { do: 'nextChapter' }],
    ['C', { do: 'previousChapter' }],
    [']', { do: 'faster' }],
    ['?', { do: 'keys' }],
    ['Home', undefined],
    ['PageDown', undefined],
    ['ArrowDown', undefined],
    ['x', undefined],
    ['Enter', undefined],
  ])('%s does %j', (key, deed) => expect(deedOf(press(key), 'page')).toEqual(deed));
});

test('the time line has the keys of a slider', () => {
  expect(deedOf(press('Home'), 'timeLine')).toEqual({ do: 'toShare', share: 0 });
  expect(deedOf(press('End'), 'timeLine')).toEqual({ do: 'toShare', share: 1 });
  expect(deedOf(press('PageUp'), 'timeLine')).toEqual({ do: 'by', ms: 60_000 });
  expect(deedOf(press('ArrowDown'), 'timeLine')).toEqual({ do: 'by', ms: -5_000 });
});

test('nothing is taken from where one writes, from a button its space, from a choice its arrows and letters', () => {
  expect([' ', 'k', '5', 'ArrowLeft'].map((key) => deedOf(press(key), 'field'))).toEqual([undefined, undefined, undefined, undefined]);
  expect(deedOf(press(' '), 'button')).toBeUndefined();
  expect(deedOf(press('k'), 'button')).toEqual({ do: 'toggle' });
  expect(['ArrowLeft', ' ', '1'].map((key) => deedOf(press(key), 'choice'))).toEqual([undefined, undefined, undefined]);
});

test.each(['ctrlKey', 'metaKey', 'altKey'] as const)('with %s a key is the browser’s', (held) => {
  expect(deedOf(press('c', held), 'page')).toBeUndefined();
});
