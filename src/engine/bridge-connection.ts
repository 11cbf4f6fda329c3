/** A socket of the media bridge on its way to the media process that serves it. Types only. */
import type { Socket } from 'node:net';

/** A message socket that is open already: in memory, or of a library. Calls to `send` after `close` do nothing. */
export interface MessageSocket {
  /** The bytes of a message may be written again once `bufferedBytes` says that they have left. */
  send(message: string | Uint8Array): void;
  /** What has been sent and has not left yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  /** Called once by whoever serves the socket. The bytes of a message belong to the listener. */
  listen(listener: { message(message: string | Uint8Array): void; closed(code: number): void }): void;
}

/**
 * `upgrade` is a request for a WebSocket that has been let in and not answered yet: the media process does the handshake, so that no frame
 * crosses the main process. `socket` must be of TCP (a TLS connection cannot be handed to another process: the door relays its bytes).
 */
export type BridgeConnection =
  | { readonly kind: 'messages'; readonly socket: MessageSocket }
  | { readonly kind: 'upgrade'; readonly socket: Socket; readonly head: Uint8Array; readonly headers: Readonly<Record<string, string>> };

/** Close codes of the bridge (RFC 6455 §7.4.2: 4000 to 4999 are for private use). */
export const BRIDGE_CLOSE = {
  /** The call is over, or the app has left it. */
  ended: 1000,
  /** Another socket of the same session took its place. */
  replaced: 4000,
  /** The leg goes on elsewhere, or its media process died: connect again to the same address. */
  moved: 4001,
  /** There is no such leg (any more). */
  noLeg: 4004,
  /** What was sent is not understood, or far too much of it. */
  badMessage: 4400,
  /** What is sent to it is not read in time. */
  tooSlow: 4408,
} as const;
