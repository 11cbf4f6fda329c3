/** Listens for requests and web sockets on one port, and lets go of it calmly. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { refusalOfForwarding, type ConnectProxy } from './connect-proxy.ts';
import { ServerError } from './errors.ts';
import { takeWebSockets, type TakeWebSocket } from './web-sockets.ts';

export type ListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly upgrade: TakeWebSocket;
};

export type Listener = AsyncDisposable & { readonly url: string; readonly port: number };

/** `proxy` answers those who take this listener for a proxy. */
export async function listen(options: ListenerOptions, proxy?: ConnectProxy): Promise<Listener> {
  const { host, port, upgrade } = options;
  const answer = requestListener(options);
  const server = createServer((request, response) => {
    const why = refusalOfForwarding(request.url ?? '', portOf(server));
    if (why === undefined) return answer(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
  });
  const sockets = takeWebSockets(server, upgrade);
  proxy?.serve(server);
  await bound(server, host, port);
  return {
    url: urlOf(server, 'http', host),
    port: portOf(server),
    async [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]();
      proxy?.close();
      await closed(server);
    },
  };
}

/** Hands the requests of a server of Node's to a `fetch`. */
export function requestListener({ fetch }: Pick<ListenerOptions, 'fetch'>): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false });
  return (request, response) => void answer(request, response);
}

/** Resolves when the server listens; rejects with words for the operator. */
export function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ServerError(
              'server/port-taken',
              `Port ${String(port)} on ${host} is in use by another program.`,
              `Stop that program (it may be another Rollcall), or choose another port: --port ${String(port + 1)}, or PORT=${String(port + 1)} npm start`,
              { cause: error },
            )
          : new ServerError(
              'server/cannot-listen',
              `Cannot listen on ${host}, port ${String(port)}: ${error.message}.`,
              'Check where they are set: --host and --port, then ROLLCALL_HOST and PORT, then "host" and "port" in the configuration.',
              { cause: error },
            ),
      );
    });
    server.listen(port, host, () => resolve());
  });
}

/** Hangs up on everybody and lets go of the port; calm when the server never listened. */
export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}

/** Where a server listens that was bound to `host`. */
export function urlOf(server: Server, scheme: 'http' | 'https', host: string): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(portOf(server))}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
