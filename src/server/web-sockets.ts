/** Takes web sockets at an HTTP or HTTPS server: serves them here, hands them over unanswered, or says in words why not. */
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { PlainSockets } from './plain-sockets.ts';

/** A request for a web socket that is let in and not answered: from now on whoever takes it answers for it. */
export type RawUpgrade = { readonly socket: Socket; readonly head: Uint8Array; readonly headers: Readonly<Record<string, string>> };

export type TakenSocket =
  | { readonly open: (socket: WebSocket) => void }
  | { readonly hand: (upgrade: RawUpgrade) => void }
  /** `body` is text, or an object that is sent as JSON. */
  | { readonly status: number; readonly body: string | object; readonly headers?: Readonly<Record<string, string>> | undefined };

/** Takes a web socket at a path, or says why not. */
export type TakeWebSocket = (path: string, headers: Headers, query: URLSearchParams) => TakenSocket | Promise<TakenSocket>;

/** Disposing closes every socket at once, but those that were handed over: they belong to whoever took them. */
export function takeWebSockets(server: Server, take: TakeWebSocket): Disposable {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
  const plain = new PlainSockets();
  const upgraded = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const taken = await take(path, headersOf(request), new URLSearchParams(query));
    if (stream.destroyed) return;
    if ('open' in taken) return sockets.handleUpgrade(request, stream, head, (socket) => taken.open(socket));
    if (!('hand' in taken)) return refuse(stream, taken);
    const socket = await plain.of(stream);
    taken.hand({ socket, head: new Uint8Array(head), headers: Object.fromEntries(headersOf(request)) });
  };
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Whoever goes away before there is an answer is of no use to anybody.
    stream.on('error', () => stream.destroy());
    upgraded(request, stream, head).catch(() => refuse(stream, { status: 500, body: 'Rollcall failed to open this web socket.' }));
  });
  return {
    [Symbol.dispose]() {
      for (const socket of sockets.clients) socket.terminate();
      plain[Symbol.dispose]();
    },
  };
}

function refuse(stream: Duplex, { status, body, headers = {} }: Extract<TakenSocket, { status: number }>): void {
  const text = typeof body === 'string' ? `${body}\n` : JSON.stringify(body);
  const fields = {
    'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  stream.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${text}`);
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
