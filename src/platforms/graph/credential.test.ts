/** The proof of an app: a secret as it is, a certificate as an assertion that Entra would take. */
import { createHash, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { serverCertificate } from '../../tls/certificate.ts';
import { proofOf } from './credential.ts';
import { FakeService, service } from './fake-service.ts';
import { graphClient } from './open-client.ts';

/** An RSA key for which somebody vouches. */
function certified(): { certificate: string; privateKey: string; publicKey: KeyObject; der: Uint8Array } {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const names = { subject: 'a bot', issuer: 'a test', serial: Uint8Array.of(7) };
  const certificate = serverCertificate({ ...names, fromMs: 0, untilMs: 4e12, publicKey: keys.publicKey, issuerKey }, []);
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate, privateKey, publicKey: keys.publicKey, der: new X509Certificate(certificate).raw };
}

test('a certificate signs an assertion that names it, the app and the token endpoint', async () => {
  const clock = virtualClock();
  const far = await FakeService.start(clock);
  const { certificate, privateKey, publicKey, der } = certified();
  const { secret: _, ...where } = service;
  const graph = graphClient({ ...where, certificate: { certificate, privateKey }, fetch: far.fetch, clock, random: seededRandom(1) });
  await graph.calls.keepAlive('c');
  const { client_assertion = '', ...fields } = far.last('token').body as Record<string, string>;
  expect(fields).toEqual({
    grant_type: 'client_credentials',
    client_id: service.appId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope: 'https://graph.microsoft.com/.default',
  });
  expect(decodeProtectedHeader(client_assertion)).toEqual({
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': createHash('sha256').update(der).digest('base64url'),
  });
  const { payload } = await jwtVerify(client_assertion, publicKey, {
    audience: service.tokenUrl,
    issuer: service.appId,
    subject: service.appId,
    currentDate: new Date(clock.wallMs()),
  });
  expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
});

test('an assertion is never used twice, not even for the next try', async () => {
  const clock = virtualClock();
  const far = await FakeService.start(clock);
  const { certificate, privateKey } = certified();
  const { secret: _, ...where } = service;
  far.replies.push(({ path }) =>
    path.endsWith('/token') && far.asked('token').length === 1 ? new Response(null, { status: 503 }) : undefined,
  );
  const graph = graphClient({ ...where, certificate: { certificate, privateKey }, fetch: far.fetch, clock, random: seededRandom(1) });
  const asked = graph.calls.keepAlive('c');
  await clock.advance(2_000);
  await asked;
  const assertions = far.asked('token').map(({ body }) => body['client_assertion']);
  expect(new Set(assertions).size).toBe(2);
});

test.each([
  ['a key that is none', { certificate: '', privateKey: 'no key' }],
  ['a certificate that is none', { certificate: 'no certificate', privateKey: '' }],
])('%s is told in words', async (_, certificate) => {
  const options = { tokenUrl: service.tokenUrl, appId: service.appId, clock: virtualClock(), random: seededRandom(1) };
  await expect(proofOf({ certificate }, options)).rejects.toMatchObject({
    code: 'platform/no-token',
    message: expect.stringMatching(/certificate cannot sign.*PEM.*PKCS #8/) as string,
  });
});
