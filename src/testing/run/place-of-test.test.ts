/** Finds the test in a stack. */
import { expect, test } from 'vitest';
import { nameOfPlace, placeIn, testPlace } from './place-of-test.ts';

test('the first line that is not our own is the place', () => {
  const own = `    at Line.hears (file://${import.meta.dirname}/line.ts:3:1)`;
  const place = placeIn(
    `Error: no\n${own}\n    at node:internal/process:1:1\n    at async /home/me/menu.test.ts:12:5\n    at async run (file:///home/me/node_modules/runner/x.js:1:1)`,
  );
  expect(place).toEqual({ frames: ['    at async /home/me/menu.test.ts:12:5'], file: '/home/me/menu.test.ts', line: 12 });
  expect(nameOfPlace(place)).toBe('menu.test-12');
});

test.each([
  ['    at test (C:\\me\\menu.ts:3:1)', 'C:\\me\\menu.ts', 3],
  ['    at async Promise.all (index 0)', undefined, undefined],
  ['    at Object.run (file:///home/me/my%20menu.ts:4:2)', '/home/me/my menu.ts', 4],
  ['', undefined, undefined],
])('%j', (frame, file, line) => {
  expect(placeIn(`Error\n${frame}`)).toMatchObject(file === undefined ? {} : { file, line });
  if (file === undefined) expect(nameOfPlace(placeIn(`Error\n${frame}`))).toBe(undefined);
});

test('a test is found though it lies beside our code', () => {
  expect(testPlace().file).toBe(import.meta.filename);
});
