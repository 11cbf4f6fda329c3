import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { botCertificate } from '../../test/bot-certificate.ts';
import { seededRandom } from '../base/random.ts';
import { secretAmong } from '../doors/graph/identity/client-secret.ts';
import type { Config } from './config.ts';
import { checked } from './config-file.ts';
import type { AppEntry, Directory } from '../switchboard/directory.ts';
import { directoryOf, type HouseDirectory } from './directory.ts';

const of = (config: Config = {}): Directory => housed(config).directory;
const housed = (config: Config = {}, seed = 1): HouseDirectory =>
  directoryOf(checked(config, 'the test'), { publicUrl: 'http://127.0.0.1:4400', random: seededRandom(seed) });
const away = { name: 'away', number: '300', webhook: 'https://bots.example/calls', appId: 'b0000000-0000-4000-8000-000000000300', secret: 'long-enough' }; // prettier-ignore

test('without a configuration there are four people and the reference bots, and voicemail takes what nobody takes', () => {
  const { people, apps, noAnswer } = of();
  expect(people.map(({ number }) => number)).toEqual(['201', '202', '203', '204']);
  expect(apps.map(({ number, webhook }) => [number, webhook])).toEqual([
    ['100', 'http://127.0.0.1:4400/bots/front-desk/calls'],
    ['101', 'http://127.0.0.1:4400/bots/echo/calls'],
    ['102', 'http://127.0.0.1:4400/bots/voicemail/calls'],
    ['103', 'http://127.0.0.1:4400/bots/announcer/calls'],
    ['104', 'http://127.0.0.1:4400/bots/live-echo/calls'],
    ['105', 'http://127.0.0.1:4400/bots/roll-call/calls'],
    ['106', 'http://127.0.0.1:4400/bots/group-caller/calls'],
    ['107', 'http://127.0.0.1:4400/bots/incident-commander/calls'],
    ['108', 'http://127.0.0.1:4400/bots/recorder/calls'],
    ['109', 'http://127.0.0.1:4400/bots/captioner/calls'],
    ['110', 'http://127.0.0.1:4400/bots/meeting-notes/calls'],
  ]);
  expect(noAnswer).toEqual({ afterMs: 20_000, forwardTo: apps[2]?.appId });
});

test.each<[string, Config, RegExp]>([
  ['two people', { people: [person(1, '201'), person(2, '201')] }, /201 belongs to two .*P1 and P2/],
  ['a person and a bot', { people: [person(1, '100')] }, /100 belongs to two .*P1 and front desk/],
  ['a bot and an app', { apps: [{ ...away, number: '101' }] }, /101 belongs to two .*echo and away/],
])('one number for %s is told with both names', (_, config, why) => {
  expect(() => of(config)).toThrow(expect.objectContaining({ code: 'server/bad-config', message: expect.stringMatching(why) as string }));
});

test('calls that nobody takes go where the configuration says, or nowhere', () => {
  const { noAnswer, apps } = of({ noAnswer: { afterSeconds: 5, forwardTo: 'front desk' } });
  expect(noAnswer).toEqual({ afterMs: 5_000, forwardTo: apps[0]?.appId });
  expect(of({ noAnswer: { forwardTo: 'nobody' } }).noAnswer).toBeUndefined();
  expect(of({ bots: [] }).noAnswer).toBeUndefined();
});

