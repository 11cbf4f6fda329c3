/** The webhook: who is believed, what is a repeat, what cannot be read. */
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { notificationBody, notificationItem } from '../../wire/graph/notification.ts';
import { wired } from './test-platform.ts';
import type { TenantCheck } from './verify-notification.ts';
import { incoming, service, signingKey, type SignOptions } from './fake-service.ts';

const call = (id: string): object => notificationBody([notificationItem('created', id, incoming(id))]);
const start = Date.UTC(2026, 0, 1) / 1000;

describe('a token', () => {
  test.each<[string, SignOptions, number]>([
    ['as it should be', {}, 202],
    ['from the other issuer that Microsoft uses', { claims: { iss: 'https://graph.microsoft.com' } }, 202],
    ['for the service principal of the app', { claims: { aud: `spn:${service.appId}` } }, 202],
    ['that expired four minutes ago', { claims: { exp: start - 240 } }, 202],
    ['that is good from four minutes on', { claims: { nbf: start + 240 } }, 202],
    ['that expired six minutes ago', { claims: { exp: start - 360 } }, 403],
    ['that is good from six minutes on', { claims: { nbf: start + 360 } }, 403],
    ['without an expiry', { claims: { exp: undefined } }, 403],
    ['for another app', { claims: { aud: 'd0000000-0000-4000-8000-000000000999' } }, 403],
    ['from another issuer', { claims: { iss: 'https://evil.test' } }, 403],
    ['for another tenant', { claims: { tid: 'd0000000-0000-4000-8000-00000000000d' } }, 403],
    ['without a tenant', { claims: { tid: undefined } }, 403],
    ['signed with a key that was not published', { header: { kid: 'key-9' } }, 403],
    ['without the name of a key', { header: { kid: undefined } }, 403],
  ])('%s', async (_, sign, status) => {
    const { far, incoming: calls, clock } = await wired();
    const response = await far.post(call('call-1'), { sign });
    await clock.settle();
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(calls).toHaveLength(status === 202 ? 1 : 0);
  });

  test('signed by somebody else under a published name is refused', async () => {
    const { far, exchanges } = await wired();
    const { privateKey } = await signingKey('key-1');
    expect((await far.post(call('call-1'), { sign: { key: privateKey } })).status).toBe(403);
    expect(exchanges.at(-1)).toMatchObject({ status: 403, problem: 'not accepted: its signature is wrong' });
  });

  test.each([
    ['none', undefined, ''],
    ['no token at all', undefined, 'Bearer'],
    ['another scheme', undefined, 'Basic YTpi'],
    ['rubbish', undefined, 'Bearer rubbish'],
    ['rubbish in three parts', undefined, 'Bearer a.b.c'],
  ])('%s is refused', async (_, __, authorization) => {
    const { far } = await wired();
    expect((await far.post(call('call-1'), { authorization })).status).toBe(403);
  });

  test('without a signature, or signed with the public key as a secret, is refused', async () => {
    const { far, clock } = await wired();
    const claims = { iss: 'https://api.botframework.com', aud: service.appId, tid: service.tenantId, exp: start + 3600 };
    const unsigned = new UnsecuredJWT(claims).encode();
    expect((await far.post(call('call-1'), { authorization: `Bearer ${unsigned}` })).status).toBe(403);
    const secret = new TextEncoder().encode(JSON.stringify(far.keys[0]).padEnd(64));
    const confused = await clock.hold(() => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret));
    expect((await far.post(call('call-1'), { authorization: `Bearer ${confused}` })).status).toBe(403);
  });
});

describe('tenants', () => {
  const another = { claims: { tid: 'd0000000-0000-4000-8000-00000000000d' } };
  const none = { claims: { tid: undefined } };

  test.each<[string, TenantCheck, SignOptions, number]>([
    ['any', { accepted: 'any' }, another, 202],
    ['any, and there is none', { accepted: 'any' }, none, 403],
    ['any or none', { accepted: 'any', mayBeAbsent: true }, none, 202],
    ['a list that has it', { accepted: [another.claims.tid.toUpperCase()] }, another, 202],
    ['a list that has it not', { accepted: [another.claims.tid] }, {}, 403],
    ['our own or none', { accepted: [service.tenantId], mayBeAbsent: true }, another, 403],
  ])('a bot that takes %s', async (_, tenants, sign, status) => {
    const { far } = await wired({ tenants });
    expect((await far.post(call('call-1'), { sign })).status).toBe(status);
  });

  test('a call of another tenant is served with tokens of that tenant', async () => {
    const { far, ring } = await wired({
      tenants: { accepted: 'any' },
      tokenUrl: `https://service.test/${service.tenantId}/oauth2/v2.0/token`,
    });
    await (await ring('call-1', { tenantId: another.claims.tid })).reject('busy');
    await (await ring('call-2')).reject('busy');
    expect(far.asked('token').map(({ path }) => path.split('/')[1])).toEqual([another.claims.tid, service.tenantId]);
  });
});

