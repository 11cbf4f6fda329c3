/** The sockets of bridges on their way to their legs: answers the handshake of those that wait for it, and watches over those that are open. */
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { BRIDGE_PROTOCOL } from '../../wire/bridge/session.ts';
import { BRIDGE_CLOSE, type BridgeConnection, type MessageSocket } from '../bridge-connection.ts';
import { overWebSocket } from './web-message-socket.ts';

/** A frame of a picture is the largest there is. */
const MOST_BYTES = 2 * 1024 * 1024 + 64;
const NO_LEG = 'this call is not here (any more)';

/** Whoever serves a socket. */
export type BridgeTaker = { attach(socket: MessageSocket): void };

export type BridgeSocketsOptions = { readonly clock: Clock; readonly log: Log };

export class BridgeSockets implements Disposable {
  readonly #options: BridgeSocketsOptions;
  #server: WebSocketServer | undefined;

  constructor(options: BridgeSocketsOptions) {
    this.#options = options;
  }

  /** Hands the open socket to the leg that `find` gives; closes it if there is none. */
  attach(connection: BridgeConnection, find: () => BridgeTaker | undefined): void {
    if (connection.kind === 'messages') return offer(connection.socket, find());
    const { socket, headers } = connection;
    // Until the handshake is done nobody else listens for what may go wrong with it.
    const ignore = (): void => void socket.destroy();
    socket.on('error', ignore);
    try {
      this.#server ??= serverOf();
      const head = Buffer.from(connection.head.buffer, connection.head.byteOffset, connection.head.byteLength);
      this.#server.handleUpgrade(requestOf(socket, headers), socket, head, (opened) => {
        socket.off('error', ignore);
        offer(overWebSocket(opened, this.#options), find());
      });
    } catch (error) {
      this.#options.log.warn('the socket of a media bridge could not be opened', { error });
      socket.destroy();
    }
  }

  [Symbol.dispose](): void {
    // Those that are being closed have been told why, and end by themselves.
    for (const socket of this.#server?.clients ?? []) if (socket.readyState === socket.OPEN) socket.terminate();
    this.#server?.close();
  }
}

function offer(socket: MessageSocket, taker: BridgeTaker | undefined): void {
  if (taker) taker.attach(socket);
  else socket.close(BRIDGE_CLOSE.noLeg, NO_LEG);
}

function serverOf(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MOST_BYTES,
    handleProtocols: (offered) => (offered.has(BRIDGE_PROTOCOL) ? BRIDGE_PROTOCOL : false),
  });
}

/** As much of the request as the handshake reads (RFC 6455 §4.2.1): the door has let it in already. */
function requestOf(socket: Socket, headers: Readonly<Record<string, string>>): IncomingMessage {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = '/';
  for (const [name, value] of Object.entries(headers)) request.headers[name.toLowerCase()] = value;
  return request;
}
