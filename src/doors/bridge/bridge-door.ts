/** The way in for apps that bring their own media: opens sessions of the media bridge, and lets their sockets through to the media engine. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { BridgeConnection } from '../../engine/bridge-connection.ts';
import type { BridgeLimits, MediaEngine } from '../../engine/port.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import { BRIDGE_VERSION, openSession, type BridgeSession } from '../../wire/bridge/session.ts';
import { BridgeSessions, type Session, type SessionOwner } from './bridge-sessions.ts';
import { refusalOfHandshake, refusalOfProtocol } from './handshake.ts';
import { refusalResponse, refuse, type Refusal } from './refusal.ts';
import { jsonOf } from './small-body.ts';

/** Reads an `Authorization` header as the Graph door does, whose tokens these are. */
type CheckToken = (authorization: string | null) => Promise<TokenRead>;
export type TokenRead =
  ({ readonly ok: true; readonly roles: readonly string[] } & SessionOwner) | { readonly ok: false; readonly message: string };

export type BridgeDoorOptions = {
  readonly switchboard: Pick<Switchboard, 'facts' | 'readCall'>;
  readonly engine: Pick<MediaEngine, 'attach'>;
  readonly clock: Clock;
  readonly random: Random;
  /** Where bots find this door, at `/bridge`. */
  readonly publicUrl: URL;
  readonly checkToken: CheckToken;
  /** What this carrier gives to each leg. */
  readonly limits: BridgeLimits;
  readonly waitMs?: number | undefined;
  readonly waitingPerApp?: number | undefined;
};

/** A socket that may be handed over; from then on the engine answers for it, and closes it when its leg is no longer there. */
export type Admitted = { readonly ok: true; readonly attach: (connection: BridgeConnection) => void };

/** A session in the hands of a command: either of the two ends that. */
export type ClaimedSession = {
  readonly ok: true;
  readonly limits: BridgeLimits;
  readonly bind: (legId: string) => void;
  readonly release: () => void;
};

/** Without it an app has no use for a session. Source: Graph docs, api/application-post-calls. */
const permissionForOwnMedia = 'Calls.AccessMedia.All';

const sessionPath = /^\/bridge\/sessions\/([^/]+)$/;
const overKeptMs = 60_000;

export class BridgeDoor implements Disposable {
  readonly #options: BridgeDoorOptions;
  readonly #waitMs: number;
  readonly #sessions: BridgeSessions;
  readonly #ended = new AbortController();

  constructor(options: BridgeDoorOptions) {
    const { clock, random, switchboard, waitMs = 2 * 60_000, waitingPerApp = 20 } = options;
    this.#options = options;
    this.#waitMs = waitMs;
    this.#sessions = new BridgeSessions({ clock, random, waitMs, waitingPerApp, overKeptMs });
    const { signal } = this.#ended;
    switchboard.facts.on('told', ({ fact }) => fact.type === 'legEnded' && this.#sessions.legEnded(fact.legId), { signal });
  }

  /** Answers every request below `/bridge`: `POST /bridge/sessions` opens a session. */
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const opened = pathname === '/bridge/sessions' ? await this.#open(request) : elsewhere(pathname);
    return 'ok' in opened ? refusalResponse(opened) : Response.json(opened, { status: 201 });
  }

