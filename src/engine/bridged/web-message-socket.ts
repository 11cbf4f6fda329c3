/** A WebSocket of the `ws` library as a message socket. One that has gone silent is ended: a lost network tells nobody. */
import type { RawData, WebSocket } from 'ws';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { MessageSocket } from '../bridge-connection.ts';

/** Asked for a sign of life at this interval; ended when none came for three. */
const PING_MS = 5_000;
const GONE_AFTER_MS = 15_000;
/** How long the other end may take to close as well. */
const CLOSE_WITHIN_MS = 2_000;
/** The most that the reason of a close may have (RFC 6455 §5.5). */
const REASON_BYTES = 123;

export function overWebSocket(socket: WebSocket, { clock, log }: { readonly clock: Clock; readonly log: Log }): MessageSocket {
  let heardMs = clock.now();
  let timer: Timer | undefined;
  const heard = (): void => {
    heardMs = clock.now();
  };
  const ask = (): void => {
    if (clock.now() - heardMs > GONE_AFTER_MS) return socket.terminate();
    socket.ping();
    timer = clock.after(PING_MS, ask);
  };
  timer = clock.after(PING_MS, ask);
  socket.on('pong', heard);
  // Whatever it is, `close` follows.
  socket.on('error', (error) => log.debug('the socket of a media bridge failed', { error }));
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    close(code, reason) {
      if (socket.readyState !== socket.OPEN) return;
      timer?.[Symbol.dispose]();
      timer = clock.after(CLOSE_WITHIN_MS, () => socket.terminate());
      socket.close(code, reason.slice(0, REASON_BYTES));
    },
    listen(listener) {
      socket.on('message', (data, isBinary) => {
        heard();
        listener.message(isBinary ? bytesOf(data) : textOf(data));
      });
      socket.on('close', (code) => {
        timer?.[Symbol.dispose]();
        listener.closed(code);
      });
    },
  };
}

function bytesOf(data: RawData): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : Array.isArray(data) ? Buffer.concat(data) : data;
}

function textOf(data: RawData): string {
  return Buffer.from(bytesOf(data)).toString('utf8');
}
