/** The other end of the wire for tests: tokens, keys, Graph's actions and signed notifications, as scripted. It decides nothing by itself. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { VirtualClock } from '../../base/virtual-clock.ts';
import { notificationBody, notificationItem, type ChangeType } from '../../wire/graph/notification.ts';

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly atMs: number;
};
/** Answers a request; undefined leaves it to the next, and in the end to the usual answer. */
export type Reply = (seen: Seen) => Response | Promise<Response> | undefined;

export type SignOptions = {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey;
};

export const service = {
  baseUrl: 'https://service.test/v1.0',
  tokenUrl: 'https://service.test/tenant/oauth2/v2.0/token',
  openIdUrl: 'https://service.test/.well-known/openid',
  tenantId: 'c0000000-0000-4000-8000-00000000000c',
  appId: 'b0000000-0000-4000-8000-000000000100',
  secret: 'secret of the app',
  publicUrl: 'https://bot.test/bots/front-desk',
} as const;

/** Making a key takes a quarter of a second, so all tests of a file share one. */
let usualKey: ReturnType<typeof signingKey> | undefined;

export class FakeService {
  readonly seen: Seen[] = [];
  readonly replies: Reply[] = [];
  /** The public side of the platform that is tested. */
  deliver: (request: Request) => Promise<Response> = () => Promise.reject(new Error('nobody to deliver to'));
  keys: readonly JWK[];
  /** What is answered to whoever asks who takes part. */
  participants: readonly object[] = [];
  readonly #clock: VirtualClock;
  readonly #key: CryptoKey;
  #operations = 0;
  #messages = 0;

  constructor(clock: VirtualClock, key: CryptoKey, jwk: JWK) {
    this.#clock = clock;
    this.#key = key;
    this.keys = [jwk];
  }

  static async start(clock: VirtualClock): Promise<FakeService> {
    usualKey ??= signingKey('key-1');
    const { privateKey, jwk } = await usualKey;
    return new FakeService(clock, privateKey, jwk);
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const text = await request.text();
    const isJson = request.headers.get('content-type')?.includes('json') ?? false;
    const body = isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : Object.fromEntries(new URLSearchParams(text));
    const seen = { method: request.method, path: new URL(request.url).pathname, headers: request.headers, body, atMs: this.#clock.now() };
    this.seen.push(seen);
    for (const reply of this.replies) {
      const response = reply(seen);
      if (response) return response;
    }
    return this.#usual(seen);
  };

  /** The requests of that name: `answer`, `playPrompt`, `token`, `DELETE`. */
  asked(name: string): readonly Seen[] {
    return this.seen.filter(({ method, path }) => method === name || path.endsWith(`/${name}`));
  }

  /** Waits for a command of that name and gives back what is needed to end it. */
  last(name: string): Seen {
    const last = this.asked(name).at(-1);
    if (!last) throw new Error(`${name} was not asked for`);
    return last;
  }

  async notifyCall(changeType: ChangeType, callId: string, call: object, options?: Parameters<FakeService['post']>[1]): Promise<Response> {
    return this.post(
      notificationBody([notificationItem(changeType, callId, { '@odata.type': '#microsoft.graph.call', ...call })]),
      options,
    );
  }

  /** The end of the operation that the last command of that name began. */
  async endOperation(callId: string, name: string, operation: object = {}): Promise<Response> {
    const clientContext = this.last(name).body['clientContext'];
    const id = `operation-${String(this.#operations)}`;
    const resourceData = { '@odata.type': '#microsoft.graph.commsOperation', id, status: 'completed', clientContext, ...operation };
    return this.post(notificationBody([notificationItem('deleted', `${callId}/operations/${id}`, resourceData)]));
  }

  /** The roster, in full or as a delta. */
  async notifyRoster(callId: string, roster: readonly object[] | object): Promise<Response> {
    return this.post(notificationBody([notificationItem('updated', `${callId}/participants`, roster)]));
  }

  async post(
    body: object | string,
    { sign = {}, messageId, authorization }: { sign?: SignOptions; messageId?: string; authorization?: string | undefined } = {},
  ): Promise<Response> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-microsoft-skype-message-id': messageId ?? `message-${String(++this.#messages)}`,
      authorization: authorization ?? `Bearer ${await this.token(sign)}`,
    };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.deliver(new Request(`${service.publicUrl}/calls`, { method: 'POST', headers, body: text }));
  }

  token({ claims = {}, header = {}, key = this.#key }: SignOptions = {}): Promise<string> {
    const now = Math.floor(this.#clock.wallMs() / 1000);
    const payload = {
      iss: 'https://api.botframework.com',
      aud: service.appId,
      tid: service.tenantId,
      iat: now,
      nbf: now,
      exp: now + 3600,
      ...claims,
    };
    return this.#clock.hold(() => new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(key));
  }

  #usual({ method, path, body }: Seen): Response {
    if (path.endsWith('/token'))
      return Response.json({ token_type: 'Bearer', expires_in: 3599, access_token: `token-${String(this.asked('token').length)}` });
    if (path.endsWith('/openid')) return Response.json({ jwks_uri: 'https://service.test/keys' });
    if (path === '/keys') return Response.json({ keys: this.keys });
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (path.endsWith('/communications/calls')) return Response.json({ ...body, id: 'dialled-1', state: 'establishing' }, { status: 201 });
    if (method === 'GET' && path.endsWith('/participants')) return Response.json({ value: this.participants });
    if (/\/(playPrompt|recordResponse|invite|startHoldMusic|stopHoldMusic|sendDtmfTones)$/.test(path)) {
      return Response.json({ id: `operation-${String(++this.#operations)}`, status: 'running', clientContext: body['clientContext'] });
    }
    if (/\/(subscribeToTone|cancelMediaProcessing|mute|unmute|updateRecordingStatus)$/.test(path)) {
      return Response.json({ id: `done-${String(this.seen.length)}`, status: 'completed', clientContext: body['clientContext'] });
    }
    return new Response(null, { status: path.endsWith('/keepAlive') ? 200 : 202 });
  }
}

/** A pair of keys: one to sign with, one to be published. */
export async function signingKey(kid: string): Promise<{ privateKey: CryptoKey; jwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

/** One of a roster, as captured. */
export function participantNamed(name: string, more: object = {}): object {
  return {
    '@odata.type': '#microsoft.graph.participant',
    id: `participant-${name}`,
    info: {
      '@odata.type': '#microsoft.graph.participantInfo',
      identity: { user: { id: name, displayName: name } },
      endpointType: 'default',
    },
    isInLobby: false,
    isMuted: false,
    mediaStreams: [{ mediaType: 'audio', sourceId: '1', direction: 'sendReceive', serverMuted: false }],
    publishedStates: [],
    meetingRole: 'none',
    isIdentityAnonymized: false,
    ...more,
  };
}

/** The bot itself, as it stands in a roster. */
export function botParticipant(more: object = {}): object {
  const info = { '@odata.type': '#microsoft.graph.participantInfo', identity: { application: { id: service.appId } } };
  return participantNamed('bot', { info, ...more });
}

/** What Graph says of an incoming call. */
export function incoming(callId: string, more: object = {}): object {
  return {
    id: callId,
    state: 'incoming',
    direction: 'incoming',
    callChainId: `chain-${callId}`,
    source: { identity: { user: { id: 'a0000000-0000-4000-8000-000000000201', displayName: 'Ada Lovelace' } } },
    targets: [{ identity: { application: { id: service.appId } } }],
    tenantId: service.tenantId,
    ...more,
  };
}
