/** Tokens and assertions bent by chance: none is ever taken, and none breaks anything. */
import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { botCertificate, type BotCertificate } from '../../../../test/bot-certificate.ts';
import { proofRounds } from '../../../../test/proof-rounds.ts';
import { seededRandom, type Random } from '../../../base/random.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { certificateCredential } from './certificate.ts';
import { assertionType } from './client-assertion.ts';
import { desk, here, secret, signer, tenantA, tenantB, testIdentity, type TestIdentity } from './test-identity.ts';

const perSeed = 100;
const seeds = proofRounds(10, 200);
const clock = virtualClock();
let certificate: BotCertificate;
let t: TestIdentity;
beforeAll(async () => {
  certificate = await botCertificate();
  t = testIdentity({ clock, certificates: [certificateCredential(certificate.pem, seededRandom(1))] });
});

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const parsed = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;

test.each(seeds)('access tokens, seed %i', async (seed) => {
  const random = seededRandom(seed);
  const response = await t.token({ client_id: desk, client_secret: secret });
  const { access_token: token } = (await response.json()) as { access_token: string };
  expect((await t.get('/v1.0/communications/calls/x', { authorization: `Bearer ${token}` })).status).toBe(200);
  const publicKey = JSON.stringify((await t.door.keys.keys())[0]?.publicJwk);
  for (let index = 0; index < perSeed; index++) {
    const bent = bend(token, random, publicKey);
    if (isSame(bent, token)) continue;
    const got = await t.get('/v1.0/communications/calls/x', { authorization: `Bearer ${headerSafe(bent)}` });
    expect([got.status, bent], `seed ${String(seed)}, round ${String(index)}`).toEqual([401, bent]);
    expect(got.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  }
});

test.each(seeds)('assertions, seed %i', async (seed) => {
  const random = seededRandom(seed + 1_000_000);
  const now = Math.floor(clock.wallMs() / 1000);
  const aud = `${here.origin}/${tenantA}/oauth2/v2.0/token`;
  const header = { alg: 'PS256', 'x5t#S256': certificateCredential(certificate.pem, random).sha256 };
  const claims = { aud, iss: signer, sub: signer, jti: random.uuid(), nbf: now, exp: now + 600 };
  const assertion = await new SignJWT(claims).setProtectedHeader(header).sign(certificate.privateKey);
  const form = { client_id: signer, client_assertion_type: assertionType };
  expect((await t.token({ ...form, client_assertion: assertion })).status).toBe(200);
  for (let index = 0; index < perSeed; index++) {
    const bent = bend(assertion, random, certificate.pem);
    if (isSame(bent, assertion) || bent === '') continue;
    const got = await t.token({ ...form, client_assertion: bent });
    expect([got.status, bent], `seed ${String(seed)}, round ${String(index)}`).toEqual([401, bent]);
    expect(((await got.json()) as { error: string }).error).toBe('invalid_client');
  }
});

test.each(seeds)('whole requests for a token, seed %i', async (seed) => {
  const random = seededRandom(seed + 2_000_000);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: desk, client_secret: 'a guess', scope: 'https://graph.microsoft.com/.default' }); // prettier-ignore
  for (let index = 0; index < perSeed / 4; index++) {
    const body = scrambled(form.toString(), random);
    const tenant = scrambled(pick([tenantA, tenantB, 'common'], random), random).replaceAll(/[^\w%.-]/g, '');
    const basic = Buffer.from(scrambled(`${desk}:guess`, random)).toString('base64');
    const headers = random.unit() < 0.3 ? { authorization: `Basic ${basic}` } : {};
    const asked = new Request(new URL(`/${tenant || 'x'}/oauth2/v2.0/token`, here), { method: 'POST', body, headers });
    const { status } = await t.door.fetch(asked);
    expect([400, 401, 404], `seed ${String(seed)}, round ${String(index)}: ${body}`).toContain(status);
  }
});

/** One way of cheating out of many. */
function bend(token: string, random: Random, publicKey: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parsed(payload);
  const names = Object.keys(claims);
  const name = pick(names, random);
  const other = pick([undefined, null, '', 0, -1, 1e20, [], {}, true, tenantB, '*', ['Calls.AccessMedia.All'], 'x'.repeat(5000)], random);
  const changed = `${header}.${json({ ...claims, [name]: other })}`;
  const renamed = {
    ...parsed(header),
    alg: pick(['none', 'None', 'HS256', 'HS512', 'ES256', 'EdDSA', 'RS512', 'PS512', 'dir', ''], random),
  };
  const ways: (() => string)[] = [
    () => `${changed}.${signature}`,
    () => `${json(renamed)}.${payload}.${pick(['', signature, json('x')], random)}`,
    () =>
      `${json({ ...renamed, alg: 'HS256' })}.${payload}.${createHmac('sha256', publicKey)
        .update(`${json({ ...renamed, alg: 'HS256' })}.${payload}`)
        .digest('base64url')}`,
    () =>
      `${json({ ...parsed(header), kid: pick(['', '../keys', "' or 1=1", 7, null], random), 'x5t#S256': 'x', jwk: { kty: 'oct', k: 'AAAA' } })}.${payload}.${signature}`,
    () => `${json({ ...parsed(header), crit: ['exp'], b64: false })}.${payload}.${signature}`,
    () => `${header}.${payload}.${scrambled(signature, random)}`,
    () => `${header}.${scrambled(payload, random)}.${signature}`,
    () => `${scrambled(header, random)}.${payload}.${signature}`,
    () => scrambled(token, random),
    () => token.slice(0, Math.floor(random.unit() * token.length)),
    () => `${token}.${pick(['', 'x', signature], random)}`,
    () => `${json(other ?? null)}.${payload}.${signature}`,
    () => `${header}.${json(other ?? null)}.${signature}`,
    () => pick(['a.b.c', '...', '{}', '%00', 'null', 'x'.repeat(20_000), `${header}..${signature}`], random),
  ];
  return pick(ways, random)();
}

/** Some of its characters changed, cut out, doubled, or moved. */
function scrambled(text: string, random: Random): string {
  const characters = text.split('');
  for (let change = 0; change <= random.unit() * 4; change++) {
    const at = Math.floor(random.unit() * characters.length);
    const count = Math.floor(random.unit() * 4);
    const put = pick(
      [[], [pick(['=', '&', '%', '.', '-', 'A', 'é', '\u0000', '%0', '%zz', '+'], random)], characters.slice(at, at + 8)],
      random,
    );
    characters.splice(at, count, ...put);
  }
  return characters.join('');
}

/** The last letter of a part has bits that count for nothing, and white space in a header is cut: then it is the same token. */
function isSame(bent: string, token: string): boolean {
  const [a, b] = [bent, token].map((each) =>
    each
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.'),
  );
  return a === b;
}

/** Headers have no line ends and no letters beyond Latin-1. */
function headerSafe(text: string): string {
  return text.replaceAll(/[^\x21-\x7e\xa1-\xff]/g, '?') || '?';
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random.unit() * from.length)] as T;
}
