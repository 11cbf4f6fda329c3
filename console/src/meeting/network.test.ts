/** How the network fares, in one word. */
import { expect, test } from 'vitest';
import { lossBetween, networkOf } from './network.ts';

test.each([
  [{}, 'good'],
  [{ lossUp: 0.02, lossDown: 0.01, roundTripMs: 120 }, 'good'],
  [{ lossUp: 0.05 }, 'poor'],
  [{ pictureLoss: 0.05 }, 'poor'],
  [{ roundTripMs: 400 }, 'poor'],
  [{ lossDown: 0.15 }, 'bad'],
  [{ roundTripMs: 900 }, 'bad'],
] as const)('%j is %s', (figures, word) => {
  expect(networkOf(figures)).toBe(word);
});

test('loss is the share of what was lost since the count before', () => {
  expect(lossBetween({ received: 1_000, lost: 50 }, { received: 1_090, lost: 60 })).toBeCloseTo(0.1);
});

test('too few packets tell nothing, and packets that were sent again take nothing away', () => {
  expect(lossBetween({ received: 100, lost: 0 }, { received: 105, lost: 1 })).toBeUndefined();
  expect(lossBetween({ received: 100, lost: 9 }, { received: 200, lost: 5 })).toBe(0);
});
