/** A bot that knows Graph and nothing else, as far as bringing up a call for a check of the bridge goes. */
import { BRIDGE_PROTOCOL, bridgeSession } from '../../src/wire/bridge/session.ts';
import type { OpenBridgeSocket } from '../../src/platforms/graph/media/bridge-socket.ts';
import { bridgePerson } from '../../src/testing/bridge/bridge-person.ts';
import type { PersonOnCall } from '../../src/testing/bridge/call-under-test.ts';
import type { Clock } from '../../src/base/clock.ts';

export type GraphBotOptions = {
  /** The address of the house. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly appId: string;
  readonly secret: string;
  readonly webhook: string;
  readonly fetch: typeof globalThis.fetch;
};

type Roster = {
  readonly value: readonly {
    readonly info: { readonly identity: { readonly user?: { readonly id: string } | null } };
    readonly mediaStreams: readonly { readonly mediaType: string; readonly sourceId: string }[] | null;
  }[];
};

export class GraphBot {
  readonly token: string;
  readonly #options: GraphBotOptions;

  private constructor(options: GraphBotOptions, token: string) {
    this.#options = options;
    this.token = token;
  }

  static async open(options: GraphBotOptions): Promise<GraphBot> {
    const { appId, secret, tokenUrl, fetch } = options;
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const response = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    return new GraphBot(options, ((await response.json()) as { access_token: string }).access_token);
  }

  async asked<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#options.fetch(`${this.#options.url}${path}`, { method, headers, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as T;
  }

  /** Joins a meeting with media of its own; resolves with the call's id. */
  async join(joinMeetingId: string, blob: string): Promise<string> {
    const call = await this.asked<{ readonly id: string }>('POST', '/v1.0/communications/calls', {
      callbackUri: this.#options.webhook,
      requestedModalities: ['audio', 'video', 'videoBasedScreenSharing'],
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob },
      meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId, passcode: null },
    });
    return call.id;
  }

  leave(callId: string): Promise<unknown> {
    return this.asked('DELETE', `/v1.0/communications/calls/${callId}`);
  }

  /** The number of somebody's sound, by the roster, which is empty until the call is established. */
  async sourceOf(callId: string, userId: string, clock: Clock): Promise<number> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const { value } = await this.asked<Roster>('GET', `/v1.0/communications/calls/${callId}/participants`);
      const entry = value.find(({ info }) => info.identity.user?.id === userId);
      const sound = entry?.mediaStreams?.find(({ mediaType }) => mediaType === 'audio');
      if (sound) return Number(sound.sourceId);
      await clock.sleep(50);
    }
    throw new Error(`nobody with the id ${userId} came to the call`);
  }

  /** Joins as somebody else's company, over a session of its own; gives how to leave again. */
  async asPerson(
    joinMeetingId: string,
    openSocket: OpenBridgeSocket,
    clock: Clock,
  ): Promise<{ readonly person: PersonOnCall; readonly leave: () => Promise<unknown> }> {
    const session = bridgeSession.parse(await this.asked('POST', '/bridge/sessions', { version: 1 }));
    const callId = await this.join(joinMeetingId, session.blob);
    const headers = { authorization: `Bearer ${this.token}` };
    const socket = await openSocket(session.socketUrl, { headers, protocol: BRIDGE_PROTOCOL });
    const mayShow = async (of: string): Promise<void> => {
      if (of === 'screen') await this.asked('POST', `/v1.0/communications/calls/${callId}/changeScreenSharingRole`, { role: 'sharer' });
    };
    return { person: await bridgePerson(socket, { clock, mayShow }), leave: () => this.leave(callId) };
  }
}
