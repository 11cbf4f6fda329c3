/** What one types finds what was said. */
import { expect, test } from 'vitest';
import { findIn } from './find-in.ts';
import { folded, unfolded } from './folded.ts';

test('capitals and accents do not matter, and the marks are places of the text as it stands', () => {
  const text = 'Señor Müller says: CAFÉ, café!';
  const [hit] = findIn([['1', text]], 'cafe');
  expect(hit?.marks.map(([from, to]) => text.slice(from, to))).toEqual(['CAFÉ', 'café']);
});

test('an accent that is a sign of its own goes with its letter', () => {
  const text = 'a cafe\u0301 here';
  const [hit] = findIn([['1', text]], 'café');
  expect(hit?.marks.map(([from, to]) => text.slice(from, to))).toEqual(['cafe\u0301']);
});

test('letters outside of the first plane are counted as the browser counts them', () => {
  const text = '😀 good 😀 good';
  const [hit] = findIn([['1', text]], 'GOOD');
  expect(hit?.marks).toEqual([
    [3, 7],
    [11, 15],
  ]);
});

test('segments without it are left out, and nothing finds nothing', () => {
  expect(findIn([['1', 'yes'], ['2', 'no']], 'no').map(({ segmentId }) => segmentId)).toEqual(['2']); // prettier-ignore
  expect(findIn([['1', 'yes']], '  ')).toEqual([]);
});

test('what becomes more letters by being folded still points to its own', () => {
  const plain = folded('İzmir');
  expect(unfolded(plain, 0, 1)).toEqual([0, 1]);
  expect(plain.text.endsWith('zmir')).toBe(true);
});
