/** Serves the same house over TLS, to those who come to its own port and to those whom the proxy brings. */
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { bound, closed, requestListener, urlOf, type ListenerOptions } from './listener.ts';
import { takeWebSockets } from './web-sockets.ts';

/** PEM. */
type Identity = { readonly key: string; readonly cert: string };

export type SecureListener = AsyncDisposable & {
  /** Takes a connection from elsewhere, with or without a port of its own. */
  accept(socket: Socket): void;
  /** From now on new connections are shown this certificate. */
  show(identity: Identity): void;
  /** Opens the port and says where; rejects as `listen` does. */
  listen(): Promise<string>;
};

export function secureListener(identity: Identity, options: ListenerOptions): SecureListener {
  const secured = { ...identity, minVersion: 'TLSv1.2' } as const;
  const server = createServer(secured, requestListener(options));
  const sockets = takeWebSockets(server, options.upgrade);
  return {
    accept: (socket) => void server.emit('connection', socket),
    show: (renewed) => server.setSecureContext({ ...secured, ...renewed }),
    async listen() {
      await bound(server, options.host, options.port);
      return urlOf(server, 'https', options.host);
    },
    async [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]();
      await closed(server);
    },
  };
}