test('a call in the format that was before Graph is asked for anew with 204, and only who is genuine is asked', async () => {
  const { far, incoming: calls, exchanges, clock } = await wired();
  const legacy = {
    id: 'call-1',
    participants: [],
    isMultiparty: false,
    presentedModalityTypes: ['audio'],
    callState: 'incoming',
    tenantId: service.tenantId,
  };
  expect((await far.post(legacy, { messageId: 'first' })).status).toBe(204);
  expect(exchanges.at(-1)?.problem).toContain('older format');
  expect((await far.post(legacy, { sign: { claims: { aud: 'x' } } })).status).toBe(403);
  expect((await far.post(call('call-1'), { messageId: 'first' })).status).toBe(202);
  await clock.settle();
  expect(calls).toHaveLength(1);
});

describe('the published keys', () => {
  test('are fetched once, and at once again for a key that is new, but not for every stranger', async () => {
    const { far, clock } = await wired();
    for (const id of ['1', '2', '3']) await far.post(call(id));
    expect(far.asked('keys')).toHaveLength(1);
    const next = await signingKey('key-2');
    far.keys = [...far.keys, next.jwk];
    const sign = { key: next.privateKey, header: { kid: 'key-2' } };
    expect((await far.post(call('4'), { sign })).status).toBe(202);
    expect(far.asked('keys')).toHaveLength(2);
    for (const kid of ['a', 'b', 'c']) await far.post(call('5'), { sign: { header: { kid } } });
    expect(far.asked('keys')).toHaveLength(3);
    await clock.advance(60_000);
    for (const kid of ['a', 'b', 'c']) await far.post(call('6'), { sign: { header: { kid } } });
    expect(far.asked('keys')).toHaveLength(4);
  });

  test('that cannot be fetched leave it undecided, and are tried again soon', async () => {
    const { far, clock, exchanges } = await wired();
    far.replies.push(({ path }) => (path === '/keys' && far.asked('keys').length === 1 ? new Response(null, { status: 500 }) : undefined));
    expect((await far.post(call('1'))).status).toBe(503);
    expect(exchanges.at(-1)?.problem).toContain('could not be fetched');
    expect((await far.post(call('1'))).status).toBe(503);
    await clock.advance(5_000);
    expect((await far.post(call('1'))).status).toBe(202);
  });
});

describe('a message', () => {
  test('that comes again is acknowledged and ignored', async () => {
    const { far, incoming: calls, exchanges, clock } = await wired();
    for (let times = 0; times < 3; times++) expect((await far.post(call('call-1'), { messageId: 'the same' })).status).toBe(202);
    await clock.settle();
    expect(calls).toHaveLength(1);
    expect(exchanges.at(-1)).toMatchObject({ status: 202, problem: 'a repeat, ignored' });
  });

  test('that was refused may come again with a good token', async () => {
    const { far, incoming: calls, clock } = await wired();
    await far.post(call('call-1'), { messageId: 'the same', sign: { claims: { aud: 'x' } } });
    await far.post(call('call-1'), { messageId: 'the same' });
    await clock.settle();
    expect(calls).toHaveLength(1);
  });

  test.each([
    ['not JSON', '{"value": ['],
    ['no notification', '{"hello": 1}'],
    ['an empty list', '{"value": []}'],
    [
      'a state that does not exist',
      JSON.stringify({ value: [{ changeType: 'updated', resourceUrl: '/communications/calls/1', resourceData: { state: 'dancing' } }] }),
    ],
  ])('that is %s is answered with 400', async (_, body) => {
    const { far, exchanges } = await wired();
    expect((await far.post(body)).status).toBe(400);
    expect(exchanges.at(-1)?.problem).toContain('could not be read');
  });

  test('that is too large is turned away before it is believed', async () => {
    const { far } = await wired();
    expect((await far.post(' '.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect(far.asked('keys')).toHaveLength(0);
  });

  test('with several notifications is taken in order, and what is unknown is passed over', async () => {
    const { far, incoming: calls, clock } = await wired();
    const roster = { changeType: 'updated', resourceUrl: '/communications/calls/call-1/participants', resourceData: [{ id: 'p' }] };
    const ended = notificationItem('deleted', 'call-1', { state: 'terminated' });
    await far.post({ value: [notificationItem('created', 'call-1', incoming('call-1')), roster, ended] });
    await clock.settle();
    expect(calls[0]?.state.status).toBe('ended');
  });
});
