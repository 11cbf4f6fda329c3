import { expect, test } from 'vitest';
import { routed } from './routes.ts';

const asked: string[] = [];
const failures: unknown[] = [];
const says = (who: string) => (): Promise<Response> => Promise.resolve(new Response(who));
const route = routed({
  bridge: says('bridge'),
  misplaced: () => undefined,
  graph: says('graph'),
  bots: new Map([['front-desk', { fetch: says('front desk') }]]),
  voicemail: says('voicemail'),
  bundles: says('bundles'),
  attendance: says('attendance'),
  library: says('library'),
  admin: says('admin'),
  pages: (path) => {
    asked.push(path);
    return path === '/broken' ? Promise.reject(new Error('the disk is gone')) : Promise.resolve(new Response('page'));
  },
  onError: (error, path) => failures.push([path, error]),
});
const get = (path: string, init?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> }): Promise<Response> =>
  route(new Request(`http://localhost:4400${path}`, { ...init, headers: { host: 'localhost:4400', ...init?.headers } }));

test.each([
  ['/v1.0/communications/calls', 'graph'],
  ['/beta/communications/calls', 'graph'],
  ['/app/calls/1', 'graph'],
  ['/some-tenant/oauth2/v2.0/token', 'graph'],
  ['/v1/.well-known/OpenIdConfiguration', 'graph'],
  ['/recordings/1', 'graph'],
  ['/bridge/sessions', 'bridge'],
  ['/bots/front-desk/calls', 'front desk'],
  ['/bots/front-desk', 'front desk'],
  ['/voicemail/a/b.wav', 'voicemail'],
  ['/', 'page'],
  ['/calls', 'page'],
  ['/calls/1', 'page'],
  ['/calls/1/attendance', 'attendance'],
  ['/kept/1/files/mixed.ogg', 'library'],
  ['/v2.0/communications/calls', 'graph'],
  ['/v3/users/ada', 'graph'],
  ['/v1.0x', 'page'],
  ['/voices', 'page'],
  ['/bots', 'page'],
])('%s goes to %s', async (path, who) => {
  expect(await (await get(path)).text()).toBe(who);
});

test('Graph and bots may be asked by anybody: they have proofs of their own', async () => {
  const foreign = { headers: { host: 'bots.example', origin: 'https://evil.example' } };
  expect((await get('/v1.0/me', foreign)).status).toBe(200);
  expect((await get('/bots/front-desk/calls', foreign)).status).toBe(200);
  expect((await get('/voicemail/a/b.wav', foreign)).status).toBe(403);
  expect((await get('/', foreign)).status).toBe(403);
});

test('a bot that nobody has, and a page that is written to', async () => {
  expect((await get('/bots/back-desk/calls')).status).toBe(404);
  expect((await get('/phone', { method: 'DELETE' })).status).toBe(405);
  expect((await get('/phone', { method: 'HEAD' })).status).toBe(200);
});

test('a defect is told to the operator and not to the page', async () => {
  const response = await get('/broken');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('disk');
  expect(failures).toEqual([['/broken', new Error('the disk is gone')]]);
});
