import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { realRandom } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { checked } from '../config-file.ts';
import type { FullConfig } from '../config.ts';
import { routed } from '../routes.ts';
import { sampleBots } from '../sample-house.ts';
import { findHouse, leaveWord, newAdminToken } from './admin-access.ts';
import { adminCommandSchema, type AdminAnswer, type AdminCommand } from './admin-command.ts';
import { adminDesk, adminRoute } from './admin-route.ts';
import { administer, type Administered } from './administer.ts';

const options = { clock: realClock(), random: realRandom() };
const nothing = (): Promise<Response> => Promise.resolve(new Response(null, { status: 404 }));
let folder: string;
let config: FullConfig;
let scope: Scope;
const said: AdminCommand[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-apps-'));
  config = checked({ data: folder, port: 4411 }, 'the test');
  scope = new Scope();
  said.length = 0;
});
afterEach(async () => {
  await scope.end();
  await rm(folder, { recursive: true, force: true });
});
const say = (command: AdminCommand): Promise<Administered> => administer(command, config, options);
const desk: AdminCommand = { do: 'app.add', name: 'desk', number: '300', webhook: 'http://localhost:3978/calls' };

/** The admin route of an open house behind a real port, with somebody who says what was said. */
async function openHouse(answer: AdminAnswer = { kind: 'apps', apps: [] }): Promise<{ readonly url: string; readonly token: string }> {
  const token = newAdminToken(options.random);
  const carryOut = (command: AdminCommand): Promise<AdminAnswer> => {
    said.push(command);
    return Promise.resolve(answer);
  };
  const route = adminRoute(new Map([['/admin/do', adminDesk(adminCommandSchema, carryOut)]]), { token, log: silentLog });
  const fetch = routed({
    misplaced: () => undefined,
    graph: nothing,
    bridge: nothing,
    bots: new Map(),
    voicemail: nothing,
    bundles: nothing,
    attendance: nothing,
    library: nothing,
    admin: route,
    pages: nothing,
    onError: () => undefined,
  });
  const server: Server = createServer(
    (request, response) => void getRequestListener(fetch, { overrideGlobalObjects: false })(request, response),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  scope.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  await leaveWord(folder, { places: { url }, token, scope, ...options });
  return { url, token };
}

test('a closed house is changed in its data folder, which is free again afterwards', async () => {
  const added = await say(desk);
  expect(added).toMatchObject({ isOpen: false, places: { url: 'http://127.0.0.1:4411', secureUrl: 'https://127.0.0.1:4454' } });
  const { answer } = await say({ do: 'app.list' });
  expect(answer.kind === 'apps' && answer.apps.map(({ name }) => name)).toEqual([...sampleBots.map(({ name }) => name), 'desk']);
  const first = await say({ do: 'keys.rotate' });
  expect((await say({ do: 'keys.rotate' })).answer).toEqual(first.answer);
  for (const file of ['apps.json', 'signing-keys.json']) expect((await stat(join(folder, 'secrets', file))).mode & 0o777).toBe(0o600);
});

test('what a closed house refuses is told, and its folder is free again', async () => {
  const refused = { ...desk, permissions: ['Calls.Everything'] };
  await expect(say(refused)).rejects.toMatchObject({
    code: 'server/bad-app',
    remedy: expect.stringContaining('Calls.AccessMedia.All') as string,
  });
  expect((await say(desk)).isOpen).toBe(false);
});

test('an open house is asked, at the address that it left, with its token', async () => {
  const { url, token } = await openHouse();
  expect(await say({ do: 'app.list' })).toEqual({ answer: { kind: 'apps', apps: [] }, places: { url }, isOpen: true });
  expect(said).toEqual([{ do: 'app.list' }]);
  for (const file of ['admin-token', 'running.json']) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  expect((await findHouse(folder))?.token).toBe(token);
  await scope.end();
  expect(await findHouse(folder)).toBeUndefined();
});

test('one that crashed, and left its word behind, is taken for closed', async () => {
  await writeFile(join(folder, 'running.json'), JSON.stringify({ url: 'http://127.0.0.1:1' }));
  await writeFile(join(folder, 'admin-token'), 'old');
  expect((await say(desk)).isOpen).toBe(false);
});

test('another house at the address that a crashed one left is not the one that is meant', async () => {
  await openHouse();
  await writeFile(join(folder, 'admin-token'), 'of an earlier run');
  expect((await say(desk)).isOpen).toBe(false);
  expect(said).toEqual([]);
});

test('what is wrong is told before anybody is asked', async () => {
  await openHouse();
  await expect(say({ ...desk, number: 'abc' })).rejects.toThrow(/number: a number has digits only/);
  await expect(say({ ...desk, name: '' })).rejects.toThrow(/name: give it a name/);
  expect(said).toEqual([]);
});

test('a number given twice, in the configuration and by registration, can be put right', async () => {
  await say(desk);
  config = checked(
    { data: folder, bots: [], people: [{ userId: 'a0000000-0000-4000-8000-000000000001', name: 'P', number: '300' }] },
    'the test',
  );
  expect((await say({ do: 'app.remove', app: 'desk' })).answer.kind).toBe('removed');
});

test.each<[string, string, { method: string; body?: string; headers?: Record<string, string> }, number]>([
  ['no token', '/admin/do', { method: 'POST', body: '{"do":"app.list"}', headers: { authorization: '' } }, 401],
  ['a wrong token', '/admin/do', { method: 'POST', body: '{"do":"app.list"}', headers: { authorization: 'Bearer guess' } }, 401],
  ['a web site', '/admin/do', { method: 'POST', body: '{"do":"app.list"}', headers: { origin: 'https://evil.example' } }, 403],
  ['a proxy', '/admin/do', { method: 'POST', body: '{"do":"app.list"}', headers: { 'x-forwarded-for': '10.0.0.1' } }, 403],
  ['another path', '/admin/x', { method: 'POST', body: '{}' }, 404],
  ['another method', '/admin/do', { method: 'GET' }, 405],
  ['no JSON', '/admin/do', { method: 'POST', body: '{' }, 400],
  ['an unknown command', '/admin/do', { method: 'POST', body: '{"do":"app.explode"}' }, 400],
  ['a word too many', '/admin/do', { method: 'POST', body: '{"do":"app.list","x":1}' }, 400],
  ['a body without end', '/admin/do', { method: 'POST', body: 'x'.repeat(200_000) }, 413],
  ['the right words', '/admin/do', { method: 'POST', body: '{"do":"app.list"}' }, 200],
])('the admin route, asked with %s', async (_, path, init, status) => {
  const { url, token } = await openHouse();
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const response = await fetch(url + path, { ...init, headers });
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain(token);
  expect(said).toHaveLength(status === 200 ? 1 : 0);
});