  /** Takes a session for a call that is about to be placed or answered; or says in words why not. */
  claim(blob: string, owner: SessionOwner): ClaimedSession | { readonly ok: false; readonly message: string } {
    const session = this.#sessions.ofBlob(blob);
    const message = whyNotClaimed(session, owner);
    if (!session || message !== undefined) return { ok: false, message: message ?? '' };
    const { sessionId } = session;
    this.#sessions.claim(sessionId);
    return {
      ok: true,
      limits: this.#options.limits,
      release: () => this.#sessions.release(sessionId),
      bind: (legId) => {
        this.#sessions.bind(sessionId, legId);
        if (!this.#isUp(owner, legId)) this.#sessions.legEnded(legId);
      },
    };
  }

  /** A request for a WebSocket at `/bridge/sessions/{id}`, which the media process will answer. */
  async upgrade(path: string, headers: Pick<Headers, 'get'>): Promise<Admitted | Refusal> {
    if (!sessionPath.test(path)) return elsewhere(path);
    return refusalOfHandshake(headers) ?? (await this.admit(path, headers));
  }

  /** The same for a socket that is open already, as in a lab without any: token, subprotocol and session are looked at alike. */
  async admit(path: string, headers: Pick<Headers, 'get'>): Promise<Admitted | Refusal> {
    const [, sessionId = ''] = sessionPath.exec(path) ?? [];
    const wrong = refusalOfProtocol(headers);
    if (wrong) return wrong;
    const app = await this.#app(headers);
    if (!app.ok) return app;
    const session = this.#sessions.of(sessionId);
    if (!session || !isOwner(session, app)) return unknownSession();
    const { state } = session;
    if (state.is === 'over') return refuse('gone', overWords[state.because]);
    if (state.is !== 'bound')
      return refuse('tooEarly', 'No call has been placed or answered with this session yet: do that first, then open the socket.');
    if (!this.#isUp(app, state.legId)) return refuse('gone', overWords.ended);
    return { ok: true, attach: (connection) => this.#options.engine.attach(state.legId, connection) };
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    this.#sessions.stop();
  }

  async #open(request: Request): Promise<BridgeSession | Refusal> {
    if (request.method !== 'POST') return refuse('methodNotAllowed', 'A session is opened with POST.', { allow: 'POST' });
    const app = await this.#app(request.headers);
    if (!app.ok) return app;
    const body = await jsonOf(request);
    if (!body.ok) return body;
    if (!openSession.safeParse(body.json).success)
      return refuse(
        'badRequest',
        `Version ${String(BRIDGE_VERSION)} of the bridge is spoken here: send { "version": ${String(BRIDGE_VERSION)} }.`,
      );
    const session = this.#sessions.open(app);
    if ('retryAfterMs' in session) {
      const seconds = Math.ceil(session.retryAfterMs / 1000);
      const what = 'Too many sessions of this app wait for a call: place or answer calls with those that are open';
      return refuse('tooManySessions', `${what}, or come again in ${String(seconds)} s.`, { 'retry-after': String(seconds) });
    }
    const { sessionId, blob } = session;
    const limits = { ...this.#options.limits, codecs: ['vp8'] as const };
    return { version: BRIDGE_VERSION, sessionId, blob, socketUrl: this.#socketUrl(request, sessionId), expiresInMs: this.#waitMs, limits };
  }

  async #app(headers: Pick<Headers, 'get'>): Promise<Extract<TokenRead, { ok: true }> | Refusal> {
    const app = await this.#options.checkToken(headers.get('authorization'));
    if (!app.ok) return refuse('unauthenticated', app.message, { 'www-authenticate': 'Bearer' });
    if (app.roles.includes(permissionForOwnMedia)) return app;
    const has = app.roles.join(', ') || 'none';
    return refuse(
      'forbidden',
      `App-hosted media need ${permissionForOwnMedia}; the token of ${app.appId} has ${has}. Grant it in the tenant ${app.tenantId}, then fetch a new token.`,
    );
  }

  #isUp({ appId }: SessionOwner, legId: string): boolean {
    const read = this.#options.switchboard.readCall({ appId, legId });
    return read.ok && read.leg.state !== 'ended';
  }

  /** At the address by which the app came where that is this machine's own, otherwise at the public one: a `Host` can be anything. */
  #socketUrl(request: Request, sessionId: string): string {
    const asked = new URL(request.url);
    const isOurs = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(asked.hostname);
    const url = new URL(`/bridge/sessions/${sessionId}`, isOurs ? asked.origin : this.#options.publicUrl.origin);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
  }
}

const overWords = {
  expired: 'The session has expired: no call was placed or answered with it in time. Open another one.',
  ended: 'The call of this session is over. Open another session for the next one.',
} as const;

function whyNotClaimed(session: Session | undefined, owner: SessionOwner): string | undefined {
  if (!session) return 'there is no session of the media bridge with this blob; POST /bridge/sessions opens one and gives its blob';
  if (!isOwner(session, owner)) return 'this blob is of another app, or of another tenant; open a session with the token of this call';
  if (session.state.is === 'over') return `this blob cannot be used any more. ${overWords[session.state.because]}`;
  if (session.state.is !== 'waiting') return 'another call has been placed or answered with this blob; open a session for each call';
  return undefined;
}

function isOwner(session: SessionOwner, { appId, tenantId }: SessionOwner): boolean {
  return session.appId === appId && session.tenantId === tenantId;
}

function unknownSession(): Refusal {
  return refuse('notFound', 'There is no such session of this app, or it is long over. POST /bridge/sessions opens one.');
}

function elsewhere(path: string): Refusal {
  if (sessionPath.test(path)) return refuse('upgradeRequired', 'This address is opened as a WebSocket.', { upgrade: 'websocket' });
  return refuse('notFound', `There is nothing at ${path.slice(0, 200)}; sessions are opened with POST /bridge/sessions.`);
}
