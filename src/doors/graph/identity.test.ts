import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { publicUrl, testDoor } from './test-door.ts';
import { forgetfulKeyStore, signingKey } from './signing-keys.ts';
import { realClock } from '../../base/clock.ts';

const good = {
  grant_type: 'client_credentials',
  client_id: 'desk',
  client_secret: 's3cret',
  scope: 'https://graph.microsoft.com/.default',
};

async function ask(
  form: Record<string, string>,
  tenant = 'tenant-1',
  headers: Record<string, string> = {},
): Promise<[number, Record<string, unknown>]> {
  const { door } = testDoor();
  const request = new Request(new URL(`/${tenant}/oauth2/v2.0/token`, publicUrl), {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
  });
  const response = await door.fetch(request);
  return [response.status, (await response.json()) as Record<string, unknown>];
}

test('client credentials are exchanged for a token with the app, its tenant and its roles', async () => {
  const [status, body] = await ask(good);
  expect([status, body['token_type'], body['expires_in']]).toEqual([200, 'Bearer', 3600]);
  const claims = decodeJwt(String(body['access_token']));
  expect(claims).toMatchObject({
    aud: 'https://graph.microsoft.com',
    appid: 'desk',
    tid: 'tenant-1',
    roles: ['Calls.Initiate.All', 'Calls.AccessMedia.All'],
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
});

test('credentials may come in the header, and the tenant may be common', async () => {
  const { client_id, client_secret, ...rest } = good;
  const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
  expect((await ask(rest, 'common', { authorization }))[0]).toBe(200);
});

test.each([
  ['a wrong secret', { ...good, client_secret: 'guess' }, 401, 'invalid_client', 7000215],
  ['no secret', { ...good, client_secret: '' }, 401, 'invalid_client', 7000218],
  ['an unknown app', { ...good, client_id: 'stranger' }, 400, 'unauthorized_client', 700016],
  ['no app', { ...good, client_id: '' }, 400, 'invalid_request', 900144],
  ['a bare scope', { ...good, scope: 'Calls.Initiate.All' }, 400, 'invalid_scope', 1002012],
  ['another resource', { ...good, scope: 'https://vault.example/.default' }, 400, 'invalid_scope', 500011],
  ['another grant', { ...good, grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ['no grant', { ...good, grant_type: '' }, 400, 'invalid_request', 900144],
] as const)('%s is refused in the shape of OAuth', async (_, form, status, error, code) => {
  const [got, body] = await ask(form);
  expect([got, body]).toMatchObject([status, { error, error_codes: [code] }]);
  expect(body['error_description']).toMatch(new RegExp(`^AADSTS${String(code)}: `));
});

test('an unknown tenant is refused', async () => {
  expect(await ask(good, 'elsewhere')).toMatchObject([400, { error: 'invalid_request', error_codes: [90002] }]);
});

test('the documents lead from the tenant to the keys', async () => {
  const { door } = testDoor();
  const read = async (url: string | URL): Promise<Record<string, string>> =>
    (await door.fetch(new Request(url))).json() as Promise<Record<string, string>>;
  const document = await read(new URL('/tenant-1/v2.0/.well-known/openid-configuration', publicUrl));
  expect(document['token_endpoint']).toBe(`${publicUrl.origin}/tenant-1/oauth2/v2.0/token`);
  const keys = await read(document['jwks_uri'] ?? '');
  expect(keys).toMatchObject({ keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256' }] });
  expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
});

test('a key that was kept is used again; otherwise a new one is saved', async () => {
  let saved = 0;
  const store = { ...forgetfulKeyStore(), save: () => Promise.resolve(void saved++) };
  const first = await signingKey(store, realClock());
  expect(saved).toBe(1);
  expect(first.publicJwk['d']).toBeUndefined();
});
