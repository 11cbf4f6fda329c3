import { expect, test } from 'vitest';
import { upcast } from './upcast.ts';

const bringUp = upcast([
  { type: 'rang', version: 1, up: (data) => ({ from: data }) },
  { type: 'rang', version: 2, up: (data) => ({ ...(data as object), hasVideo: false }) },
]);

test.each([
  [1, 'Ada', { from: 'Ada', hasVideo: false }],
  [2, { from: 'Ada' }, { from: 'Ada', hasVideo: false }],
  [3, { from: 'Ada', hasVideo: true }, { from: 'Ada', hasVideo: true }],
])('version %i comes up to 3', (version, data, expected) => {
  expect(bringUp({ type: 'rang', version, data, atMs: 1 })).toEqual({ type: 'rang', version: 3, data: expected, atMs: 1 });
});

test('a fact of another type stays what it is', () => {
  const fact = { type: 'ended', version: 1, data: null, atMs: 1 };
  expect(bringUp(fact)).toBe(fact);
});

test('two casters for one step are a mistake', () => {
  const caster = { type: 'rang', version: 1, up: (data: unknown) => data };
  expect(() => upcast([caster, caster])).toThrow('two up-casters claim rang@1');
});
