import { beforeAll, beforeEach, expect, test } from 'vitest';
import { botCertificate, type BotCertificate } from '../../../test/bot-certificate.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { secretAmong } from '../../doors/graph/identity/client-secret.ts';
import { memoryKeyStore, SigningKeys } from '../../doors/graph/identity/signing-keys.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import { memoryBlobStore } from '../../store/memory-blob-store.ts';
import { partyAtNumber, type Directory } from '../../switchboard/directory.ts';
import { checked } from '../config-file.ts';
import { directoryOf } from '../directory.ts';
import { sampleBots } from '../sample-house.ts';
import type { AdminAnswer, AdminCommand, AppView } from './admin-command.ts';
import { Administration } from './administration.ts';
import { AppRegistry } from './app-registry.ts';

const other = 'bbbbbbbb-0000-4000-8000-000000000002';
const config = checked({ tenants: [{ tenantId: other, name: 'b.example' }] }, 'the test');
const home = config.tenantId;
const rotation = { keyAgeMs: 1e10, keyAheadMs: 1e8, tokenLifetimeMs: 1e6 };
let certificate: BotCertificate;
let secrets: BlobStore;
let clock: VirtualClock;
let directory: Directory;
let registry: AppRegistry;
let administration: Administration;

beforeAll(async () => void (certificate = await botCertificate()));
beforeEach(async () => {
  secrets = memoryBlobStore();
  clock = virtualClock();
  await open();
});

async function open(): Promise<void> {
  const random = seededRandom(1);
  registry = await AppRegistry.open({ secrets, clock, random });
  directory = directoryOf(config, { publicUrl: 'http://127.0.0.1:4400', random, registered: () => registry.apps }).directory;
  const keys = new SigningKeys({ store: memoryKeyStore(), clock, rotation, onError: () => undefined });
  administration = new Administration({ registry, directory, keys, random });
}
const say = (command: AdminCommand): Promise<AdminAnswer> => administration.carryOut(command);
async function told(command: AdminCommand): Promise<{ readonly app: AppView; readonly secret?: string | undefined }> {
  const answer = await say(command);
  return answer.kind === 'app' ? answer : expect.fail(`not an app: ${answer.kind}`);
}
const desk = { do: 'app.add', name: 'their desk', number: '300', webhook: 'https://bots.example/calls' } as const;
const refusal = async (command: AdminCommand): Promise<string> =>
  say(command).then(
    () => 'done',
    ({ code, message, remedy }: { code: string; message: string; remedy: string }) => `${code} ${message} → ${remedy}`,
  );

test('a new app is in the directory at once, dialled by its number, with what calls need; its secret is told once', async () => {
  const { app, secret } = await told(desk);
  expect(partyAtNumber(directory, '300')).toMatchObject({ kind: 'app', id: app.appId, name: 'their desk' });
  expect(app).toMatchObject({
    tenantId: home,
    isRegistered: true,
    grants: { [home]: expect.arrayContaining(['Calls.Initiate.All']) as string[] },
  });
  expect(secret).toMatch(/^[\w-]{43}$/);
  const entry = directory.apps.find(({ appId }) => appId === app.appId);
  expect(entry?.isLocal).toBe(false);
  expect(secretAmong(entry?.credentials ?? [], secret ?? '')).toBeDefined();
  const again = await told({ do: 'app.show', app: 'THEIR DESK' });
  expect(again.secret).toBeUndefined();
  const kept = Buffer.from((await secrets.get('apps.json')) ?? []).toString();
  for (const text of [kept, JSON.stringify(again)]) expect(text).not.toContain(secret);
});

test('what was registered is there after a restart', async () => {
  const { app } = await told(desk);
  await open();
  expect(await told({ do: 'app.show', app: app.appId })).toEqual({ kind: 'app', app });
  await say({ do: 'app.remove', app: app.appId });
  expect(partyAtNumber(directory, '300').kind).toBe('nobody');
  await open();
  expect(registry.apps).toEqual([]);
});

test('administrators of tenants consent and withdraw, each for their own', async () => {
  await say({ ...desk, permissions: [] });
  await say({ do: 'app.grant', app: 'their desk', permissions: ['calls.initiate.all'] });
  await say({ do: 'app.grant', app: 'their desk', permissions: ['Calls.AccessMedia.All', 'Calls.Initiate.All'] });
  const { app } = await told({ do: 'app.grant', app: 'their desk', tenant: 'B.example', permissions: ['Calls.JoinGroupCall.All'] });
  expect(app.grants).toEqual({ [home]: ['Calls.Initiate.All', 'Calls.AccessMedia.All'], [other]: ['Calls.JoinGroupCall.All'] });
  const less = await told({ do: 'app.revoke', app: 'their desk', permissions: ['Calls.Initiate.All'] });
  expect(less.app.grants[home]).toEqual(['Calls.AccessMedia.All']);
  expect((await told({ do: 'app.revoke', app: 'their desk', tenant: other })).app.grants).not.toHaveProperty(other);
});

