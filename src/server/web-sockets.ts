/** Takes web sockets at an HTTP or HTTPS server, or says in words why not. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** Takes a web socket at a path, or says why not. */
export type TakeWebSocket = (
  path: string,
  headers: Headers,
) => { readonly open: (socket: WebSocket) => void } | { readonly status: 403 | 404; readonly why: string };

/** Disposing closes every socket at once. */
export function takeWebSockets(server: Server, take: TakeWebSocket): Disposable {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const taken = take(path, headersOf(request));
    if ('open' in taken) return sockets.handleUpgrade(request, stream, head, (socket) => taken.open(socket));
    stream.end(
      `HTTP/1.1 ${String(taken.status)} ${taken.status === 403 ? 'Forbidden' : 'Not Found'}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${taken.why}\n`,
    );
  });
  return {
    [Symbol.dispose]() {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
