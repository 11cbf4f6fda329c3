/** The carrier of a bot: what its configuration may say, and by what the bot proves itself there. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { botCertificate, type BotCertificate } from '../../test/bot-certificate.ts';
import { silentLog, type Log } from '../base/log.ts';
import { carrierOf } from './carrier.ts';
import type { CarrierConfig } from './carrier-config.ts';
import { checked } from './config-file.ts';

const tenantId = 'c0000000-0000-4000-8000-000000000001';
const appId = 'b0000000-0000-4000-8000-000000000001';
const away = 'c0000000-0000-4000-8000-000000000002';
const nowMs = Date.parse('2026-01-01');
const options = { name: 'desk', nowMs, log: silentLog };
let folder = '';
let made: BotCertificate;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-carrier-'));
  made = await botCertificate();
  await writeFile(file('both.pem'), `${made.keyPem}\n${made.pem}`);
  await writeFile(file('certificate.pem'), made.pem);
  await writeFile(file('key.pem'), made.privateKey.export({ type: 'pkcs1', format: 'pem' }));
  await writeFile(file('other.pem'), (await botCertificate()).keyPem);
  await writeFile(file('old.pem'), await botCertificate({ to: '2025-12-31' }).then(({ pem, keyPem }) => pem + keyPem));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(file('ec.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(file('locked.pem'), made.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }));
});
afterAll(() => rm(folder, { recursive: true }));

test('with a secret alone the bot is on Teams, for its own tenant', async () => {
  expect(await carrierOf({ tenantId, appId, secret: 's' }, options)).toEqual({
    name: 'Microsoft Teams',
    baseUrl: 'https://graph.microsoft.com/v1.0',
    tokenUrl: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
    openIdUrl: 'https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration',
    tenantId,
    appId,
    secret: 's',
  });
});

test('a cloud has hosts of its own, and one that is not documented for calls says so', async () => {
  const warned: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => void warned.push(message) };
  const { name, baseUrl, tokenUrl } = await carrierOf({ tenantId, appId, secret: 's', cloud: 'usGovHigh' }, { ...options, log });
  expect([name, baseUrl, tokenUrl]).toEqual([
    'Microsoft Teams for US government, GCC High (L4)',
    'https://graph.microsoft.us/v1.0',
    `https://login.microsoftonline.us/${tenantId}/oauth2/v2.0/token`,
  ]);
  expect(warned).toEqual([expect.stringMatching(/try it before you rely on it/)]);
});

test('another Rollcall is told by its address, and is called by its host', async () => {
  const carrier = await carrierOf({ tenantId, appId, secret: 's', baseUrl: 'http://127.0.0.1:4400/v1.0' }, options);
  expect(carrier).toMatchObject({ name: '127.0.0.1:4400', baseUrl: 'http://127.0.0.1:4400/v1.0' });
});

test('other tenants come beside its own, or any do', async () => {
  expect((await carrierOf({ tenantId, appId, secret: 's', tenants: [away] }, options)).tenants).toEqual({ accepted: [tenantId, away] });
  expect((await carrierOf({ tenantId, appId, secret: 's', tenants: 'any' }, options)).tenants).toEqual({ accepted: 'any' });
});

test.each([
  ['both.pem', undefined],
  ['certificate.pem', 'key.pem'],
])('certificate %s with key %s is what the bot signs with', async (certificate, key) => {
  // prettier-ignore
  const carrier: CarrierConfig = { tenantId, appId, certificate: file(certificate), certificateKey: key && file(key) };
  const { certificate: proof, secret } = await carrierOf(carrier, options);
  expect(secret).toBeUndefined();
  expect(proof?.certificate.trim()).toBe(made.pem.trim());
  expect(proof?.privateKey).toBe(made.keyPem);
});

test.each<readonly [string, string | undefined, RegExp, RegExp]>([
  ['none.pem', undefined, /none\.pem cannot be read/, /that is there/],
  ['key.pem', undefined, /holds no certificate/, /BEGIN CERTIFICATE/],
  ['certificate.pem', undefined, /holds no key .*BEGIN PRIVATE KEY/, /certificateKey/],
  ['certificate.pem', 'locked.pem', /locked\.pem holds no key/, /without a passphrase/],
  ['certificate.pem', 'other.pem', /not that of the certificate/, /with which the certificate was made/],
  ['certificate.pem', 'ec.pem', /is not RSA/, /RSA/],
  ['old.pem', undefined, /ended on Dec 31 .*2025/, /Make a new one/],
])('certificate %s with key %s cannot serve, and it is told what to do', async (certificate, key, message, remedy) => {
  const carrier: CarrierConfig = { tenantId, appId, certificate: file(certificate), certificateKey: key && file(key) };
  const failed = carrierOf(carrier, options);
  await expect(failed).rejects.toMatchObject({ code: 'server/bad-config', message: expect.stringMatching(message) as string });
  await expect(failed).rejects.toMatchObject({ remedy: expect.stringMatching(remedy) as string });
});

test.each<readonly [object, RegExp]>([
  [{}, /a secret or a certificate, and not both/],
  [{ secret: 's', certificate: 'c.pem' }, /a secret or a certificate, and not both/],
  [{ secret: '' }, /is the variable set that it comes from/],
  [{ secret: 's', certificateKey: 'k.pem' }, /goes with a certificate/],
  [{ secret: 's', cloud: 'mars' }, /there are global, usGovHigh, usGovDod, china/],
  [{ secret: 's', cloud: 'china', baseUrl: 'http://127.0.0.1:4400/v1.0' }, /and not both/],
  [{ secret: 's', tenants: 'all' }, /"any", or a list of tenant ids/],
  [{ secret: 's', tenants: ['contoso'] }, /tenants/],
])('a configuration that says %j is told what is wrong', (given, message) => {
  const carrier = { tenantId, appId, ...given } as CarrierConfig;
  expect(() => checked({ bots: [{ name: 'desk', file: 'desk.ts', carrier }] }, 'the test')).toThrow(message);
});
