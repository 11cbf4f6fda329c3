/** Foreign bots that bring their own media to a house: sessions over HTTP, sockets of `ws`, in this process and in a media process, with and without TLS. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { MessageSocket } from '../src/engine/bridge-connection.ts';
import { BridgeEnd } from '../src/engine/test-bridge.ts';
import { toneDb } from '../src/media/goertzel.ts';
import { sine } from '../src/media/tones.ts';
import type { House } from '../src/server/house.ts';
import type { BridgeSession } from '../src/wire/bridge/session.ts';
import type { OnlineMeeting } from '../src/wire/graph/online-meeting.ts';
import { ForeignBot } from './contract/foreign-bot.ts';
import { ada, Ground } from './small-house.ts';

type Bot = { readonly appId: string; readonly secret: string; readonly name: string; readonly number: string; readonly webhook: string };

let ground: Ground | undefined;
let listener: ForeignBot | undefined;
afterEach(async () => {
  await ground?.[Symbol.asyncDispose]();
  await listener?.[Symbol.asyncDispose]();
});

const permissions = ['OnlineMeetings.ReadWrite.All', 'Calls.JoinGroupCall.All', 'Calls.AccessMedia.All', 'Calls.Initiate.All'];

/** A house with two foreign bots, and a meeting of Ada's that nobody has to wait for. */
class Stage {
  readonly house: House;
  readonly bots: readonly Bot[];
  #tokens: readonly string[] = [];
  #joinMeetingId = '';

  private constructor(house: House, bots: readonly Bot[]) {
    this.house = house;
    this.bots = bots;
  }

  static async open(processes: number): Promise<Stage> {
    ground = await Ground.find();
    listener = await ForeignBot.open(new Uint8Array(0));
    const url = `${listener.url}/calls`;
    const bots = ['1', '2'].map((n) => ({ name: `bot ${n}`, number: `90${n}`, webhook: url, appId: `b0000000-0000-4000-8000-00000000090${n}`, secret: `secret of bot ${n}` })); // prettier-ignore
    const house = await ground.open({ apps: bots.map((bot) => ({ ...bot, permissions })), media: { processes } });
    const stage = new Stage(house, bots);
    stage.#tokens = await Promise.all(bots.map((bot) => stage.#tokenOf(bot)));
    const { joinMeetingIdSettings } = await stage.asked<OnlineMeeting>(0, `/v1.0/users/${ada}/onlineMeetings`, { subject: 'Bots', lobbyBypassSettings: { scope: 'everyone' } }); // prettier-ignore
    stage.#joinMeetingId = joinMeetingIdSettings.joinMeetingId;
    return stage;
  }

  async asked<T>(bot: number, path: string, body: object, status: number = 201): Promise<T> {
    const headers = { ...this.#proof(bot), 'content-type': 'application/json' };
    const response = await fetch(`${this.house.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    expect(response.status, text).toBe(status);
    return JSON.parse(text === '' ? '{}' : text) as T;
  }

  session(bot: number): Promise<BridgeSession> {
    return this.asked(bot, '/bridge/sessions', { version: 1 });
  }

  /** Joins the meeting with media of its own. */
  async join(bot: number, { blob }: BridgeSession): Promise<string> {
    const { id } = await this.asked<{ id: string }>(bot, '/v1.0/communications/calls', {
      callbackUri: this.bots[bot]?.webhook,
      requestedModalities: ['audio', 'video', 'videoBasedScreenSharing'],
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob },
      meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: this.#joinMeetingId, passcode: null },
    });
    return id;
  }

  async leave(bot: number, callId: string): Promise<void> {
    const response = await fetch(`${this.house.url}/v1.0/communications/calls/${callId}`, { method: 'DELETE', headers: this.#proof(bot) });
    expect(response.status).toBe(204);
  }

  /** Opens the socket of a session, over TLS where that is asked for; resolves once it is let in and told so. */
  async connect(bot: number, session: BridgeSession, isSecure: boolean = false): Promise<BridgeEnd> {
    const socket = this.#socket(bot, session, isSecure);
    const end = new BridgeEnd(over(socket));
    await once(socket, 'open');
    expect(socket.protocol).toBe('rollcall-bridge.1');
    await end.until(() => end.told('ready').length > 0 || end.closed !== undefined);
    return end;
  }

  /** The status with which the socket is refused, and the words. */
  async refused(
    bot: number,
    session: Pick<BridgeSession, 'socketUrl'>,
    headers?: Record<string, string>,
  ): Promise<readonly [number, string]> {
    // prettier-ignore
    const [, response] = (await once(this.#socket(bot, session, false, headers), 'unexpected-response')) as [unknown, IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return [response.statusCode ?? 0, (JSON.parse(Buffer.concat(chunks).toString()) as { error: { message: string } }).error.message];
  }

  #socket(
    bot: number,
    { socketUrl }: Pick<BridgeSession, 'socketUrl'>,
    isSecure: boolean,
    headers: Record<string, string> = this.#proof(bot),
  ): WebSocket {
    // prettier-ignore
    const url = new URL(socketUrl);
    const secure = new URL(this.house.secure?.url ?? 'https://none');
    const address = isSecure ? `wss://${secure.host}${url.pathname}` : socketUrl;
    return new WebSocket(address, ['rollcall-bridge.1'], { rejectUnauthorized: false, headers });
  }

  #proof(bot: number): { readonly authorization: string } {
    return { authorization: `Bearer ${this.#tokens[bot] ?? ''}` };
  }

  async #tokenOf({ appId, secret }: Bot): Promise<string> {
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const address = `${this.house.url}/${this.house.directory.tenantId}/oauth2/v2.0/token`;
    const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
    return ((await response.json()) as { access_token: string }).access_token;
  }
}

