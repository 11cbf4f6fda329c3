import type { User } from '@microsoft/microsoft-graph-types';
import { describe, expect, test } from 'vitest';
import { testAround } from '../test-around.ts';

const t = await testAround();
const names = async (path: string, headers: Record<string, string> = {}): Promise<unknown> => {
  const { value, error } = await t.json<{ value?: { displayName: string }[]; error?: { code: string } }>('GET', path, undefined, {
    headers,
  });
  return value?.map(({ displayName }) => displayName) ?? error?.code;
};

describe('a person is looked up', () => {
  test('by id, with what Graph gives without being asked for more', async () => {
    const user = await t.json<User>('GET', '/users/ada');
    expect(user).toEqual({
      '@odata.context': 'http://127.0.0.1:4400/v1.0/$metadata#users/$entity',
      id: 'ada',
      businessPhones: ['201'],
      displayName: 'Ada',
      givenName: 'Ada',
      jobTitle: null,
      mail: 'ada@contoso.example',
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: null,
      userPrincipalName: 'ada@contoso.example',
    } satisfies User & { '@odata.context': string });
  });

  test('by sign-in name in any case, with the key in brackets, and with what is selected only', async () => {
    expect(await t.json('GET', "/users('ADA@contoso.example')?$select=id,accountEnabled")).toEqual({
      '@odata.context': 'http://127.0.0.1:4400/v1.0/$metadata#users(id,accountEnabled)/$entity',
      id: 'ada',
      accountEnabled: true,
    });
  });

  test('and not found in another tenant, or at all', async () => {
    for (const id of ['eve', 'nobody']) {
      const response = await t.ask('GET', `/users/${id}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        error: { code: 'Request_ResourceNotFound', message: expect.stringContaining(`'${id}'`) },
      });
    }
    expect((await t.ask('GET', '/users/eve', undefined, { tenantId: 'tenant-2' })).status).toBe(200);
  });

  test('but not as “me”, since no person is signed in', async () => {
    const response = await t.ask('GET', '/me/onlineMeetings');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: '/me request is only valid with delegated authentication flow.' } });
  });
});

describe('people are found', () => {
  test.each([
    ["/users?$filter=displayName eq 'grace'", ['Grace']],
    ["/users?$filter=startswith(displayName,'L') or mail eq 'ada@contoso.example'", ['Ada', 'Linus']],
    ["/users?$filter=id in ('ada','linus') and not (id eq 'ada')", ['Linus']],
    ['/users?$filter=surname ne null', []],
    ['/users?$orderby=displayName desc&$select=displayName', ['Linus', 'Grace', 'Ada']],
    ["/users?$filter=secret eq 'x'", 'BadRequest'],
    ['/users?$filter=displayName eq', 'BadRequest'],
    ["/users?$filter=displayName eq 'a' 'b'", 'BadRequest'],
    ['/users?$expand=manager', 'BadRequest'],
    ['/users?$select=shoeSize', 'BadRequest'],
    ['/users?$top=0', 'BadRequest'],
    ['/users?$skiptoken=rubbish', 'BadRequest'],
  ])('by %s', async (path, expected) => {
    expect(await names(path)).toEqual(expected);
  });

  test('by $search, with the header that Graph insists on', async () => {
    expect(await names('/users?$search="displayName:gr"')).toBe('Request_UnsupportedQuery');
    const headers = { ConsistencyLevel: 'eventual' };
    expect(await names('/users?$search="displayName:gr"', headers)).toEqual(['Grace']);
    expect(await names('/users?$search="displayName:gr" OR "mail:ada"', headers)).toEqual(['Ada', 'Grace']);
    expect(await names('/users?$search=gr', headers)).toBe('BadRequest');
  });

  test('page by page, each link leading to the next one', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/users?$top=2&$count=true&$select=id';
    while (path) {
      const page: { value: { id: string }[]; '@odata.nextLink'?: string; '@odata.count': number } = await t.json('GET', path);
      expect(page['@odata.count']).toBe(3);
      seen.push(...page.value.map(({ id }) => id), '|');
      path = page['@odata.nextLink'] && new URL(page['@odata.nextLink']).pathname + new URL(page['@odata.nextLink']).search;
    }
    expect(seen).toEqual(['ada', 'grace', '|', 'linus', '|']);
  });
});

test('without the permission the answer says which is needed', async () => {
  const poor = await testAround({ permissions: ['Calls.Initiate.All'] });
  const response = await poor.ask('GET', '/users/ada');
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    error: { code: 'Authorization_RequestDenied', message: expect.stringContaining('User.Read.All') },
  });
});

test('they are counted, in plain text, with the header that Graph insists on', async () => {
  const headers = { ConsistencyLevel: 'eventual' };
  const response = await t.ask('GET', "/users/$count?$filter=startswith(displayName,'A')", undefined, { headers });
  expect([response.headers.get('content-type'), await response.text()]).toEqual(['text/plain', '1']);
  expect((await t.ask('GET', '/users/$count')).status).toBe(400);
  expect((await t.ask('GET', '/users/delta')).status).toBe(501);
});
