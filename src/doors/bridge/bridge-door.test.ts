import { expect, test } from 'vitest';
import type { MessageSocket } from '../../engine/bridge-connection.ts';
import { BRIDGE_PROTOCOL, bridgeSession, type BridgeSession } from '../../wire/bridge/session.ts';
import type { GraphDoor } from '../graph/graph-door.ts';
import { answerBody, publicUrl, testDoor, type TestDoor } from '../graph/test-door.ts';
import { directory } from '../../switchboard/test-house.ts';
import { BridgeDoor } from './bridge-door.ts';

type Bridged = TestDoor & { readonly bridge: BridgeDoor };

const silentSocket: MessageSocket = { send: () => undefined, bufferedBytes: 0, close: () => undefined, listen: () => undefined };
const may = { 'tenant-1': ['Calls.Initiate.All', 'Calls.AccessMedia.All'] };

function bridged(options: Parameters<typeof testDoor>[0] & { readonly waitingPerApp?: number } = {}): Bridged {
  let graph: GraphDoor | undefined;
  let made: BridgeDoor | undefined;
  const t = testDoor({
    apps: directory.apps.map((app) => ({ ...app, grants: may })),
    ...options,
    bridge: ({ switchboard, engine, clock, random }) => {
      made = new BridgeDoor({
        switchboard,
        engine,
        clock,
        random,
        publicUrl,
        limits: { soundsApart: 4, pictures: 11 },
        checkToken: (authorization) => graph?.readToken(authorization) ?? Promise.reject(new Error('not open')),
        waitingPerApp: options.waitingPerApp,
      });
      return made;
    },
  });
  graph = t.door;
  if (!made) throw new Error('no bridge was made');
  return { ...t, bridge: made };
}

async function post(
  t: Bridged,
  {
    appId = 'desk',
    body = '{"version":1}',
    headers = {},
    origin = 'http://127.0.0.1:4400',
  }: { appId?: string; body?: string; headers?: Record<string, string>; origin?: string } = {},
): Promise<Response> {
  // prettier-ignore
  const authorization = `Bearer ${await t.token(appId)}`;
  const all = { authorization, 'content-type': 'application/json', ...headers };
  return t.bridge.fetch(new Request(`${origin}/bridge/sessions`, { method: 'POST', headers: all, body }));
}

async function opened(t: Bridged, options: Parameters<typeof post>[1] = {}): Promise<BridgeSession> {
  const response = await post(t, options);
  expect(response.status).toBe(201);
  return bridgeSession.parse(await response.json());
}

async function socketOf(
  t: Bridged,
  session: Pick<BridgeSession, 'socketUrl'>,
  appId = 'desk',
  more: Record<string, string> = {},
): ReturnType<BridgeDoor['admit']> {
  // prettier-ignore
  const headers = new Headers({ authorization: `Bearer ${await t.token(appId)}`, 'sec-websocket-protocol': BRIDGE_PROTOCOL, ...more });
  return t.bridge.admit(new URL(session.socketUrl).pathname, headers);
}

const own = (blob: string): object => ({ ...answerBody, mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob } });

/** Ada calls the desk, which has not answered yet. */
async function ringing(t: Bridged): Promise<string> {
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.settle();
  return t.h.appLeg('desk')?.legId ?? '';
}

test('a session is opened with the token of Graph, and says where its socket lies and what it gives', async () => {
  const session = await opened(bridged());
  expect(session).toMatchObject({ version: 1, expiresInMs: 120_000, limits: { soundsApart: 4, pictures: 11, codecs: ['vp8'] } });
  expect(session.socketUrl).toBe(`ws://127.0.0.1:4400/bridge/sessions/${session.sessionId}`);
  expect(session.blob.length).toBeGreaterThan(40);
});

