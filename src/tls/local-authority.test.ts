import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { realClock, type Clock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { removeAuthority } from './authority-files.ts';
import { serverCertificate } from './certificate.ts';
import { LocalAuthority, type LocalAuthorityOptions } from './local-authority.ts';

const names = ['localhost', '127.0.0.1', '::1', 'graph.microsoft.com', 'api.aps.skype.com'];
const dayMs = 24 * 60 * 60_000;
const program = 'openssl';
const hasOpenssl = spawnSync(program, ['version']).status === 0;
if (!hasOpenssl && process.env['CI'] === 'true') throw new Error('openssl is needed with CI=true: apt-get install openssl');
if (!hasOpenssl) console.warn('Skipped: certificates before OpenSSL. Install it with "apt-get install openssl".');

let folder: string;
let said: string[];
const log: Log = { ...silentLog, warn: (message) => said.push(message) };

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'rollcall-ca-')), 'ca');
  said = [];
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

function open(clock: Clock = realClock(), more: Partial<LocalAuthorityOptions> = {}): Promise<LocalAuthority> {
  const seed = Math.trunc(clock.wallMs() / 1000);
  return LocalAuthority.open({ folder, names, machine: 'büro, 1/2', clock, random: seededRandom(seed), log, ...more });
}

describe('what an authority is', () => {
  test('it can be told by its name, and its key is for its owner alone', async () => {
    const authority = await open(virtualClock(Date.UTC(2026, 0, 2)));
    const certificate = new X509Certificate(await readFile(authority.file));
    expect(certificate.subject).toContain('Rollcall local CA (b-ro-1-2');
    expect(certificate.subject).toContain('2026-01-02');
    expect(certificate.ca).toBe(true);
    if (process.platform !== 'win32') {
      expect((await stat(join(folder, 'rollcall-ca.key'))).mode & 0o777).toBe(0o600);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
  });

  test('it is made once: whoever opens it again has the same', async () => {
    const first = await open();
    expect((await open()).certificate).toBe(first.certificate);
    expect(said).toEqual([]);
  });

  test('a leaf stands for all its names, with a key of its own each time', async () => {
    const authority = await open();
    const leaf = new X509Certificate(authority.leaf().cert);
    for (const name of ['localhost', 'graph.microsoft.com', 'api.aps.skype.com']) expect(leaf.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1']) expect(leaf.checkIP(address)).toBe(address);
    expect(leaf.checkHost('example.com')).toBeUndefined();
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(authority.leaf().key).not.toBe(authority.leaf().key);
    expect(new X509Certificate(authority.leaf().cert).serialNumber).not.toBe(leaf.serialNumber);
  });
});

describe('for whom it is good, by parties that we did not write', () => {
  test.skipIf(!hasOpenssl)('OpenSSL, strictly: a leaf for its names', async () => {
    const authority = await open();
    expect(await openssl(authority.file, authority.leaf().cert)).toMatch(/: OK/);
  });

  test.skipIf(!hasOpenssl).each([
    ['another host', ['example.com']],
    ['one good and one bad', ['localhost', 'example.com']],
    ['a host whose end is the same', ['evilgraph.microsoft.com']],
    ['another address', ['192.0.2.1']],
  ])('OpenSSL refuses what its key signed for %s', async (_, wrong) => {
    const authority = await open();
    expect(await openssl(authority.file, await forged(authority, wrong))).toMatch(/permitted subtree violation/);
  });

  test.skipIf(!hasOpenssl)('OpenSSL refuses a leaf as an authority for another', async () => {
    const authority = await open();
    const { cert, key } = authority.leaf();
    const below = signedBy({ cert, key }, ['localhost']);
    expect(await openssl(authority.file, below, cert)).toMatch(/invalid CA certificate/);
  });

  test.each([
    ['localhost', true],
    ['graph.microsoft.com', true],
    ['tenant.graph.microsoft.com', false],
    ['example.com', false],
  ])('Node, trusting it alone, at %s: %s', async (servername, isGood) => {
    const authority = await open();
    const outcome = await handshake(authority.certificate, authority.leaf(), servername);
    if (isGood) expect(outcome).toBe('authorized');
    else expect(outcome).toMatch(/^ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  test('Node refuses what its key signed for another host', async () => {
    const authority = await open();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = await forged(authority, ['example.com'], createPublicKey(privateKey));
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(await handshake(authority.certificate, { key, cert }, 'example.com')).toMatch(/permitted subtree violation/);
  });

  test('Node, without it, refuses', async () => {
    const authority = await open();
    expect(await handshake(undefined, authority.leaf(), 'localhost')).toMatch(/^UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  });
});

describe('in the course of time', () => {
  test('a leaf lasts 90 days, and never longer than its authority', async () => {
    const clock = virtualClock();
    const authority = await open(clock);
    expect(authority.leaf().untilMs - clock.wallMs()).toBe(90 * dayMs);
    await clock.advance(700 * dayMs);
    expect(authority.leaf().untilMs).toBe(authority.untilMs);
  });

  test('in its last month it is spoken of, with what to do', async () => {
    await open(virtualClock(Date.UTC(2026, 0, 1)));
    const later = await open(virtualClock(Date.UTC(2027, 11, 10)));
    expect(later.certificate).toContain('BEGIN CERTIFICATE');
    expect(said).toEqual([expect.stringMatching(/ends on 2028-01-01: run "rollcall ca remove"/)]);
  });

  test('when it has run out another is made, and that is told', async () => {
    const first = await open(virtualClock(Date.UTC(2026, 0, 1)));
    const second = await open(virtualClock(Date.UTC(2028, 0, 2)));
    expect(second.certificate).not.toBe(first.certificate);
    expect(said).toEqual([expect.stringMatching(/had run out and was made anew: trust the new one/)]);
  });

  test('a name that it was made without is left out of leaves and told', async () => {
    await open();
    const authority = await open(realClock(), { names: [...names, 'bots.example.com'] });
    expect(said).toEqual([expect.stringMatching(/was made without bots\.example\.com/)]);
    const leaf = new X509Certificate(authority.leaf().cert);
    expect(leaf.checkHost('bots.example.com')).toBeUndefined();
    expect(leaf.checkHost('localhost')).toBe('localhost');
  });
});

describe('what may have become of its files', () => {
  test.each([
    ['the certificate is gone', 'rollcall-ca.pem', undefined],
    ['the key is gone', 'rollcall-ca.key', undefined],
    ['the certificate is cut off', 'rollcall-ca.pem', '-----BEGIN CERTIFICATE-----\nMIIB'],
    ['the key is no key', 'rollcall-ca.key', 'nothing'],
    ['the key is another', 'rollcall-ca.key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()], // prettier-ignore
  ])('%s: another is made', async (_, name, content) => {
    const first = await open();
    await rm(join(folder, name));
    if (content !== undefined) await writeFile(join(folder, name), content);
    const second = await open();
    expect(second.certificate).not.toBe(first.certificate);
    expect(new X509Certificate(second.leaf().cert).checkHost('localhost')).toBe('localhost');
  });

  test.skipIf(process.platform === 'win32')('a key that others could read is closed to them, and that is told', async () => {
    await open();
    await chmod(join(folder, 'rollcall-ca.key'), 0o644);
    await open();
    expect((await stat(join(folder, 'rollcall-ca.key'))).mode & 0o777).toBe(0o600);
    expect(said).toEqual([expect.stringMatching(/others could read the key/)]);
  });

  test('a folder that cannot be made is told with what to do', async () => {
    await writeFile(folder, 'a file');
    await expect(open()).rejects.toMatchObject({ code: 'tls/failed', remedy: expect.stringContaining('folder') as string });
  });

  test('it is removed at once, whole, and removing twice is calm', async () => {
    await open();
    expect(await removeAuthority(folder)).toBe(true);
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await removeAuthority(folder)).toBe(false);
  });
});

/** A leaf that our own code would never make, signed with the authority's key as a thief of the key could. */
async function forged(
  { certificate }: LocalAuthority,
  wrong: readonly string[],
  publicKey?: ReturnType<typeof createPublicKey>,
): Promise<string> {
  return signedBy({ cert: certificate, key: await readFile(join(folder, 'rollcall-ca.key'), 'utf8') }, wrong, publicKey);
}

function signedBy(
  { cert, key }: { readonly cert: string; readonly key: string },
  hosts: readonly string[],
  publicKey?: ReturnType<typeof createPublicKey>,
): string {
  const issuer = new X509Certificate(cert);
  const facts = {
    subject: 'Somebody',
    issuer: String(issuer.toLegacyObject().subject.CN),
    serial: Buffer.of(7),
    fromMs: Date.parse(issuer.validFrom),
    untilMs: Date.parse(issuer.validTo),
    publicKey: publicKey ?? issuer.publicKey,
    issuerKey: { publicKey: issuer.publicKey, privateKey: createPrivateKey(key) },
  };
  return serverCertificate(facts, hosts);
}

/** What OpenSSL says of a leaf; `between` is offered as an authority in the middle. */
async function openssl(authority: string, leaf: string, between?: string): Promise<string> {
  await writeFile(join(folder, 'leaf.pem'), leaf);
  await writeFile(join(folder, 'between.pem'), between ?? '');
  const middle = between === undefined ? [] : ['-untrusted', join(folder, 'between.pem')];
  const words = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', authority, ...middle, join(folder, 'leaf.pem')];
  const { stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return stdout + stderr;
}

/** What a TLS client of Node's says that trusts `ca` alone. */
async function handshake(
  ca: string | undefined,
  { key, cert }: { readonly key: string; readonly cert: string },
  servername: string,
): Promise<string> {
  const server = createServer({ key, cert });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', servername, ca: ca ?? [] });
      socket.once('secureConnect', () => resolve(socket.authorized ? 'authorized' : String(socket.authorizationError)));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(`${String(error.code)}: ${error.message}`));
      socket.once('secureConnect', () => socket.destroy());
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
