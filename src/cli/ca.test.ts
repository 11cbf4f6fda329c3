import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { realRandom } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import { leaveWord } from '../server/apps/admin-access.ts';
import { checked } from '../server/config-file.ts';
import { LocalAuthority } from '../tls/local-authority.ts';
import { ca } from './ca.ts';

let folder: string;
let said: string;
let complained: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall o'ca-"));
  [said, complained] = ['', ''];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(...words: readonly string[]): Promise<number> {
  const output = { out: (text: string) => void (said += text), error: (text: string) => void (complained += text) };
  return ca(words, checked({ data: folder, port: 4499 }, 'the test'), output);
}

async function made(): Promise<X509Certificate> {
  const options = { folder: join(folder, 'ca'), names: ['localhost'], machine: 'desk' };
  const authority = await LocalAuthority.open({ ...options, clock: realClock(), random: realRandom(), log: silentLog });
  return new X509Certificate(authority.certificate);
}

test('show: the certificate, and what each kind of program needs', async () => {
  const certificate = await made();
  expect(await run('show')).toBe(0);
  expect(said).toContain('Rollcall local CA (desk, ');
  expect(said).toContain(certificate.fingerprint256);
  expect(said).toContain('HTTPS_PROXY=http://127.0.0.1:4499\n');
  for (const name of ['NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE']) expect(said).toContain(`    ${name}=`);
  for (const each of ['NODE_USE_ENV_PROXY=1', '--cacert', 'keytool -importcert', '.NET', 'NO_PROXY=']) expect(said).toContain(each);
});

test('show: the house that is open, wherever it listens', async () => {
  await made();
  await using scope = new Scope();
  await leaveWord(folder, { places: { url: 'http://127.0.0.1:4710' }, token: 'secret', clock: realClock(), random: realRandom(), scope });
  await run('show');
  expect(said).toContain('HTTPS_PROXY=http://127.0.0.1:4710\n');
  expect(said).toContain('-Dhttps.proxyPort=4710');
  expect(said).not.toContain('4499');
});

test.skipIf(process.platform === 'win32')('show: a path with blanks and quotes can be pasted into a shell', async () => {
  await made();
  await run('show');
  const [, path = ''] = /NODE_EXTRA_CA_CERTS=(.*)/.exec(said) ?? [];
  expect(path).toBe(`'${join(folder, 'ca', 'rollcall-ca.pem').replace("'", `'\\''`)}'`);
});

test('trust: exact commands for each system, and nothing is run', async () => {
  await made();
  expect(await run('trust')).toBe(0);
  expect(said).toContain('Nothing was changed');
  for (const each of ['update-ca-certificates', 'security add-trusted-cert', 'certutil -user -addstore Root']) expect(said).toContain(each);
});

test('remove: certificate and key are gone, and how to withdraw trust is said', async () => {
  await made();
  expect(await run('remove')).toBe(0);
  await expect(stat(join(folder, 'ca'))).rejects.toMatchObject({ code: 'ENOENT' });
  for (const each of [
    'update-ca-certificates --fresh',
    'security delete-certificate -c "Rollcall local CA (desk',
    'certutil -user -delstore Root',
  ])
    expect(said).toContain(each);
  said = '';
  expect(await run('remove')).toBe(0);
  expect(said).toMatch(/nothing was removed/);
});

test('remove takes away what is left of a broken one', async () => {
  await made();
  await rm(join(folder, 'ca', 'rollcall-ca.pem'));
  expect(await run('remove')).toBe(0);
  await expect(readFile(join(folder, 'ca', 'rollcall-ca.key'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(said).toContain('are deleted');
});

test.each([['show'], ['trust']])('%s, when there is none: what to do', async (word) => {
  await expect(run(word)).rejects.toMatchObject({ code: 'tls/none', remedy: expect.stringContaining('rollcall start') as string });
});

test.each([[[]], [['foo']], [['show', 'more']]])('%j: says which words there are', async (words: readonly string[]) => {
  expect(await run(...words)).toBe(2);
  expect(complained).toMatch(/show, trust or remove/);
});
