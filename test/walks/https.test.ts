/** The pages over HTTPS in a real Chromium, which trusts the local authority as "rollcall ca trust" says, and no further than its names go. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverCertificate } from '../../src/tls/certificate.ts';
import { findChromium } from './browser.ts';
import { openPassingHouse } from './open-house.ts';

const executablePath = findChromium();
const certutil = process.env['CERTUTIL'] ?? 'certutil';
const canTrust = process.platform === 'linux' && spawnSync(certutil, ['-H']).error === undefined;
if (!canTrust && process.env['CI'] === 'true') throw new Error('certutil is needed with CI=true: apt-get install libnss3-tools');
if (!canTrust) console.warn('Skipped: Chromium with our authority. Install certutil with "apt-get install libnss3-tools".');

describe.skipIf(executablePath === undefined || !canTrust)('Chromium', () => {
  let home: string;
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let phone: string;
  let certificate: string;
  const servers: Server[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rollcall-chromium-'));
    house = await openPassingHouse({ media: { processes: 0 } });
    phone = `${house.secure?.url ?? expect.fail('there is no HTTPS')}/phone`;
    certificate = house.secure?.certificate ?? '';
  });
  afterAll(async () => {
    for (const server of servers) server.closeAllConnections();
    for (const server of servers) server.close();
    await house[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });

  test('refuses the page before the authority is trusted, and opens it with its feed after', async () => {
    await expect(visit(phone)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    const store = join(home, '.pki/nssdb');
    await mkdir(store, { recursive: true });
    execFileSync(certutil, ['-d', `sql:${store}`, '-N', '--empty-password']);
    execFileSync(certutil, ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'rollcall-ca', '-i', certificate]);
    expect(await visit(phone)).toMatch(/Ada Lovelace/);
    expect(await visit(phone.replace('127.0.0.1', 'localhost'))).toMatch(/Ada Lovelace/);
  });

  test('reaches the hosts that are served here through the proxy, and no page there', async () => {
    const proxy = `--proxy-server=${house.url}`;
    expect(await visit('https://graph.microsoft.com/v1.0/communications/calls/x', /InvalidAuthenticationToken/, proxy)).toContain('error');
    expect(await visit('https://graph.microsoft.com/phone', /ResourceNotFound/, proxy)).toContain('error');
    await expect(visit('https://example.com/', /./, proxy)).rejects.toThrow(/ERR_TUNNEL_CONNECTION_FAILED/);
  });

  test('takes what the key of the authority signed for its names, and refuses it for any other', async () => {
    expect(await visit(await servedAs('localhost'), /let in/)).toBe('let in');
    const wrong = visit(await servedAs('elsewhere.example'), /./, '--host-resolver-rules=MAP elsewhere.example 127.0.0.1');
    await expect(wrong).rejects.toThrow(/ERR_CERT_/);
  });

  /** A server with a certificate that our own code would never make, as a thief of the key could; its address. */
  async function servedAs(host: string): Promise<string> {
    const authority = new X509Certificate(await readFile(certificate));
    const key = await readFile(join(dirname(certificate), 'rollcall-ca.key'), 'utf8');
    const facts = {
      subject: 'Somebody',
      issuer: String(authority.toLegacyObject().subject.CN),
      serial: Buffer.of(9),
      fromMs: Date.parse(authority.validFrom),
      untilMs: Date.parse(authority.validFrom) + 90 * 24 * 60 * 60_000,
      publicKey: authority.publicKey,
      issuerKey: { publicKey: authority.publicKey, privateKey: createPrivateKey(key) },
    };
    const server = createServer({ key, cert: serverCertificate(facts, [host]) }, (_, response) => response.end('let in'));
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return `https://${host}:${String((server.address() as AddressInfo).port)}/`;
  }

  /** What a page says once it says `wanted`, in a browser of its own. */
  async function visit(url: string, wanted: RegExp = /Ada Lovelace/, ...more: readonly string[]): Promise<string> {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...more];
    const env = { ...process.env, HOME: home } as Record<string, string>;
    const browser: Browser = await chromium.launch({ executablePath: executablePath ?? '', headless: true, args, env });
    try {
      const page = await browser.newPage();
      await page.goto(url);
      await page.getByText(wanted).first().waitFor();
      return await page.innerText('body');
    } finally {
      await browser.close();
    }
  }
});
