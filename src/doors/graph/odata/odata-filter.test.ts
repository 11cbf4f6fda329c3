import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { GraphDoorError } from '../errors.ts';
import { filterOf } from './odata-filter.ts';

const item = {
  id: 'fa8bf3dc-eca7-46b7-bad1-db199b62afc3',
  name: "O'Hara",
  age: 42,
  isHere: true,
  nothing: null,
  at: '2026-01-02T03:04:05.000Z',
  settings: { code: '123' },
  people: [{ id: 'ada' }, { id: 'grace' }],
};
const paths = ['id', 'name', 'age', 'isHere', 'nothing', 'at', 'settings/code', 'people/id'];

describe('a filter', () => {
  test.each([
    ["name eq 'o''hara'", true],
    ["NAME EQ 'O''Hara' AND age gt 41", true],
    ['age ge 42 and age le 42 and not (age lt 42)', true],
    ['age eq -1 or isHere eq true', true],
    ['isHere ne true', false],
    ['nothing eq null', true],
    ['name ne null', true],
    ["settings/code in ('1','123')", true],
    ['id eq fa8bf3dc-eca7-46b7-bad1-db199b62afc3', true],
    ["id in (fa8bf3dc-eca7-46b7-bad1-db199b62afc3, 'x')", true],
    ['at ge 2026-01-02T03:04:05Z and at lt 2026-01-02T04:04:05+00:30', true],
    ['at gt 2026-01-03', false],
    ["startswith(name,'o') and endswith(name,'RA') and contains(name,'''')", true],
    ["people/any(p:p/id eq 'grace')", true],
    ["people/any(x: x/id eq 'linus' or startswith(x/id,'ad'))", true],
    ["not people/any(p:p/id eq 'ada') or age eq 1", false],
    ["name gt 'a' or age eq 'x'", true],
  ])('%s → %s', (text, expected) => {
    expect(filterOf(text, { paths })(item)).toBe(expected);
  });

  test.each([
    '',
    'name',
    'name eq',
    "name is 'x'",
    "shoe eq '1'",
    "(name eq 'x'",
    "name eq 'x')",
    "name eq 'x",
    "name eq 'x' and",
    'people/any(p:)',
    "people/any(p:p/age eq '1')",
    "p/id eq 'ada'",
    "startswith(name 'x')",
    'id in ()',
    `${'('.repeat(50)}age eq 1${')'.repeat(50)}`,
    `${'not '.repeat(50)}age eq 1`,
    `name eq '${'x'.repeat(20_000)}'`,
    'age eq 1; drop',
  ])('of “%s” is a bad request', (text) => {
    expect(() => filterOf(text, { paths })).toThrow(GraphDoorError);
  });

  test('made of rubbish is read or refused, never anything else: 20,000 tried', () => {
    const random = seededRandom(3);
    const words = [
      'name',
      'age',
      'eq',
      'in',
      '(',
      ')',
      ',',
      "'x'",
      "'",
      'and',
      'or',
      'not',
      'people/any',
      'p:',
      'p/id',
      '42',
      'null',
      ' ',
      ' ',
      'é',
      '\u0000',
      'startswith',
    ];
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 1 + Math.floor(random.unit() * 8) }, () => words[Math.floor(random.unit() * words.length)]).join(
        random.unit() < 0.5 ? ' ' : '',
      );
      try {
        filterOf(text, { paths })(item);
        read++;
      } catch (error) {
        expect(error).toBeInstanceOf(GraphDoorError);
      }
    }
    expect(read).toBeGreaterThan(0);
  });
});
