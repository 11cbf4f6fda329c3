/** What pages ask about apps, and what they are told. */
import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { memoryBlobStore } from '../../store/memory-blob-store.ts';
import type { AppOutcome } from '../../wire/live/apps.ts';
import { checked } from '../config-file.ts';
import { directoryOf } from '../directory.ts';
import { Administration } from './administration.ts';
import { AppRegistry } from './app-registry.ts';
import { PagesDesk } from './pages-desk.ts';

const config = checked({}, 'the test');
const fromPage = { do: 'app.add', name: 'their desk', number: '300', webhook: 'https://bots.example/calls', permissions: [] } as const;
let desk: PagesDesk;
let rotations: number;
let changes: number;

beforeEach(async () => {
  const random = seededRandom(1);
  const registry = await AppRegistry.open({ secrets: memoryBlobStore(), clock: virtualClock(), random });
  const { directory } = directoryOf(config, { publicUrl: 'http://127.0.0.1:4400', random, registered: () => registry.apps });
  rotations = 0;
  const keys = { rotate: () => (rotations++, Promise.resolve({ kid: 'k', signsFromMs: 0 })) };
  const administration = new Administration({ registry, directory, keys, random });
  desk = new PagesDesk({ administration, directory, places: () => ({ url: 'http://127.0.0.1:4400' }) });
  changes = 0;
  desk.facts.on('appsChanged', () => changes++);
});

async function made(command: unknown): Promise<AppOutcome & { readonly kind: 'app' }> {
  const answer = await desk.administer(command);
  return answer.ok && answer.result.kind === 'app' ? answer.result : expect.fail(JSON.stringify(answer));
}

test('a registered app is listed with its addresses; its secret is in the reply alone', async () => {
  const { app, secret = '' } = await made(fromPage);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(app.setup.environment).toMatchObject({ MicrosoftAppId: app.appId, MicrosoftAppPassword: secret });
  const listed = await desk.list();
  expect(JSON.stringify(listed)).not.toContain(secret);
  expect(listed.apps.at(-1)).toMatchObject({ name: 'their desk', isRegistered: true, credentials: [{ hint: secret.slice(0, 3) }] });
  expect(listed.apps[0]).toMatchObject({ name: 'front desk', isRegistered: false });
  expect(listed.takenNumbers).toContain('300');
  expect(listed.freeNumber).toBe('301');
  expect(listed.permissions).toContainEqual({ name: 'Calls.Initiate.All', isUsual: true });
});

test('pages are told of every change, also by the command line, and of nothing else', async () => {
  const { app } = await made(fromPage);
  expect(changes).toBe(1);
  await desk.carryOut({ do: 'app.grant', app: app.appId, permissions: ['Calls.Initiate.All'] });
  expect(changes).toBe(2);
  await desk.carryOut({ do: 'app.list' });
  await desk.carryOut({ do: 'app.show', app: app.appId });
  await desk.administer({ ...fromPage });
  expect(changes).toBe(2);
  expect(await desk.administer({ do: 'app.remove', app: app.appId })).toMatchObject({
    ok: true,
    result: { kind: 'removed', name: 'their desk' },
  });
  expect(changes).toBe(3);
});

test.each([
  ['a number with letters', { ...fromPage, number: 'abc' }, 'number', /digits/],
  ['no name', { ...fromPage, name: ' ' }, 'name', /name/],
  ['a web hook that is no address', { ...fromPage, webhook: 'bots' }, 'webhook', /address/],
  ['a certificate that is none', { ...fromPage, certificate: 'PEM' }, 'certificate', /certificate/],
  ['a number that somebody has', { ...fromPage, number: '201' }, undefined, /belongs to Ada/],
  ['nothing that is known', 'hello', undefined, /cannot be done/],
])('is refused in words, with the field where it is one: %s', async (_, command, field, words) => {
  const answer = await desk.administer(command);
  expect(answer).toMatchObject({ ok: false, field, message: expect.stringMatching(words) as string });
  expect(changes).toBe(0);
});

test('the keys of the house are not turned over from a page', async () => {
  expect(await desk.administer({ do: 'keys.rotate', isAtOnce: true })).toMatchObject({ ok: false });
  expect(rotations).toBe(0);
});
