/** The door of a media bridge that is not ours: sessions over HTTP, and who is let in at a socket. */
import { PlatformError } from '../../src/platforms/graph/errors.ts';
import type { OpenBridgeSocket } from '../../src/platforms/graph/media/bridge-socket.ts';
import { socketPair } from '../../src/testing/house/lab-socket.ts';
import type { CallUnderTest } from '../../src/testing/bridge/call-under-test.ts';
import type { Clock } from '../../src/base/clock.ts';
import { ForeignCall } from './foreign-call.ts';
import type { Fault } from './foreign-faults.ts';

export type ForeignLimits = { readonly soundsApart: number | 'all'; readonly pictures: number; readonly codecs: readonly string[] };
type Session = { readonly blob: string; call?: ForeignCall };

export const goodToken = 'a good token';

type Options = { readonly clock: Clock; readonly fault?: Fault | undefined; readonly limits: ForeignLimits };

export class ForeignDoor {
  readonly sessionsUrl: string = 'http://bridge.example/media/sessions';
  readonly #sessions = new Map<string, Session>();
  readonly #options: Options;
  #count = 100_000_000_000_000_000_000n;

  constructor(options: Options) {
    this.#options = options;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const bad = (fault: Fault): boolean => this.#options.fault !== fault;
    const token = request.headers.get('authorization');
    const isLetIn = token === `Bearer ${goodToken}` || !bad('sessions for everybody') || (!bad('any token') && token !== null);
    if (request.method !== 'POST' && bad('any method')) return this.#no(405, 'methodNotAllowed');
    if (!isLetIn) return this.#no(401, 'unauthenticated');
    if (request.headers.get('content-type') !== 'application/json' && bad('any type of body')) return this.#no(415, 'unsupportedMediaType');
    const text = await request.text();
    if (text.length > 10_000 && bad('any length of body')) return this.#no(413, 'tooLarge');
    let body: { readonly version?: unknown } = { version: 1 };
    try {
      if (request.method === 'POST') body = JSON.parse(text) as typeof body;
    } catch {
      if (bad('no JSON needed')) return this.#no(400, 'badRequest');
    }
    if (body.version !== 1 && bad('any version')) return this.#no(400, 'badRequest');
    if (Object.keys(body).length > 1 && !bad('unknown fields refused')) return this.#no(400, 'badRequest');
    const isCounted = !bad('sessions that are counted');
    const [sessionId, blob] = [0, 1].map(() => (isCounted ? String(++this.#count) : crypto.randomUUID())) as [string, string];
    this.#sessions.set(sessionId, { blob });
    const socketUrl = `${bad('sockets of http') ? 'ws' : 'http'}://bridge.example/s/${sessionId}`;
    const session = { version: 1, sessionId, blob, socketUrl, expiresInMs: 60_000, limits: this.#options.limits, more: true };
    return Response.json(bad('sessions without expiresInMs') ? session : { ...session, expiresInMs: undefined }, { status: 201 });
  };

  readonly openSocket: OpenBridgeSocket = async (url, { headers, protocol }) => {
    const { fault } = this.#options;
    const id = url.split('/').at(-1) ?? '';
    const session = this.#sessions.get(id) ?? (fault === 'sockets of any session' ? this.#sessions.get(id.slice(0, -1)) : undefined);
    if (headers['authorization'] !== `Bearer ${goodToken}` && fault !== 'sockets for everybody') throw refused(401);
    if (protocol !== 'rollcall-bridge.1' && fault !== 'sockets of any protocol') throw refused(400);
    if (!session) throw refused(404);
    const isEarly = fault === 'sockets before the call' || fault === 'sockets of any session';
    if (!session.call && !isEarly) throw refused(425);
    if (session.call?.isOver && fault !== 'sockets after the end') throw refused(410);
    const [near, far] = socketPair();
    session.call?.take(far);
    return near;
  };

  readonly call = async (blob: string): Promise<CallUnderTest> => {
    const session = [...this.#sessions.values()].find((each) => each.blob === blob);
    if (!session) throw new Error('no such blob');
    return (session.call = new ForeignCall(this.#options)).underTest();
  };

  #no(status: number, code: string): Response {
    return this.#options.fault === 'refusals without words'
      ? new Response(null, { status })
      : Response.json({ error: { code, message: `refused: ${code}` } }, { status });
  }
}

function refused(status: number): PlatformError {
  return new PlatformError('platform/refused', `refused with ${String(status)}`, { status });
}
