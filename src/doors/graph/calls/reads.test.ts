import { expect, test } from 'vitest';
import { collection, count, entity, wholeEntity } from './reads.ts';

const base = 'https://host/v1.0';
const people = ['a', 'b', 'c'].map((id) => ({
  '@odata.type': '#t',
  id,
  isMuted: id !== 'b',
  info: { identity: { user: { id: `user ${id}` } } },
}));

function asked(query: string): { readonly base: string; readonly url: URL } {
  return { base, url: new URL(`https://host/v1.0/x?${query}`) };
}

function idsOf(query: string): readonly string[] {
  const { value } = collection(asked(query), 'x', people).body as { value: readonly { id: string }[] };
  return value.map(({ id }) => id);
}

test('a list has its context, and all there are', () => {
  expect(collection(asked(''), 'x', people)).toEqual({ status: 200, body: { '@odata.context': `${base}/$metadata#x`, value: people } });
});

test.each([
  ['$top=2', ['a', 'b']],
  ['$skip=1', ['b', 'c']],
  ['top=1&SKIP=1', ['b']],
  ['$skip=9', []],
  ['$filter=isMuted eq true', ['a', 'c']],
  ['$filter=isMuted eq true&$top=1&$skip=1', ['c']],
  ["$filter=info/identity/user/id eq 'user b'", ['b']],
  ["$filter=info/identity/user/id eq 'USER B'", []],
  ["$filter=isMuted eq true and id ne 'a'", ['c']],
] as const)('%s gives %j', (query, ids) => {
  expect(idsOf(query)).toEqual(ids);
});

test('all that pass are counted, also those that are cut off', () => {
  expect(collection(asked('$count=true&$skip=1&$top=1&$filter=isMuted eq true'), 'x', people).body).toMatchObject({ '@odata.count': 2 });
  expect(collection(asked('$count=false'), 'x', people).body).not.toHaveProperty('@odata.count');
  expect(count(asked('$filter=isMuted eq false'), people)).toEqual({ status: 200, body: '1' });
});

test('what is cut off follows by a link', () => {
  const { '@odata.nextLink': next } = collection(asked('$skip=0&$top=2'), 'x', people).body as { '@odata.nextLink': string };
  expect(idsOf(new URL(next).search.slice(1))).toEqual(['c']);
});

test('only the properties that are asked for come, with annotations', () => {
  const one = entity(asked('$select=id'), 'x', people[0] ?? {}).body;
  expect(one).toEqual({ '@odata.context': `${base}/$metadata#x(id)/$entity`, '@odata.type': '#t', id: 'a' });
  expect(collection(asked('$select=isMuted, id'), 'x', people).body).toMatchObject({ value: [{ id: 'a', isMuted: true }, {}, {}] });
  expect(collection(asked('$select=anything'), 'x', []).body).toMatchObject({ value: [] });
  expect(wholeEntity(asked(''), 'x', { id: 'a' }).body).toEqual({ '@odata.context': `${base}/$metadata#x/$entity`, id: 'a' });
});

test.each([
  ['$top=-1', /\$top/],
  ['$skip=x', /\$skip takes a number/],
  ['$select=shoe', /shoe/],
  ['$filter=isMuted', /filter/],
  ["$filter=shoe eq '1'", /“shoe” cannot be filtered by/],
  ['$orderby=id', /\$orderby/],
  ['$expand=operations', /\$expand/],
  ['$search=x', /\$search/],
  ['$cheese=1', /\$cheese/],
])('%s is refused', (query, message) => {
  expect(() => collection(asked(query), 'x', people)).toThrow(message);
});

test('parameters that are none of OData are left alone', () => {
  expect(collection(asked('api-version=1'), 'x', people).status).toBe(200);
});

test('one resource is neither counted nor cut', () => {
  expect(() => entity(asked('$top=1'), 'x', {})).toThrow(/\$top/);
});
