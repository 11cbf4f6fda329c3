import { expect, test } from 'vitest';
import type { Directory } from '../../../switchboard/directory.ts';
import { taken } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { knownPermissions } from '../permissions.ts';
import { answerBody, apps, testDoor, type TestDoor } from '../test-door.ts';

/** At home in both tenants. */
const inBoth: Directory['apps'] = apps.map((app) => ({ ...app, grants: { 'tenant-1': knownPermissions, 'tenant-2': knownPermissions } }));

/** Eve, of the second tenant, calls the desk, which is of the first; gives the desk's call. */
async function eveCalls(t: TestDoor): Promise<string> {
  const call = t.h.switchboard.dial({ userId: 'eve', pageId: 'page-eve', number: '100' });
  if (!call.ok) throw new Error(call.message);
  await t.h.engine.connect({ roomId: call.callId, legId: call.legId, offer: '' });
  await t.h.clock.settle();
  return t.h.appLeg('desk')?.legId ?? '';
}

async function answered(t: TestDoor, callId: string, tenantId: string): Promise<readonly [number, string]> {
  const response = await t.command('POST', `/${callId}/answer`, answerBody, { tenantId });
  return [response.status, response.ok ? '' : ((await response.json()) as ErrorBody).error.code];
}

test('whoever calls from a tenant where the app is at home calls it there: no token of another tenant opens the call', async () => {
  const t = testDoor({ apps: inBoth, settings: { metadataOnly: 'serve' } });
  const callId = await eveCalls(t);
  expect(t.received[0]?.item.resourceData).toMatchObject({ tenantId: 'tenant-2', source: { identity: { user: { id: 'eve' } } } });
  expect(await answered(t, callId, 'tenant-1')).toEqual([403, '7505']);
  expect(await answered(t, callId, 'tenant-2')).toEqual([202, '']);
  expect(await (await t.command('GET', `/${callId}`, undefined, { tenantId: 'tenant-2' })).json()).toMatchObject({ tenantId: 'tenant-2' });
  expect((await t.command('DELETE', `/${callId}`)).status).toBe(403);
  expect(await (await t.command('GET', '?$select=id')).json()).toMatchObject({ value: [] });
});

test('whoever calls from elsewhere calls the app where it is from', async () => {
  const t = testDoor({ apps });
  const callId = await eveCalls(t);
  expect(t.received[0]?.item.resourceData).toMatchObject({ tenantId: 'tenant-1' });
  expect(await answered(t, callId, 'tenant-1')).toEqual([202, '']);
});

test('a call is of the tenant whose token placed it, from its first notification on, until it can be read no more', async () => {
  const t = testDoor({ apps: apps.map((app) => ({ ...app, grants: { 'tenant-2': knownPermissions } })) });
  const targets = [{ identity: { user: { id: 'eve' } } }, { identity: { application: { id: 'echo' } } }];
  const response = await t.command('POST', '', { ...answerBody, targets }, { tenantId: 'tenant-2' });
  const { id, tenantId } = (await response.json()) as { id: string; tenantId: string };
  expect([response.status, tenantId]).toEqual([201, 'tenant-2']);
  await taken(t.h, 'eve');
  await t.h.clock.settle();
  // Only what is of that tenant lets the app see who is there.
  const roster = t.received.filter(({ item }) => item.resourceUrl.endsWith(`${id}/participants`)).at(-1);
  expect(JSON.stringify(roster?.item.resourceData)).toContain('"Eve"');
  expect((await t.command('DELETE', `/${id}`, undefined, { tenantId: 'tenant-2' })).status).toBe(204);
  expect((await t.command('GET', `/${id}`, undefined, { tenantId: 'tenant-2' })).status).toBe(200);
  await t.h.clock.advance(61_000);
  expect((await t.command('GET', `/${id}`, undefined, { tenantId: 'tenant-2' })).status).toBe(404);
});
