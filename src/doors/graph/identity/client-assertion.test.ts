import { generateSecret, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { botCertificate, type BotCertificate } from '../../../../test/bot-certificate.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { assertionType } from './client-assertion.ts';
import { CertificateFault, certificateCredential, type CertificateCredential } from './certificate.ts';
import { seededRandom } from '../../../base/random.ts';
import { desk, here, signer, tenantA, tenantB, testIdentity, type TestIdentity } from './test-identity.ts';

const endpoint = `${here.origin}/${tenantA}/oauth2/v2.0/token`;
type Certified = BotCertificate & { readonly credential: CertificateCredential };
let own: Certified;
let other: Certified;
let old: Certified;
async function certified(options?: { bits?: number; to?: string }): Promise<Certified> {
  const made = await botCertificate(options);
  return { ...made, credential: certificateCredential(made.pem, seededRandom(1)) };
}
beforeAll(async () => {
  [own, other, old] = await Promise.all([certified(), certified(), certified({ to: '2025-06-01' })]);
});

type Bent = {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: Certified;
  readonly alg?: string;
};
const clock = virtualClock();
const fresh = (settings = {}): TestIdentity => testIdentity({ clock, certificates: [own.credential, old.credential], settings });

async function assertion({ header = {}, claims = {}, key = own, alg = 'PS256' }: Bent = {}): Promise<string> {
  const now = Math.floor(clock.wallMs() / 1000);
  const plain = { aud: endpoint, iss: signer, sub: signer, jti: crypto.randomUUID(), nbf: now, exp: now + 600 };
  const thumbprint = alg === 'RS256' ? { x5t: key.credential.sha1 } : { 'x5t#S256': key.credential.sha256 };
  return new SignJWT({ ...plain, ...claims }).setProtectedHeader({ alg, typ: 'JWT', ...thumbprint, ...header }).sign(key.privateKey);
}

async function outcome(t: TestIdentity, client_assertion: string, more: Record<string, string> = {}): Promise<number | undefined> {
  const response = await t.token({ client_id: signer, client_assertion, client_assertion_type: assertionType, ...more });
  const body = (await response.json()) as { access_token?: string; error_codes?: number[]; error?: string };
  if (response.status === 200) expect(body.access_token).toMatch(/^ey/);
  else expect([response.status, body.error]).toEqual(response.status === 400 ? [400, 'invalid_request'] : [401, 'invalid_client']);
  return response.status === 200 ? undefined : body.error_codes?.[0];
}

test.each(['PS256', 'RS256', 'RS256 in plain base64'])('an assertion signed with %s is taken', async (alg) => {
  const { sha1 } = own.credential;
  const plain = Buffer.from(sha1, 'base64url').toString('base64');
  const header = alg.endsWith('base64') ? { x5t: plain } : {};
  expect(await outcome(fresh(), await assertion({ alg: alg.split(' ')[0] ?? '', header }))).toBeUndefined();
});

test.each([
  endpoint,
  `https://login.microsoftonline.com/${tenantA}/oauth2/v2.0/token`,
  `https://login.microsoftonline.com/${tenantA}/v2.0`,
  `https://login.microsoftonline.com/common/oauth2/token`,
  `https://localhost:4443/a.example/oauth2/v2.0/token`,
])('its audience may be %s', async (aud) => {
  expect(await outcome(fresh(), await assertion({ claims: { aud } }))).toBeUndefined();
});

test.each<[string, () => Bent, number]>([
  ['expired an hour ago', () => ({ claims: { exp: clock.wallMs() / 1000 - 3600 } }), 700024],
  ['good from tomorrow on', () => ({ claims: { nbf: clock.wallMs() / 1000 + 86_400, exp: clock.wallMs() / 1000 + 90_000 } }), 700024],
  ['without an end', () => ({ claims: { exp: undefined } }), 50027],
  ['for another service', () => ({ claims: { aud: 'https://evil.example/token' } }), 700023],
  ['for another tenant', () => ({ claims: { aud: endpoint.replace(tenantA, tenantB) } }), 700023],
  ['for no endpoint', () => ({ claims: { aud: `${here.origin}/${tenantA}/elsewhere` } }), 700023],
  ['for an app in place of an address', () => ({ claims: { aud: signer } }), 700023],
  ['of another app', () => ({ claims: { iss: desk, sub: desk } }), 700021],
  ['of two minds about its app', () => ({ claims: { sub: desk } }), 700021],
  ['signed with a strange key', () => ({ key: other }), 700027],
  ['signed with a strange key under a known name', () => ({ key: other, header: { 'x5t#S256': own.credential.sha256 } }), 700027],
  ['that names no certificate', () => ({ header: { 'x5t#S256': undefined } }), 700027],
  ['whose certificate has run out', () => ({ key: old }), 1000502],
])('an assertion %s is refused', async (_, bend, code) => {
  expect(await outcome(fresh(), await assertion(bend()))).toBe(code);
});

test('unsigned, or signed with the public key as a password, it is refused', async () => {
  const t = fresh();
  const now = Math.floor(clock.wallMs() / 1000);
  const claims = { aud: endpoint, iss: signer, sub: signer, jti: '1', nbf: now, exp: now + 600 };
  expect(await outcome(t, new UnsecuredJWT(claims).encode())).toBe(5002738);
  const spki = own.publicKey.export({ type: 'spki', format: 'pem' });
  const header = { alg: 'HS256', 'x5t#S256': own.credential.sha256 };
  for (const password of [Buffer.from(spki), Buffer.from(own.pem), await generateSecret('HS256')])
    expect(await outcome(t, await new SignJWT(claims).setProtectedHeader(header).sign(password))).toBe(5002738);
});

test.each([
  '',
  'x',
  'a.b.c',
  '..',
  'é.é.é',
  `${'a'.repeat(40_000)}.b.c`,
  '{"alg":"RS256"}.x.y',
  Buffer.from('null').toString('base64url') + '.e30.x',
])('what is no assertion at all is refused (%#)', async (text) => {
  expect(await outcome(fresh(), text || ' ')).toBe(50027);
});

test('a secret and an assertion together are refused', async () => {
  expect(await outcome(fresh(), await assertion(), { client_secret: 'x' })).toBe(9002313);
});

test("the same assertion serves again, as Microsoft's libraries send it, unless the setting says once", async () => {
  const [lenient, strict] = [fresh(), fresh({ refusesReplayedAssertions: true })];
  const text = await assertion();
  expect([await outcome(lenient, text), await outcome(lenient, text)]).toEqual([undefined, undefined]);
  expect([await outcome(strict, text), await outcome(strict, text)]).toEqual([undefined, 50013]);
  expect(await outcome(strict, await assertion())).toBeUndefined();
  expect(await outcome(strict, await assertion({ claims: { jti: undefined } }))).toBe(50027);
});

test('certificates with a short key, of another kind or none are told apart when they are registered', async () => {
  const of =
    (pem: string): (() => unknown) =>
    () =>
      certificateCredential(pem, seededRandom(1));
  const { pem } = await certified({ bits: 2048 });
  expect(of(`some words\n${pem}`)).not.toThrow();
  expect(of('')).toThrow(CertificateFault);
  expect(of(own.keyPem)).toThrow(/BEGIN CERTIFICATE/);
  expect(of('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(/cannot be read/);
  await expect(certified({ bits: 1024 })).rejects.toThrow(/2048 bits/);
});
