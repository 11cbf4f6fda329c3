/** What stands at the port: says "opening" until the house is open, then hands requests and sockets to whom they are for. */
import type { RawData, WebSocket } from 'ws';
import type { Log } from '../base/log.ts';
import type { BridgeDoor } from '../doors/bridge/bridge-door.ts';
import { bodyOf } from '../doors/bridge/refusal.ts';
import type { LiveDoor } from '../doors/live/live-door.ts';
import type { LiveTranscripts } from './library/live-transcripts.ts';
import { refusalOf } from './origin-guard.ts';
import { routed, type Routes } from './routes.ts';
import type { TakenSocket } from './web-sockets.ts';

export class FrontDoor {
  readonly #log: Log;
  #fetch: ((request: Request) => Promise<Response>) | undefined;
  #live: LiveDoor | undefined;
  #bridge: BridgeDoor | undefined;
  #transcripts: LiveTranscripts | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  open(
    routes: Omit<Routes, 'onError'>,
    {
      live,
      bridge,
      transcripts,
    }: { readonly live: LiveDoor; readonly bridge: BridgeDoor; readonly transcripts?: LiveTranscripts | undefined },
  ): void {
    const onError = (error: unknown, path: string): void => this.#log.error('a request could not be answered', { path, error });
    this.#fetch = routed({ ...routes, onError });
    this.#live = live;
    this.#bridge = bridge;
    this.#transcripts = transcripts;
  }

  async fetch(request: Request): Promise<Response> {
    if (this.#fetch) return this.#fetch(request);
    return new Response('Rollcall is opening.\n', { status: 503, headers: { 'retry-after': '1' } });
  }

  /** Bots at the bridge bring their own proof of who they are; the feed of pages is for this house's own pages alone. */
  upgrade(path: string, headers: Headers, query: URLSearchParams = new URLSearchParams()): TakenSocket | Promise<TakenSocket> {
    if (path.startsWith('/bridge/')) return this.#toBridge(path, headers);
    const refusal = refusalOf(headers);
    if (refusal !== undefined) return { status: 403, body: refusal };
    const followed = this.#transcripts?.upgrade(path, query);
    if (followed) return followed;
    const live = this.#live;
    if (path !== '/live' || !live) return { status: 404, body: `There is no web socket at ${path}.` };
    return { open: (socket) => attach(socket, live) };
  }

  async #toBridge(path: string, headers: Headers): Promise<TakenSocket> {
    const admitted = await this.#bridge?.upgrade(path, headers);
    if (!admitted) return { status: 503, body: 'Rollcall is opening.', headers: { 'retry-after': '1' } };
    if (!admitted.ok) return { status: admitted.status, body: bodyOf(admitted), headers: admitted.headers };
    return { hand: (upgrade) => admitted.attach({ kind: 'upgrade', ...upgrade }) };
  }
}

/** One frame as text, however the socket has gathered it. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}

function attach(socket: WebSocket, live: LiveDoor): void {
  const session = live.open({
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  });
  if (!session) return;
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(1003, 'text frames only');
    void session.receive(textOf(data));
  });
  socket.on('close', () => session.closed());
  // A broken socket closes as well; what broke it is of no use to anybody.
  socket.on('error', () => undefined);
}
