/** Sockets of the media bridge in a lab, with no network: two ends in memory, cut when the program at either end is killed. */
import type { BridgeDoor } from '../../doors/bridge/bridge-door.ts';
import type { MessageSocket } from '../../engine/bridge-connection.ts';
import { PlatformError } from '../../platforms/graph/errors.ts';
import type { OpenBridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import type { LabProcess } from './lab-process.ts';

/** As a connection that is lost without a word (RFC 6455 §7.1.5). */
const LOST = 1006;

export type LabSocketOptions = {
  /** The program that opens sockets. */
  readonly process: LabProcess;
  /** The switchboard as it is now; none while it is down. */
  readonly carrier: () => { readonly process: LabProcess; readonly bridge: Pick<BridgeDoor, 'admit'> } | undefined;
};

/** Opens a socket of the media bridge. */
export type OpenSocket = OpenBridgeSocket;

export function labSocketOpener({ process, carrier }: LabSocketOptions): OpenBridgeSocket {
  return async (url, { headers, protocol, signal }) => {
    const far = carrier();
    if (!far) throw new PlatformError('platform/unreachable', `${url}: nobody listens there`);
    const asked = new Headers({ ...headers, 'sec-websocket-protocol': protocol });
    const admitted = await far.bridge.admit(new URL(url).pathname, asked);
    signal?.throwIfAborted();
    if (!admitted.ok) {
      const { status, message } = admitted;
      throw new PlatformError('platform/refused', `the media bridge refused the socket with ${String(status)}: ${message}`, { status });
    }
    const [near, there] = socketPair();
    process.signal.addEventListener('abort', () => near.cut(), { once: true });
    far.process.signal.addEventListener('abort', () => near.cut(), { once: true });
    admitted.attach({ kind: 'messages', socket: there });
    return near;
  };
}

type LabSocket = MessageSocket & { cut(): void };
type Listener = Parameters<MessageSocket['listen']>[0];

/** What one end sends the other hears a moment later, in order, and as a copy: its bytes belong to whoever hears them. */
export function socketPair(): readonly [LabSocket, LabSocket] {
  const ends = [new End(), new End()] as const;
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  return ends;
}

class End implements LabSocket {
  other: End | undefined;
  #listener: Listener | undefined;
  #waiting: (() => void)[] = [];
  #isClosed = false;
  bufferedBytes = 0;

  send(message: string | Uint8Array): void {
    if (this.#isClosed) return;
    const copy = typeof message === 'string' ? message : new Uint8Array(message);
    this.bufferedBytes += message.length;
    this.other?.take(() => {
      this.bufferedBytes -= message.length;
      this.other?.heard(copy);
    });
  }

  close(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.other?.take(() => this.other?.closed(code));
    this.take(() => this.#listener?.closed(code));
  }

  /** Both ends find the connection lost. */
  cut(): void {
    for (const end of [this, this.other]) end?.take(() => end.closed(LOST));
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    for (const deliver of this.#waiting.splice(0)) queueMicrotask(deliver);
  }

  take(deliver: () => void): void {
    if (this.#listener) queueMicrotask(deliver);
    else this.#waiting.push(deliver);
  }

  heard(message: string | Uint8Array): void {
    if (!this.#isClosed) this.#listener?.message(message);
  }

  closed(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed(code);
  }
}