test('a bot keeps its id from run to run, and its secret is new each time', () => {
  const [first, again] = [housed({}, 1), housed({}, 2)];
  expect(first.directory.apps.map(({ appId }) => appId)).toEqual(again.directory.apps.map(({ appId }) => appId));
  expect(new Set([...first.secrets.values(), ...again.secrets.values()]).size).toBe(2 * first.directory.apps.length);
  const [app] = first.directory.apps;
  expect(secretAmong(app?.credentials ?? [], first.secrets.get(app?.appId ?? '') ?? '')).toBeDefined();
  expect(JSON.stringify(first.directory)).not.toContain(first.secrets.get(app?.appId ?? ''));
  for (const { appId } of first.directory.apps) expect(appId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test.each([
  ['http://localhost:3000/calls', true],
  ['http://127.0.0.1/calls', true],
  ['http://[::1]:3000/calls', true],
  ['https://bots.example/calls', false],
  ['https://127.evil.example.com.invalid/calls', false],
  ['https://localhost.evil.example/calls', false],
])('an app at %s lives on this machine: %s', (webhook, isLocal) => {
  expect(of({ bots: [], apps: [{ ...away, webhook }] }).apps[0]?.isLocal).toBe(isLocal);
});

test('a bot on another carrier is none of this switchboard', () => {
  const carrier = { tenantId: away.appId, appId: away.appId, secret: 's' };
  expect(of({ bots: [{ name: 'far', number: '400', file: 'far.ts', carrier }] }).apps).toEqual([]);
});

const other = 'bbbbbbbb-0000-4000-8000-000000000002';

test('the house has its own tenant first, by the name that the configuration gives it', () => {
  expect(of().tenants).toEqual([{ tenantId: of().tenantId, name: 'rollcall.example' }]);
  const tenants = [
    { tenantId: other, name: 'other.example' },
    { tenantId: of().tenantId, name: 'mine.example' },
  ];
  expect(of({ tenants }).tenants.map(({ name }) => name)).toEqual(['mine.example', 'other.example']);
  expect(() => of({ tenants: [...tenants, { tenantId: other, name: 'again.example' }] })).toThrow(/again.example .* twice/);
});

test('an app has a home, and what each tenant consented to; an unknown tenant is told', () => {
  const tenants = [{ tenantId: other, name: 'other.example' }];
  const roles = ['Calls.Initiate.All'];
  const app = (more: object): AppEntry | undefined => of({ bots: [], tenants, apps: [{ ...away, ...more }] }).apps[0];
  expect(app({})?.grants[of().tenantId]).toContain('Calls.AccessMedia.All');
  expect(app({ tenantId: other, permissions: roles })).toMatchObject({ tenantId: other, grants: { [other]: roles } });
  expect(app({ permissions: { [of().tenantId]: [], [other]: roles } })?.grants).toEqual({ [of().tenantId]: [], [other]: roles });
  expect(() => of({ apps: [{ ...away, tenantId: other }] })).toThrow(/away is of the tenant bbbb/);
  expect(() => app({ permissions: ['Calls.Everything'] })).toThrow(/Calls.Everything/);
});

test('an app may prove itself by a certificate, which has to be there and fit', async () => {
  const { secret: _, ...bare } = away;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-certificate-'));
  const file = join(folder, 'bot.pem');
  await writeFile(file, (await botCertificate()).pem);
  expect(of({ bots: [], apps: [{ ...bare, certificate: file }] }).apps[0]?.credentials).toMatchObject([{ kind: 'certificate' }]);
  expect(() => of({ apps: [{ ...bare, certificate: join(folder, 'none.pem') }] })).toThrow(/none.pem/);
  await writeFile(file, 'nothing');
  expect(() => of({ apps: [{ ...bare, certificate: file }] })).toThrow(/BEGIN CERTIFICATE/);
  expect(() => of({ apps: [bare] })).toThrow(/a secret or a certificate/);
  await rm(folder, { recursive: true });
});

test('registered apps come and go while the directory is the same', () => {
  let registered: AppEntry[] = [];
  const options = { publicUrl: 'http://localhost', random: seededRandom(1), registered: () => registered };
  const { directory } = directoryOf(checked({ bots: [] }, 'the test'), options);
  expect(directory.apps).toEqual([]);
  registered = [
    { appId: 'x', tenantId: directory.tenantId, name: 'x', number: '300', says: '', credentials: [], isLocal: true, grants: {} },
  ];
  expect(directory.apps).toEqual(registered);
  expect(directory.apps).toBe(directory.apps);
});

function person(id: number, number: string): { userId: string; name: string; number: string } {
  return { userId: `a0000000-0000-4000-8000-00000000000${String(id)}`, name: `P${String(id)}`, number };
}
