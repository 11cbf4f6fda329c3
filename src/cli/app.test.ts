import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { botCertificate } from '../../test/bot-certificate.ts';
import type { AdminAnswer } from '../server/apps/admin-command.ts';
import type { AppSetup } from '../server/apps/app-setup.ts';
import { app } from './app.ts';

let folder: string;
let printed: string;
let problems: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-app-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function typed(noun: 'app' | 'keys', ...words: string[]): Promise<number> {
  printed = problems = '';
  const output = { out: (text: string) => void (printed += text), error: (text: string) => void (problems += text) };
  return app(noun, [...words, '--data', join(folder, 'data'), '--port', '4412'], output);
}
type Answer = AdminAnswer & { readonly kind: 'app'; readonly isOpen: boolean; readonly setup: AppSetup };
async function answered(...words: string[]): Promise<Answer> {
  expect(await typed('app', ...words, '--json')).toBe(0);
  return JSON.parse(printed) as Answer;
}
const desk = ['add', '--name', 'their desk', '--number', '300', '--webhook', 'http://localhost:3978/api/calls'];

test('one command registers a bot and prints all that it has to be told', async () => {
  expect(await typed('app', ...desk)).toBe(0);
  const secret = /^ +secret +(\S{43}) /m.exec(printed)?.[1] ?? expect.fail(printed);
  const appId = /^ +app id +(\S{36})$/m.exec(printed)?.[1] ?? expect.fail(printed);
  for (const line of [
    `MicrosoftAppId=${appId}`,
    `MicrosoftAppPassword=${secret}`,
    'AZURE_TENANT_ID=00000000-0000-4000-8000-000000004400',
    `AZURE_CLIENT_SECRET=${secret}`,
    'AZURE_AUTHORITY_HOST=https://127.0.0.1:4455',
    'http://127.0.0.1:4412/v1/.well-known/OpenIdConfiguration',
    'HTTPS_PROXY=http://127.0.0.1:4412',
    `secret: "${secret}"`,
  ])
    expect(printed).toContain(line);
  await typed('app', 'show', 'their desk');
  expect(printed).toContain(`begins with ${secret.slice(0, 3)}`);
  expect(printed).not.toContain(secret);
});

test('programs read the same as JSON', async () => {
  const {
    secret,
    app: shown,
    setup,
    isOpen,
  } = await answered(...desk, '--permission', 'Calls.Initiate.All', '--permission', 'Calls.AccessMedia.All');
  expect(isOpen).toBe(false);
  expect(Object.values(shown.grants)).toEqual([['Calls.Initiate.All', 'Calls.AccessMedia.All']]);
  expect(setup.environment).toMatchObject({ AZURE_CLIENT_ID: shown.appId, AZURE_CLIENT_SECRET: secret });
  expect(setup.endpoints.token).toBe(`http://127.0.0.1:4412/${shown.tenantId}/oauth2/v2.0/token`);
});

test('a life: listed, granted, withdrawn, given a new secret, removed', async () => {
  await answered(...desk, '--permission', 'none');
  expect(Object.values((await answered('grant', 'their desk', '--permission', 'Calls.Initiate.All')).app.grants)).toEqual([
    ['Calls.Initiate.All'],
  ]);
  expect((await answered('revoke', 'their desk')).app.grants).toEqual({});
  expect((await answered('secret', 'their desk', '--at-once')).app.credentials).toHaveLength(1);
  await typed('app', 'list');
  expect(printed).toMatch(/^ {2}300 {2}their desk +\S{36} {2}registered$/m);
  expect(await typed('app', 'remove', 'their desk')).toBe(0);
  await expect(typed('app', 'show', 'their desk')).rejects.toThrow(/no app "their desk"/);
});

test('a bot with a certificate: its private key is neither sent nor kept', async () => {
  const { pem, keyPem } = await botCertificate();
  const file = join(folder, 'bot.pem');
  await writeFile(file, keyPem + pem);
  const { secret, setup } = await answered(...desk, '--certificate', file);
  expect(secret).toBeUndefined();
  expect(setup.environment).toHaveProperty('AZURE_CLIENT_CERTIFICATE_PATH');
  expect(setup.environment).not.toHaveProperty('AZURE_CLIENT_SECRET');
  expect(await readFile(join(folder, 'data', 'secrets', 'apps.json'), 'utf8')).not.toContain(keyPem.slice(100, 140));
  await expect(typed('app', ...desk, '--certificate', join(folder, 'none.pem'))).rejects.toThrow(/none.pem cannot be read/);
});

test('a key is rotated, and the time told', async () => {
  expect(await typed('keys', 'rotate')).toBe(0);
  expect(printed).toMatch(/The key \S{43} signs from 20\d\d-\d\d-\d\d \d\d:\d\d UTC on/);
});

test.each([
  [['explode']],
  [[]],
  [['add']],
  [['show']],
  [['show', 'a', 'b']],
  [['grant', 'their desk']],
  [['certificate', 'their desk']],
  [['list', 'x', 'y']],
])('rollcall app %j is not understood, and what is, is told', async (words) => {
  expect(await typed('app', ...words)).toBe(2);
  expect(problems).toContain('rollcall app add --name');
  expect(printed).toBe('');
});