test('the socket lies where the app came from on this machine, and at the public address otherwise', async () => {
  const t = bridged();
  expect((await opened(t, { origin: 'https://localhost:4443' })).socketUrl).toMatch(/^wss:\/\/localhost:4443\/bridge\/sessions\//);
  expect((await opened(t, { origin: 'https://graph.example' })).socketUrl).toMatch(/^ws:\/\/127\.0\.0\.1:4400\//);
});

test('a call is answered with the blob, and then the socket is handed to the leg, as often as it comes', async () => {
  const t = bridged();
  const session = await opened(t);
  const callId = await ringing(t);
  expect(await socketOf(t, session)).toMatchObject({ ok: false, status: 425, code: 'tooEarly' });
  expect((await t.command('POST', `/${callId}/answer`, own(session.blob))).status).toBe(202);
  expect(t.h.engine.last('addBridged')).toMatchObject({ legId: callId, limits: { soundsApart: 4, pictures: 11 } });
  for (let time = 0; time < 2; time++) {
    const admitted = await socketOf(t, session);
    if (!admitted.ok) throw new Error(admitted.message);
    admitted.attach({ kind: 'messages', socket: silentSocket });
  }
  expect(t.h.engine.attached.map(({ legId }) => legId)).toEqual([callId, callId]);
});

test('a session is over with its call', async () => {
  const t = bridged();
  const session = await opened(t);
  const callId = await ringing(t);
  await t.command('POST', `/${callId}/answer`, own(session.blob));
  await t.command('DELETE', `/${callId}`);
  expect(await socketOf(t, session)).toMatchObject({ ok: false, status: 410 });
  await t.h.clock.advance(61_000);
  expect(await socketOf(t, session)).toMatchObject({ ok: false, status: 404 });
});

test.each([
  ['a blob that is none', () => 'junk', /no session/],
  ['the blob of another app', async (t: Bridged) => (await opened(t, { appId: 'echo' })).blob, /another app/],
  [
    'a blob that has expired',
    async (t: Bridged) => {
      const { blob } = await opened(t);
      await t.h.clock.advance(121_000);
      return blob;
    },
    /expired/,
  ],
] as const)('%s opens nothing', async (_, blobOf, words) => {
  const t = bridged();
  const blob = await blobOf(t);
  const callId = await ringing(t);
  const response = await t.command('POST', `/${callId}/answer`, own(blob));
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(words);
  expect(t.h.appLeg('desk')?.state).toBe('ringing');
});

test('a blob serves one call, and no second one', async () => {
  const t = bridged();
  const { blob } = await opened(t);
  const callId = await ringing(t);
  await t.command('POST', `/${callId}/answer`, own(blob));
  const second = await t.command('POST', '', { ...own(blob), targets: [{ identity: { user: { id: 'grace' } } }] });
  expect(second.status).toBe(400);
  expect(await second.text()).toMatch(/another call/);
});

test('a command that is refused leaves the session as it was', async () => {
  const t = bridged();
  const { blob } = await opened(t);
  const callId = await ringing(t);
  const call = (user: string): object => ({ ...own(blob), targets: [{ identity: { user: { id: user } } }] });
  expect((await t.command('POST', '', call('nobody-of-that-name'))).status).toBe(400);
  expect((await t.command('POST', `/${callId}/answer`, own(blob))).status).toBe(202);
});

test('the socket opens to nobody but the app, by its token and in the protocol of the bridge', async () => {
  const t = bridged();
  const session = await opened(t);
  const callId = await ringing(t);
  await t.command('POST', `/${callId}/answer`, own(session.blob));
  expect(await socketOf(t, session, 'echo')).toMatchObject({ ok: false, status: 404 });
  expect(await socketOf(t, session, 'desk', { authorization: '' })).toMatchObject({ ok: false, status: 401 });
  expect(await socketOf(t, session, 'desk', { authorization: 'Bearer a.b.c' })).toMatchObject({ ok: false, status: 401 });
  expect(await socketOf(t, session, 'desk', { 'sec-websocket-protocol': 'chat' })).toMatchObject({ ok: false, status: 400 });
  expect(await socketOf(t, { socketUrl: 'ws://127.0.0.1/bridge/sessions/none' })).toMatchObject({ ok: false, status: 404 });
  const headers = new Headers({ authorization: `Bearer ${await t.token()}` });
  expect(await t.bridge.upgrade(new URL(session.socketUrl).pathname, headers)).toMatchObject({ ok: false, status: 426 });
  expect(t.h.engine.attached).toEqual([]);
});

test.each([
  ['of another version', { body: '{"version":2}' }, 400, /Version 1/],
  ['that is not JSON', { body: 'nonsense' }, 400, /not JSON/],
  ['that is no object', { body: '[]' }, 400, /Version 1/],
  ['that is too long', { body: `{"version":1,"x":"${'y'.repeat(5_000)}"}` }, 413, /4096 bytes/],
  ['of another type', { headers: { 'content-type': 'text/plain' } }, 415, /application\/json/],
  ['that is compressed', { headers: { 'content-encoding': 'gzip' } }, 415, /compressed/],
  ['without a token', { headers: { authorization: '' } }, 401, /Access token is empty/],
  ['with something else for a token', { headers: { authorization: 'Basic x' } }, 401, /Bearer/],
] as const)('a session is not opened by a request %s', async (_, options, status, words) => {
  const response = await post(bridged(), options);
  expect(response.status).toBe(status);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(words);
  expect(error.code).toMatch(/^\w+$/);
});

test('an app without the permission for media of its own opens no session, and answers no call with one', async () => {
  const t = bridged({ apps: directory.apps.map((app) => ({ ...app, grants: { 'tenant-1': ['Calls.Initiate.All'] } })) });
  const response = await post(t);
  expect(response.status).toBe(403);
  expect(await response.text()).toMatch(/Calls\.AccessMedia\.All/);
  const callId = await ringing(t);
  const answered = await t.command('POST', `/${callId}/answer`, own('any'));
  expect(answered.status).toBe(403);
  expect(await answered.text()).toMatch(/Calls\.AccessMedia\.All/);
});

test('an app has so many sessions that wait, and no more until one is used or expires', async () => {
  const t = bridged({ waitingPerApp: 2 });
  const [first] = [await opened(t), await opened(t)];
  const third = await post(t);
  expect(third.status).toBe(429);
  expect(Number(third.headers.get('retry-after'))).toBe(120);
  expect((await post(t, { appId: 'echo' })).status).toBe(201);
  const callId = await ringing(t);
  await t.command('POST', `/${callId}/answer`, own(first.blob));
  expect((await post(t)).status).toBe(201);
  await t.h.clock.advance(121_000);
  expect((await post(t)).status).toBe(201);
});

test.each([
  ['GET', '/bridge/sessions', 405],
  ['POST', '/bridge/elsewhere', 404],
  ['GET', '/bridge/sessions/some-id', 426],
] as const)('%s %s is %i', async (method, path, status) => {
  expect((await bridged().bridge.fetch(new Request(`http://127.0.0.1:4400${path}`, { method }))).status).toBe(status);
});
