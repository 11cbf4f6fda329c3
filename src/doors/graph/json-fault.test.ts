import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

test.each([
  ['{"a": [1, 2.5e3, true, null, "\\u00e9"]}', undefined],
  ['{"a": }', 'line 1, column 7'],
  ['{"a": 1,}', 'line 1, column 9'],
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
  ['[1, 2', 'line 1, column 6'],
  ["{'a': 1}", 'line 1, column 2'],
  ['{} {}', 'line 1, column 4'],
  ['{"a": "line\nbreak"}', 'line 1, column 7'],
  ['', 'line 1, column 1'],
  ['[01]', 'line 1, column 3'],
  ['['.repeat(100_000), undefined],
] as const)('%# %j breaks at %s', (text, place) => {
  expect(jsonFault(text)).toBe(place);
});
