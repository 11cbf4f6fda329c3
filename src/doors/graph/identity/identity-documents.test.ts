import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { desk, graphScope, here, homebody, secret, tenantA, tenantB, testIdentity } from './test-identity.ts';

type Answer = Record<string, unknown>;
const good = { client_id: desk, client_secret: secret };
const t = testIdentity({ clock: virtualClock() });
const read = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

test('client credentials are exchanged for a token as Entra makes them for Graph', async () => {
  const response = await t.token(good);
  const body = await read(response);
  expect([response.status, body['token_type'], body['expires_in']]).toEqual([200, 'Bearer', 3600]);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const claims = decodeJwt(String(body['access_token']));
  expect(claims).toMatchObject({
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${tenantA}/`,
    appid: desk,
    appidacr: '1',
    idtyp: 'app',
    tid: tenantA,
    roles: ['Calls.Initiate.All', 'Calls.AccessMedia.All'],
    ver: '1.0',
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
  expect(claims.sub).toBe(claims['oid']);
  expect(claims.sub).not.toBe(desk);
  expect(decodeProtectedHeader(String(body['access_token']))).toMatchObject({ alg: 'RS256', kid: expect.any(String) as string });
});

test('each tenant gives the roles that its own administrator consented to, and none where there was no consent', async () => {
  const inB = decodeJwt(String((await read(await t.token(good, { tenant: tenantB })))['access_token']));
  expect([inB['tid'], inB['roles']]).toEqual([tenantB, ['Calls.JoinGroupCall.All']]);
  const none = { client_id: homebody, client_secret: 'homebody' };
  expect(decodeJwt(String((await read(await t.token(none)))['access_token']))).not.toHaveProperty('roles');
  expect(await read(await t.token(none, { tenant: tenantB }))).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] });
});

test.each(['common', 'organizations', 'botframework.com', 'a.example', 'A.EXAMPLE', tenantA.toUpperCase()])(
  'a token asked for at %s is of the home tenant',
  async (tenant) => {
    expect(decodeJwt(String((await read(await t.token(good, { tenant })))['access_token']))['tid']).toBe(tenantA);
  },
);

test('credentials may come in the header, escaped as forms are', async () => {
  const authorization = `Basic ${Buffer.from(`${desk}:${encodeURIComponent(secret).replaceAll('%20', '+')}`).toString('base64')}`;
  expect((await t.token({}, { headers: { authorization } })).status).toBe(200);
  const wrong = await t.token({}, { headers: { authorization: `Basic ${Buffer.from(`${desk}:x`).toString('base64')}` } });
  expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Basic realm=""']);
  expect((await t.token({ client_id: homebody }, { headers: { authorization } })).status).toBe(400);
});

test('the older endpoint takes a resource and tells its numbers as text', async () => {
  const form = { ...good, scope: undefined, resource: 'https://graph.microsoft.com' } as unknown as Record<string, string>;
  const body = await read(await t.token(form, { path: 'oauth2/token' }));
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: '3600', resource: 'https://graph.microsoft.com' });
  expect(Number(body['expires_on']) - Number(body['not_before'])).toBe(3600);
});

test.each([
  ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com'],
  ['https://graph.microsoft.com//.default', 'https://graph.microsoft.com'],
  ['00000003-0000-0000-c000-000000000000/.default', '00000003-0000-0000-c000-000000000000'],
  ['https://graph.microsoft.us/.default', 'https://graph.microsoft.us'],
  [`${here.origin}/.default`, 'https://graph.microsoft.com'],
  ['http://localhost:4400/.default', 'https://graph.microsoft.com'],
])('scope %s gives a token for %s, which the door takes', async (scope, audience) => {
  const token = String((await read(await t.token({ ...good, scope })))['access_token']);
  expect(decodeJwt(token).aud).toBe(audience);
  expect((await t.get('/v1.0/communications/calls/x', { authorization: `Bearer ${token}` })).status).toBe(200);
});

test.each([
  ['a wrong secret', { ...good, client_secret: 'guess' }, 401, 'invalid_client', 7000215],
  ['no secret', { ...good, client_secret: undefined }, 401, 'invalid_client', 7000218],
  ["another app's secret", { ...good, client_secret: 'homebody' }, 401, 'invalid_client', 7000215],
  ['an unknown app', { ...good, client_id: 'stranger' }, 400, 'unauthorized_client', 700016],
  ['no app', { ...good, client_id: undefined }, 400, 'invalid_request', 900144],
  ['a bare scope', { ...good, scope: 'Calls.Initiate.All' }, 400, 'invalid_scope', 1002012],
  ['another resource', { ...good, scope: 'https://vault.example/.default' }, 400, 'invalid_scope', 500011],
  ['another grant', { ...good, grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ['no grant', { ...good, grant_type: '' }, 400, 'invalid_request', 900144],
  ['an assertion without its type', { client_id: desk, client_assertion: 'a.b.c' }, 400, 'invalid_request', 900144],
  ['a foreign type of assertion', { client_id: desk, client_assertion: 'a.b.c', client_assertion_type: 'saml' }, 400, 'invalid_request', 9002313], // prettier-ignore
] as const)('%s is refused in the shape of OAuth', async (_, form, status, error, code) => {
  const response = await t.token(form, { headers: { 'client-request-id': 'mine' } });
  const body = await read(response);
  expect([response.status, body]).toMatchObject([status, { error, error_codes: [code], correlation_id: 'mine' }]);
  expect(body['error_description']).toMatch(new RegExp(`^AADSTS${String(code)}: .*Trace ID: .*Correlation ID: mine Timestamp: `));
});

test('a parameter that comes twice, a body of another kind and one without end are refused', async () => {
  const post = (body: string): Promise<Response> =>
    t.door.fetch(new Request(new URL(`/${tenantA}/oauth2/v2.0/token`, here), { method: 'POST', body }));
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: graphScope, ...good }).toString();
  expect((await post(form)).status).toBe(200);
  expect(await read(await post(`${form}&client_id=${desk}`))).toMatchObject({ error: 'invalid_request', error_codes: [9002313] });
  expect(await read(await post(JSON.stringify(good)))).toMatchObject({ error: 'invalid_request', error_codes: [900144] });
  expect((await post(`${form}&x=${'x'.repeat(2 * 1024 * 1024)}`)).status).toBe(413);
});

test('an unknown tenant is refused, at the token endpoint and by the documents', async () => {
  expect(await read(await t.token(good, { tenant: 'elsewhere' }))).toMatchObject({ error: 'invalid_request', error_codes: [90002] });
  const response = await t.get('/elsewhere/v2.0/.well-known/openid-configuration');
  expect([response.status, await read(response)]).toMatchObject([400, { error: 'invalid_tenant', error_codes: [90002] }]);
});

test.each([
  [tenantA, 'v2.0/', `${here.origin}/${tenantA}/v2.0`, `/${tenantA}/oauth2/v2.0/token`],
  ['b.example', 'v2.0/', `${here.origin}/${tenantB}/v2.0`, `/${tenantB}/oauth2/v2.0/token`],
  ['common', 'v2.0/', `${here.origin}/{tenantid}/v2.0`, '/common/oauth2/v2.0/token'],
  ['organizations', 'v2.0/', `${here.origin}/{tenantid}/v2.0`, '/organizations/oauth2/v2.0/token'],
  [tenantA, '', `https://sts.windows.net/${tenantA}/`, `/${tenantA}/oauth2/token`],
])('the document of %s at %s leads to the token endpoint and to the keys', async (tenant, version, issuer, tokenPath) => {
  const document = (await read(await t.get(`/${tenant}/${version}.well-known/openid-configuration`))) as Record<string, string>;
  expect(document).toMatchObject({ issuer, token_endpoint: here.origin + tokenPath });
  const keys = await read(await t.get(document['jwks_uri'] ?? ''));
  expect(keys).toMatchObject({ keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256' }] });
  expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
});

test.each([
  ['https://login.microsoftonline.com', 'https://login.microsoftonline.com'],
  ['https://localhost:4443', 'https://localhost:4443'],
  ['http://127.0.0.1:4400', 'http://127.0.0.1:4400'],
  ['http://evil.example', here.origin],
])('whoever comes to %s is sent on to %s', async (origin, expected) => {
  const document = await read(await t.get(new URL('/common/v2.0/.well-known/openid-configuration', origin)));
  expect(document['jwks_uri']).toBe(`${expected}/common/discovery/v2.0/keys`);
});

test.each([
  [`${here.origin}/${tenantA}/oauth2/v2.0/authorize`, here.host],
  [`https://login.microsoftonline.com/common/oauth2/v2.0/authorize`, 'login.windows.net'],
  [`https://localhost:4443/a.example/oauth2/v2.0/authorize`, undefined],
])('instance discovery of %s', async (asked, cache) => {
  const path = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(asked)}`;
  // Libraries ask Entra's own host, whichever authority they ask about.
  const response = await t.get(new URL(path, 'https://login.microsoftonline.com'));
  const body = (await read(response)) as { tenant_discovery_endpoint: string; metadata: { preferred_cache: string }[] };
  expect(response.status).toBe(200);
  expect(body.tenant_discovery_endpoint).toBe(asked.replace('/oauth2/v2.0/authorize', '/v2.0/.well-known/openid-configuration'));
  if (cache !== undefined) expect(body.metadata[0]?.preferred_cache).toBe(cache);
});

test.each([
  ['api-version=1.1', 900144],
  ['authorization_endpoint=https://login.microsoftonline.com/common/oauth2/v2.0/authorize', 900144],
  ['api-version=1.1&authorization_endpoint=https://evil.example/common/oauth2/v2.0/authorize', 50049],
  ['api-version=1.1&authorization_endpoint=http://login.microsoftonline.com/common/oauth2/v2.0/authorize', 50049],
  ['api-version=1.1&authorization_endpoint=%00', 50049],
  ['api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/elsewhere/oauth2/v2.0/authorize', 90002],
])('instance discovery with %s: AADSTS%i', async (query, code) => {
  const response = await t.get(`/common/discovery/instance?${query}`);
  expect([response.status, await read(response)]).toMatchObject([400, { error_codes: [code] }]);
});

test('without a token one is told where to get it, as Graph tells it', async () => {
  const response = await t.get('https://graph.microsoft.com/v1.0/communications/calls/x');
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe(
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  );
});
