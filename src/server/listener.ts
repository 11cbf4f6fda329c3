/** Listens for requests and web sockets on one port, and lets go of it calmly. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer, type WebSocket } from 'ws';
import { ServerError } from './errors.ts';

export type ListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Takes a web socket at a path, or says why not. */
  readonly upgrade: (
    path: string,
    headers: Headers,
  ) => { readonly open: (socket: WebSocket) => void } | { readonly status: 403 | 404; readonly why: string };
};

export type Listener = AsyncDisposable & { readonly url: string; readonly port: number };

export async function listen({ host, port, fetch, upgrade }: ListenerOptions): Promise<Listener> {
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }) as (...args: unknown[]) => void);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const taken = upgrade(path, headersOf(request));
    if ('open' in taken) return sockets.handleUpgrade(request, stream, head, (socket) => taken.open(socket));
    stream.end(
      `HTTP/1.1 ${String(taken.status)} ${taken.status === 403 ? 'Forbidden' : 'Not Found'}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${taken.why}\n`,
    );
  });
  await bound(server, host, port);
  const address = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${String(address.port)}`,
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ServerError(
              'server/port-taken',
              `Port ${String(port)} on ${host} is in use by another program.`,
              `Stop that program (it may be another Rollcall), or choose another port: PORT=${String(port + 1)} npm start`,
              { cause: error },
            )
          : new ServerError(
              'server/cannot-listen',
              `Cannot listen on ${host}, port ${String(port)}: ${error.message}.`,
              'Check "host" and "port" in the configuration.',
              { cause: error },
            ),
      );
    });
    server.listen(port, host, () => resolve());
  });
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