function over(socket: WebSocket): MessageSocket {
  return {
    bufferedBytes: 0,
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    listen(far) {
      socket.on('message', (data: Buffer, isBinary) => far.message(isBinary ? data : data.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', (code) => far.closed(code));
    },
  };
}

test.each([
  [0, 'without TLS'],
  [0, 'over TLS'],
  [1, 'without TLS'],
  [1, 'over TLS'],
] as const)(
  'two bots hear each other in a meeting, with %i media processes and %s',
  async (processes, how) => {
    const stage = await Stage.open(processes);
    const sessions = [await stage.session(0), await stage.session(1)] as const;
    const calls = [await stage.join(0, sessions[0]), await stage.join(1, sessions[1])] as const;
    const [one, two] = [await stage.connect(0, sessions[0], how === 'over TLS'), await stage.connect(1, sessions[1], how === 'over TLS')] as const; // prettier-ignore
    const [mine] = one.told('ready');
    two.order({ kind: 'hear', mixed: true, apart: 'all' });
    two.order({ kind: 'mark', name: 'asked' });
    await two.until(() => two.told('marked').length === 1);
    one.say(sine({ hertz: [620], ms: 800 }, 0.2));
    await two.until(() => two.frames.filter(({ header }) => header.sourceId === mine?.sourceId).length >= 25);
    expect(toneDb(two.heard(mine?.sourceId ?? 0).subarray(1_600, 6_400), 620)).toBeGreaterThan(-30);
    // The same session, after the socket was lost.
    one.close();
    await one.until(() => one.closed !== undefined);
    const again = await stage.connect(0, sessions[0], how === 'over TLS');
    expect(again.told('ready')).toMatchObject([{ sourceId: mine?.sourceId }]);
    await stage.leave(0, calls[0]);
    await again.until(() => again.closed !== undefined);
    expect([again.told('ended').length, again.closed]).toEqual([1, 1000]);
    await stage.leave(1, calls[1]);
  },
  30_000,
);

test('a socket is let in with the session of a call that is up and the token of its app, and otherwise told why not', async () => {
  const stage = await Stage.open(0);
  const session = await stage.session(0);
  expect(await stage.refused(0, session)).toEqual([425, expect.stringContaining('No call has been placed')]);
  const callId = await stage.join(0, session);
  expect(await stage.refused(1, session)).toEqual([404, expect.stringContaining('no such session')]);
  expect(await stage.refused(0, session, {})).toEqual([401, expect.stringContaining('Access token is empty')]);
  expect(await stage.refused(0, session, { authorization: 'Bearer junk' })).toEqual([401, expect.stringMatching(/./)]);
  expect(await stage.refused(0, { socketUrl: `${session.socketUrl}0` })).toEqual([404, expect.stringContaining('no such session')]);
  const first = await stage.connect(0, session);
  const second = await stage.connect(0, session);
  await first.until(() => first.closed !== undefined);
  expect([first.closed, second.closed], 'the second takes the place of the first').toEqual([4000, undefined]);
  await stage.leave(0, callId);
  expect(await stage.refused(0, session)).toEqual([410, expect.stringContaining('is over')]);
}, 30_000);

test('the socket of a bot does not keep the house from closing', async () => {
  const stage = await Stage.open(0);
  const session = await stage.session(0);
  await stage.join(0, session);
  const ends = [await stage.connect(0, session)];
  const other = await stage.session(1);
  await stage.join(1, other);
  ends.push(await stage.connect(1, other, true));
  await ground?.closeAll();
  for (const end of ends) await end.until(() => end.closed !== undefined);
}, 30_000);
