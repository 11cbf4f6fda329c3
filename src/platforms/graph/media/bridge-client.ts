/** One call's connection to a media bridge: opened, listened to, and opened anew for as long as the call lasts. */
import type { Clock } from '../../../base/clock.ts';
import type { Log } from '../../../base/log.ts';
import { bridgeEvent, type BridgeEvent, type BridgeOrder } from '../../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, type FrameHeader } from '../../../wire/bridge/frame.ts';
import { BRIDGE_PROTOCOL } from '../../../wire/bridge/session.ts';
import { PlatformError } from '../errors.ts';
import type { TokenCache } from '../token-cache.ts';
import type { BridgeSocket, OpenBridgeSocket } from './bridge-socket.ts';

type BridgeListener = {
  event(event: BridgeEvent): void;
  /** The header is used again for the next frame. */
  frame(header: FrameHeader, media: Uint8Array): void;
  /** Told once each time that it is lost; `ready` is the event that it is there again. */
  lost(message: string): void;
};

export type BridgeClientOptions = {
  readonly socketUrl: string;
  readonly openSocket: OpenBridgeSocket;
  readonly tokens: Pick<TokenCache, 'get' | 'forget'>;
  readonly tenantId: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly callId: string;
  readonly listener: BridgeListener;
};

/** Close codes of docs/media-bridge.md. */
const ENDED = 1000;
const REPLACED = 4000;
const MOVED = 4001;
const BAD_MESSAGE = 4400;
/** The call is over (RFC 9110 §15.5.11). */
const GONE = 410;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** So often in a row it may say that it does not understand us. */
const MOST_MISUNDERSTOOD = 3;

export class BridgeClient {
  readonly #options: BridgeClientOptions;
  readonly #header = frameHeader();
  #socket: BridgeSocket | undefined;
  #isReady = false;
  #isOver = false;
  #isLost = false;
  #failures = 0;
  #misunderstood = 0;

  constructor(options: BridgeClientOptions) {
    this.#options = options;
  }

  /** Whether frames and orders go out now. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  /** False when it was not sent, because the bridge is not there at the moment. */
  order(order: BridgeOrder): boolean {
    if (!this.#isReady) return false;
    this.#socket?.send(JSON.stringify(order));
    return true;
  }

  /** A whole binary frame, header included; the bytes are given away. */
  send(frame: Uint8Array): boolean {
    if (!this.#isReady) return false;
    this.#socket?.send(frame);
    return true;
  }

  /** Connects, and connects again, until the signal aborts or the bridge says that it is over. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#close(), { once: true });
    while (!signal.aborted && !this.#isOver) {
      const why = await this.#connection(signal);
      if (signal.aborted) return;
      this.#isReady = false;
      this.#socket = undefined;
      this.#tellLost(why);
      if (this.#isOver) return;
      const waitMs = this.#failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
      this.#failures++;
      await this.#options.clock.sleep(waitMs, { signal }).catch(() => undefined);
    }
  }

  /** One connection, from its beginning to its end. Never rejects; says why it is over. */
  async #connection(signal: AbortSignal): Promise<string> {
    const { socketUrl, openSocket, tokens, tenantId, log, callId } = this.#options;
    let token: string | undefined;
    try {
      token = await tokens.get({ tenantId, signal });
      const socket = await openSocket(socketUrl, { headers: { authorization: `Bearer ${token}` }, protocol: BRIDGE_PROTOCOL, signal });
      const code = await this.#served(socket, signal);
      return this.#judged(code);
    } catch (error) {
      if (error instanceof PlatformError && error.status === 401 && token !== undefined) tokens.forget(token);
      if (error instanceof PlatformError && error.status === GONE) this.#isOver = true;
      if (!signal.aborted) log.debug('a media bridge could not be connected', { callId, error });
      return error instanceof Error ? error.message : String(error);
    }
  }

  #served(socket: BridgeSocket, signal: AbortSignal): Promise<number> {
    this.#socket = socket;
    return new Promise((resolve) => {
      socket.listen({ message: (message) => this.#message(message), closed: resolve });
      if (signal.aborted) this.#close();
    });
  }

  #message(message: string | Uint8Array): void {
    const { listener, log, callId } = this.#options;
    if (typeof message === 'string') return this.#text(message);
    const header = this.#header;
    if (!readFrameHeader(message, header))
      return log.debug('a frame of a media bridge was not understood', { callId, bytes: message.length });
    listener.frame(header, message.subarray(FRAME_HEADER_BYTES));
  }

  #text(text: string): void {
    const { listener, log, callId } = this.#options;
    const read = bridgeEvent.safeParse(jsonOf(text));
    if (!read.success) return log.debug('a message of a media bridge was not understood', { callId, text: text.slice(0, 200) });
    const event = read.data;
    if (event.kind === 'ready') {
      this.#isReady = true;
      this.#isLost = false;
      this.#failures = 0;
    }
    if (event.kind === 'ended') this.#isOver = true;
    listener.event(event);
  }

  #judged(code: number): string {
    if (code === ENDED) this.#isOver = true;
    if (code === REPLACED) {
      this.#isOver = true;
      return 'another connection of the same session took its place';
    }
    if (code === BAD_MESSAGE && ++this.#misunderstood >= MOST_MISUNDERSTOOD) {
      this.#isOver = true;
      return 'the media bridge does not understand this bot: are both of the same version?';
    }
    if (code === MOVED) return 'the call goes on in another place';
    return `the connection to the media bridge was closed (${String(code)})`;
  }

  #tellLost(why: string): void {
    const wasLost = this.#isLost;
    this.#isLost = true;
    if (!wasLost) this.#options.listener.lost(why);
  }

  #close(): void {
    this.#isReady = false;
    this.#socket?.close(ENDED, 'the bot has left the call');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
