/** What a check works with: requests to the bridge, sessions, calls and sockets of its own, all of them ended when it is over. */
import type { Clock } from '../../base/clock.ts';
import { PlatformError } from '../../platforms/graph/errors.ts';
import type { OpenBridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import { BRIDGE_PROTOCOL, bridgeSession, type BridgeSession } from '../../wire/bridge/session.ts';
import type { BringUpCall, CallUnderTest, PersonOnCall } from './call-under-test.ts';
import { able, CheckSkipped, holds } from './check-outcome.ts';
import { CheckedSocket, SOON_MS, type ToldEvent } from './checked-socket.ts';

export type CheckStageOptions = {
  readonly sessionsUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly openSocket: OpenBridgeSocket;
  readonly call: BringUpCall;
  readonly clock: Clock;
};

/** Somebody whose number is known. */
type KnownPerson = PersonOnCall & { readonly sourceId: number };

/** A call with its session and an open socket that has said `ready`. */
export type OnCall = {
  readonly session: BridgeSession;
  readonly people: readonly KnownPerson[];
  /** The first of them. */
  readonly person: KnownPerson;
  readonly socket: CheckedSocket;
  readonly ready: ToldEvent<'ready'>;
  /** Ends the call as its app does. */
  readonly end: () => Promise<void>;
};

export class CheckStage {
  readonly clock: Clock;
  readonly #options: CheckStageOptions;
  readonly #sockets: CheckedSocket[] = [];
  readonly #ends: (() => Promise<void>)[] = [];

  constructor(options: CheckStageOptions) {
    this.#options = options;
    this.clock = options.clock;
  }

  get authorization(): string {
    return `Bearer ${this.#options.token}`;
  }

  /** A request for a session; what is given takes the place of what is usual, and undefined leaves a header out. */
  async post(
    body: string = '{"version":1}',
    headers: Readonly<Record<string, string | undefined>> = {},
    method: string = 'POST',
  ): Promise<{ readonly status: number; readonly json: unknown; readonly text: string }> {
    const all = { authorization: this.authorization, 'content-type': 'application/json', ...headers };
    const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const response = await this.#options.fetch(this.#options.sessionsUrl, {
      method,
      headers: sent,
      ...(method === 'POST' ? { body } : {}),
    });
    const text = await response.text();
    return { status: response.status, json: parsed(text), text };
  }

  async session(): Promise<BridgeSession> {
    const { status, json, text } = await this.post();
    holds(status === 201, `POST sessions was answered with ${String(status)}: ${text.slice(0, 300)}`);
    const session = bridgeSession.safeParse(json);
    const [issue] = session.error?.issues ?? [];
    if (session.success) return session.data;
    holds(false, `the answer to POST sessions is no session: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }

  /** A call with that blob, ended with the check. */
  async callOf(blob: string): Promise<{ readonly call: CallUnderTest; readonly end: () => Promise<void> }> {
    const call = await this.#options.call(blob);
    let ending: Promise<void> | undefined;
    const end = (): Promise<void> => (ending ??= call.end());
    this.#ends.push(end);
    return { call, end };
  }

  /** Opens the socket of a session; rejects with a `PlatformError`. */
  async open({ socketUrl }: Pick<BridgeSession, 'socketUrl'>): Promise<CheckedSocket> {
    const headers = { authorization: this.authorization };
    const socket = new CheckedSocket(await this.#options.openSocket(socketUrl, { headers, protocol: BRIDGE_PROTOCOL }), this.clock);
    this.#sockets.push(socket);
    return socket;
  }

  /** The same, once it has said `ready`. */
  async connect(
    session: Pick<BridgeSession, 'socketUrl'>,
  ): Promise<{ readonly socket: CheckedSocket; readonly ready: ToldEvent<'ready'> }> {
    const socket = await this.open(session).catch((error: unknown) => {
      holds(!(error instanceof PlatformError), `the socket could not be opened: ${error instanceof Error ? error.message : ''}`);
      throw error;
    });
    await socket.within(SOON_MS, () => socket.told('ready').length > 0 || socket.closed !== undefined);
    const [ready] = socket.told('ready');
    if (ready) return { socket, ready };
    holds(
      false,
      `the socket was opened and no ready came${socket.closed === undefined ? '' : `; it was closed with ${String(socket.closed)}`}`,
    );
  }

  /** The status with which a socket is refused; undefined if it was refused without one. Breaks the rule if it is let in. */
  async refusal(
    { socketUrl }: Pick<BridgeSession, 'socketUrl'>,
    what: string,
    {
      headers = { authorization: this.authorization },
      protocol = BRIDGE_PROTOCOL,
    }: { readonly headers?: Record<string, string>; readonly protocol?: string } = {},
  ): Promise<number | undefined> {
    let socket: CheckedSocket;
    try {
      socket = new CheckedSocket(await this.#options.openSocket(socketUrl, { headers, protocol }), this.clock);
    } catch (error) {
      if (error instanceof PlatformError) return error.status;
      throw error;
    }
    this.#sockets.push(socket);
    holds(false, `${what} was let in`);
  }

  /** A call that is up, with so many people at least. */
  async onCall(least: number = 1): Promise<OnCall> {
    const session = await this.session();
    const { call, end } = await this.callOf(session.blob);
    const has = call.people.length;
    if (has < least)
      throw new CheckSkipped(`the call that was brought up has ${String(has)} beside the bot, and this wants ${String(least)}`);
    const connected = await this.connect(session);
    const people = await Promise.all(call.people.map(async (person) => ({ ...person, sourceId: await person.source() })));
    return { session, end, people, person: able(people[0], 'has nobody beside the bot'), ...connected };
  }

  /** Ends what was begun; what goes wrong with that was not what was checked. */
  async end(): Promise<void> {
    for (const end of this.#ends) await end().catch(() => undefined);
    for (const socket of this.#sockets) if (socket.closed === undefined) socket.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