test('a new secret stands beside the old one for a day, or at once in its place', async () => {
  const first = await told(desk);
  const second = await told({ do: 'app.secret', app: 'their desk' });
  const credentials = (): Parameters<typeof secretAmong>[0] => registry.apps[0]?.credentials ?? [];
  expect(secretAmong(credentials(), first.secret ?? '')?.endsMs).toBe(clock.wallMs() + 24 * 60 * 60_000);
  expect(secretAmong(credentials(), second.secret ?? '')).toMatchObject({ kind: 'secret' });
  expect(secretAmong(credentials(), second.secret ?? '')?.endsMs).toBeUndefined();
  const third = await told({ do: 'app.secret', app: 'their desk', isAtOnce: true });
  expect([first, second, third].map(({ secret }) => secretAmong(credentials(), secret ?? '') !== undefined)).toEqual([false, false, true]);
});

test('an app with a certificate has no secret; the same certificate is there once', async () => {
  const { app, secret } = await told({ ...desk, certificate: certificate.pem + certificate.keyPem });
  expect(secret).toBeUndefined();
  expect(app.credentials).toMatchObject([{ kind: 'certificate', thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) as string }]);
  await say({ do: 'app.certificate', app: 'their desk', certificate: certificate.pem });
  expect(registry.apps[0]?.credentials).toHaveLength(1);
  expect(Buffer.from((await secrets.get('apps.json')) ?? []).toString()).not.toContain('PRIVATE');
});

test.each<[string, AdminCommand, RegExp]>([
  ['a number of a person', { ...desk, number: '201' }, /bad-app .*201 belongs to Ada/],
  ["a number of the house's bot", { ...desk, number: '100' }, /bad-app .*100 belongs to front desk/],
  ['a name that is taken', { ...desk, name: 'Echo' }, /bad-app .*Echo/],
  ['a number that rings nowhere', { ...desk, webhook: undefined }, /bad-app .*300 would ring nowhere/],
  ['a web hook elsewhere without TLS', { ...desk, webhook: 'http://bots.example/calls' }, /bad-app .*https/],
  ['a web hook that is no web address', { ...desk, webhook: 'ftp://localhost/calls' }, /bad-app/],
  ['a web hook with a password', { ...desk, webhook: 'https://a:b@bots.example/' }, /bad-app .*password/],
  [
    'an unknown permission',
    { ...desk, permissions: ['Calls.Everything'] },
    /bad-app .*Calls.Everything.*→ There are:\n.* Calls.AccessMedia.All/s,
  ],
  ['an unknown tenant', { ...desk, tenant: 'c.example' }, /bad-app .*c.example.*b.example/],
  ['a tenant that stands for any', { ...desk, tenant: 'common' }, /bad-app .*common/],
  ['a certificate that is none', { ...desk, certificate: 'x' }, /bad-app .*certificate/],
  ['an unknown app', { do: 'app.show', app: 'nobody' }, /unknown-app .*nobody.*front desk/],
  ["the house's own bot", { do: 'app.remove', app: 'echo' }, /bad-app .*echo.*configuration/],
  ['a secret for what is configured', { do: 'app.secret', app: 'front desk' }, /bad-app/],
])('%s is refused, and nothing is kept', async (_, command, why) => {
  expect(await refusal(command)).toMatch(why);
  expect(registry.apps).toEqual([]);
});

test('two at the same moment do not get the same number', async () => {
  const both = await Promise.all([refusal(desk), refusal({ ...desk, name: 'another' })]);
  expect(both[0]).toBe('done');
  expect(both[1]).toMatch(/300 belongs to their desk/);
});

test('a bot of this machine may be called without TLS, and one without a number places calls only', async () => {
  await say({ ...desk, webhook: 'http://localhost:3978/api/calls' });
  await say({ do: 'app.add', name: 'dialler' });
  expect(directory.apps.slice(-2)).toMatchObject([{ isLocal: true }, { name: 'dialler', isLocal: true }]);
  expect(await say({ do: 'app.list' })).toMatchObject({ kind: 'apps', apps: { length: sampleBots.length + 2 } });
});

test('a disk that fails leaves everything as it was', async () => {
  await say(desk);
  secrets.put = () => Promise.reject(new Error('no space left'));
  expect(await refusal({ do: 'app.remove', app: 'their desk' })).toMatch(/no space left/);
  expect(partyAtNumber(directory, '300').kind).toBe('app');
});

test('a damaged file is told with its name and is not overwritten', async () => {
  await secrets.put('apps.json', Buffer.from('{"version":1,"apps":[{}]}'));
  await expect(AppRegistry.open({ secrets, clock, random: seededRandom(1) })).rejects.toMatchObject({ code: 'server/bad-data' });
});

test('the signing key is replaced at the word of the administrator', async () => {
  const answer = await say({ do: 'keys.rotate' });
  expect(answer).toMatchObject({ kind: 'key', signsFromMs: clock.wallMs() + 1e8 });
});
