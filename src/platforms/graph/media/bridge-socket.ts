/** The message socket that a media bridge is spoken to over: a WebSocket, or one in memory. */

/** Calls to `send` after the end do nothing. */
export interface BridgeSocket {
  /** The bytes belong to the socket from then on. */
  send(message: string | Uint8Array): void;
  /** What was sent and has not left yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  /** Called once, within the turn in which the socket was given. The bytes of a message belong to the listener. */
  listen(listener: { readonly message: (message: string | Uint8Array) => void; readonly closed: (code: number) => void }): void;
}

/** Resolves with a socket that is open; rejects with a `PlatformError` whose `status` says how a refusal was answered, or with the signal's reason. */
export type OpenBridgeSocket = (
  url: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly protocol: string;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<BridgeSocket>;
