/** A bot with media of its own in a whole house: loaded from a file, answered over real sockets, heard and spoken with by somebody foreign. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { MessageSocket } from '../../src/engine/bridge-connection.ts';
import { BridgeEnd } from '../../src/engine/test-bridge.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { sine } from '../../src/media/tones.ts';
import type { House } from '../../src/server/house.ts';
import type { BridgeSession } from '../../src/wire/bridge/session.ts';
import { ForeignBot } from '../contract/foreign-bot.ts';
import { Ground } from '../small-house.ts';

const root = join(import.meta.dirname, '../..');
/** Hears half a second of something loud, frame by frame; then it says 880 Hz for a second, and hangs up. */
const source = `import { defineBot } from ${JSON.stringify(join(root, 'src/index.ts'))};
export const bot = defineBot({ name: 'frames', needs: ['sound'], async onCall(call) {
  await call.answer();
  let loud = 0;
  for await (const { samples } of call.audio) {
    let power = 0;
    for (const sample of samples) power += sample * sample;
    if (power / samples.length > 1_000_000 && ++loud === 25) break;
  }
  const tone = Int16Array.from({ length: 16_000 }, (_, i) => 6_000 * Math.sin((2 * Math.PI * 880 * i) / 16_000));
  await call.speak(tone);
  await call.hangUp();
} });
`;

const caller = { name: 'caller', number: '901', appId: 'b0000000-0000-4000-8000-000000000901', secret: 'secret of the caller' };
const far = { name: 'far frames', number: '555', appId: 'b0000000-0000-4000-8000-000000000555', secret: 'secret of the far bot' };
const permissions = ['Calls.AccessMedia.All', 'Calls.Initiate.All', 'Calls.JoinGroupCall.All'];

const open: AsyncDisposable[] = [];
afterEach(async () => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

test.each([0, 1])(
  'it hears and is heard on the switchboard of its own house, with %i media processes',
  async (processes) => {
    const { ground, file, listener } = await begin();
    const webhook = `${listener.url}/calls`;
    const bots = [{ name: 'frames', number: '200', file }];
    const house = await ground.open({ bots, apps: [{ ...caller, webhook, permissions }], media: { processes } });
    await talkWith(house, house.directory.apps.find(({ name }) => name === 'frames')?.appId ?? '', listener);
  },
  60_000,
);

test('it does on another carrier over HTTPS, whose sockets go through its TLS', async () => {
  const { ground, file, listener } = await begin();
  const port = await freePort();
  const apps = [
    { ...caller, webhook: `${listener.url}/calls`, permissions },
    { ...far, webhook: `http://127.0.0.1:${String(port)}/bots/frames/calls`, permissions },
  ];
  const cloud = await ground.open({ bots: [], apps, data: join(ground.folder, 'cloud'), media: { processes: 1 } });
  const { url } = cloud.secure ?? expect.fail('there is no HTTPS');
  const { tenantId } = cloud.directory;
  const carrier = {
    tenantId,
    appId: far.appId,
    secret: far.secret,
    baseUrl: `${url}/v1.0`,
    bridgeUrl: `${url}/bridge`,
    tokenUrl: `${url}/${tenantId}/oauth2/v2.0/token`,
    openIdUrl: `${url}/v1/.well-known/OpenIdConfiguration`,
  };
  // The authority of the house is a passing one; that it is trusted or not is another test's matter.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  await ground.open({ port, bots: [{ name: 'frames', file, carrier }], data: join(ground.folder, 'home') });
  await talkWith(cloud, far.appId, listener);
}, 60_000);

async function begin(): Promise<{ readonly ground: Ground; readonly file: string; readonly listener: ForeignBot }> {
  const ground = await Ground.find();
  const listener = await ForeignBot.open(new Uint8Array(0));
  open.push(listener, ground);
  const file = join(ground.folder, 'frames.ts');
  await writeFile(file, source);
  return { ground, file, listener };
}

/** Calls the bot with media of its own, says 620 Hz until the bot has answered with 880 Hz, and is hung up on. */
async function talkWith(house: House, appId: string, listener: ForeignBot): Promise<void> {
  const authorization = `Bearer ${await tokenOf(house)}`;
  const asked = async <T>(path: string, body: object): Promise<T> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${house.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    expect(response.status, text).toBe(201);
    return JSON.parse(text) as T;
  };
  const { blob, socketUrl } = await asked<BridgeSession>('/bridge/sessions', { version: 1 });
  const { id } = await asked<{ id: string }>('/v1.0/communications/calls', {
    callbackUri: `${listener.url}/calls`,
    requestedModalities: ['audio'],
    mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob },
    source: { '@odata.type': '#microsoft.graph.participantInfo', identity: { application: { id: caller.appId } } },
    targets: [{ '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { application: { id: appId } } }],
  });
  const socket = new WebSocket(socketUrl, ['rollcall-bridge.1'], { headers: { authorization } });
  const end = new BridgeEnd(over(socket));
  await once(socket, 'open');
  await listener.state(id, 'established');
  end.order({ kind: 'hear', mixed: true, apart: [] });
  end.say(sine({ hertz: [620], ms: 2_000 }, 0.3));
  await end.until(() => end.closed !== undefined);
  expect(end.told('ended')).toHaveLength(1);
  const heard = end.heard();
  const seconds = Array.from({ length: Math.floor(heard.length / 8_000) }, (_, i) => heard.subarray(i * 8_000, (i + 1) * 8_000));
  expect(Math.max(...seconds.map((half) => toneDb(half, 880)))).toBeGreaterThan(-25);
  expect(Math.max(...seconds.map((half) => toneDb(half, 620))), 'the caller is not in what it hears').toBeLessThan(-45);
}

function over(socket: WebSocket): MessageSocket {
  return {
    bufferedBytes: 0,
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    listen(near) {
      socket.on('message', (data: Buffer, isBinary) => near.message(isBinary ? data : data.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', (code) => near.closed(code));
    },
  };
}

async function tokenOf({ url, directory }: House): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: caller.appId, client_secret: caller.secret, scope: 'https://graph.microsoft.com/.default' }; // prettier-ignore
  const response = await fetch(`${url}/${directory.tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** The webhook of a bot has to be known before its house is opened. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
