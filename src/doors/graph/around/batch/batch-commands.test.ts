import { describe, expect, test } from 'vitest';
import type { BatchAnswer, BatchRequest } from '../../../../wire/graph/batch.ts';
import { testAround } from '../test-around.ts';

const t = await testAround();
const batch = (requests: unknown[], version = '/v1.0'): Promise<BatchAnswer> =>
  t.json<BatchAnswer>('POST', `${version}/$batch`, { requests });
const statuses = ({ responses }: BatchAnswer): Record<string, number> =>
  Object.fromEntries(responses.map(({ id, status }) => [id, status]));
const json = { 'Content-Type': 'application/json' };

test('each request is answered as if it had come alone', async () => {
  const { responses } = await batch([
    { id: '1', method: 'GET', url: '/users/ada?$select=id' },
    { id: '2', method: 'get', url: 'users/nobody' },
    { id: '3', method: 'POST', url: '/users/ada/onlineMeetings', headers: json, body: { subject: 'Batched' } },
    { id: '4', method: 'GET', url: '/me' },
    { id: '5', method: 'DELETE', url: '/users/ada' },
    { id: '6', method: 'GET', url: '/communications/calls/nothing' },
    { id: '7', method: 'POST', url: '/$batch', headers: json, body: { requests: [] } },
    { id: '8', method: 'GET', url: '//evil.example/users' },
  ]);
  expect(statuses({ responses })).toEqual({ 1: 200, 2: 404, 3: 201, 4: 400, 5: 405, 6: 403, 7: 400, 8: 404 });
  expect(responses[0]).toMatchObject({
    headers: { 'Content-Type': expect.stringContaining('json') as string, 'OData-Version': '4.0' },
    body: { id: 'ada' },
  });
  expect(responses[1]?.body).toMatchObject({ error: { code: 'Request_ResourceNotFound' } });
  expect(responses[2]?.body).toMatchObject({ subject: 'Batched' });
});

test('those that depend on one that failed are not begun; others go in the order that they ask for', async () => {
  const done = await batch([
    { id: 'c', method: 'GET', url: '/users/ada', dependsOn: ['b'] },
    {
      id: 'b',
      method: 'POST',
      url: '/users/ada/presence/setPresence',
      headers: json,
      body: { sessionId: 's', availability: 'Away', activity: 'Away' },
      dependsOn: ['A'],
    },
    { id: 'a', method: 'GET', url: '/users/grace' },
    { id: 'x', method: 'GET', url: '/users/nobody' },
    { id: 'y', method: 'POST', url: '/users/grace/onlineMeetings', headers: json, body: { subject: 'never' }, dependsOn: ['x'] },
    { id: 'z', method: 'GET', url: '/users/ada', dependsOn: ['y'] },
  ]);
  expect(statuses(done)).toEqual({ a: 200, b: 200, c: 200, x: 404, y: 424, z: 424 });
  expect(t.surroundings.meetings.of({ tenantId: 'tenant-1', organizerId: 'grace' })).toEqual([]);
  expect(t.surroundings.presence.of('ada')).toMatchObject({ availability: 'Away' });
});

describe('a batch is refused as a whole', () => {
  const get = (id: string, more: Partial<BatchRequest> = {}): BatchRequest => ({ id, method: 'GET', url: '/users/ada', ...more });
  test.each([
    ['with none', []],
    ['with more than twenty', Array.from({ length: 21 }, (_, index) => get(String(index)))],
    ['with an id twice, in any case', [get('a'), get('A')]],
    ['when one depends on none of them', [get('a', { dependsOn: ['b'] })]],
    ['when they wait for each other', [get('a', { dependsOn: ['b'] }), get('b', { dependsOn: ['a'] })]],
    ['with a body of no type', [get('a', { method: 'POST', body: {} })]],
    ['with no method', [{ id: 'a', url: '/users' }]],
    ['with a method of nowhere', [get('a', { method: 'STEAL' })]],
  ])('%s', async (_, requests) => {
    const response = await t.ask('POST', '/$batch', { requests });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'BadRequest' } });
  });

  test('and without a token, or of who knows whom', async () => {
    expect((await t.ask('POST', '/$batch', { requests: [get('a')] }, { headers: { authorization: 'Bearer rubbish' } })).status).toBe(401);
    expect((await t.ask('GET', '/$batch')).status).toBe(405);
  });
});

test('a batch of beta asks beta, and what its parts say of who asks does not count', async () => {
  const { responses } = await batch([{ id: '1', method: 'GET', url: '/users/ada', headers: { Authorization: 'Bearer other' } }], '/beta');
  expect(responses[0]?.body).toMatchObject({ '@odata.context': expect.stringContaining('/beta/$metadata#users') });
});
