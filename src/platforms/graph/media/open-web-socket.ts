/** WebSockets of the machine, for media bridges. Whoever is not heard of for half a minute is given up. */
import { WebSocket, type RawData } from 'ws';
import type { Clock } from '../../../base/clock.ts';
import { PlatformError } from '../errors.ts';
import type { BridgeSocket, OpenBridgeSocket } from './bridge-socket.ts';

const OPEN_WITHIN_MS = 10_000;
const PING_EVERY_MS = 10_000;
/** A connection that was lost without a word (RFC 6455 §7.1.5). */
const LOST = 1006;
/** A key frame of a large screen is far smaller. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;

export function webSocketOpener(clock: Clock): OpenBridgeSocket {
  return (url, { headers, protocol, signal }) => {
    signal?.throwIfAborted();
    return clock.hold(
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(url, protocol, {
            headers,
            handshakeTimeout: OPEN_WITHIN_MS,
            perMessageDeflate: false,
            maxPayload: LONGEST_MESSAGE,
          });
          const stop = (): void => {
            reject(signal?.reason as Error);
            socket.terminate();
          };
          signal?.addEventListener('abort', stop, { once: true });
          const settled = (): void => signal?.removeEventListener('abort', stop);
          socket.once('open', () => {
            settled();
            resolve(opened(socket, clock));
          });
          socket.once('unexpected-response', (_request, response) => {
            settled();
            const status = response.statusCode ?? 0;
            response.resume();
            socket.terminate();
            reject(
              new PlatformError('platform/refused', `the media bridge at ${url} answered the WebSocket with ${String(status)}`, { status }),
            );
          });
          socket.on('error', (cause) => {
            settled();
            const message = `the media bridge at ${url} could not be reached: ${cause.message}; check bridgeUrl, and that the service is up`;
            reject(new PlatformError('platform/unreachable', message, { cause }));
          });
        }),
    );
  };
}

function opened(socket: WebSocket, clock: Clock): BridgeSocket {
  let isHeard = true;
  // What comes before somebody listens stays with the network.
  socket.pause();
  socket.on('pong', () => (isHeard = true));
  const ping = (): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (!isHeard) return socket.terminate();
    isHeard = false;
    socket.ping();
    clock.after(PING_EVERY_MS, ping);
  };
  clock.after(PING_EVERY_MS, ping);
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code, reason) => socket.close(code, reason.slice(0, 120)),
    listen({ message, closed }) {
      socket.on('message', (data, isBinary) => message(isBinary ? bytesOf(data) : textOf(data)));
      socket.once('close', (code) => closed(code === 0 ? LOST : code));
      if (socket.readyState === WebSocket.CLOSED) closed(LOST);
      socket.resume();
    },
  };
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function textOf(data: RawData): string {
  return Buffer.from(bytesOf(data)).toString('utf8');
}
