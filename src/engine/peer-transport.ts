/** How the packets of one peer come and go: the port behind which WebRTC stands, or a peer in memory. */
import type { Cancel } from '../base/cancel.ts';
import type { CodecName } from '../media/codec.ts';

/** What was agreed with the peer. */
export type PeerSound = {
  readonly codec: CodecName;
  readonly payloadType: number;
  /** Payload types in which keys come (RFC 4733). */
  readonly keyPayloadTypes: readonly number[];
  /** The number of the audio level extension (RFC 6464), if agreed. */
  readonly audioLevelId?: number | undefined;
};

/** Called by the transport, in the JavaScript turn, never before `accept` has resolved. */
export type PeerHandlers = {
  /** Packets can flow both ways. */
  connected(): void;
  /** An RTP or RTCP packet came; the bytes belong to the engine until the call returns. */
  packet(bytes: Uint8Array): void;
  /** The peer is gone, and will not come back. */
  lost(reason: string): void;
};

export interface PeerTransport {
  readonly sound: PeerSound;
  /** The number of our own stream. */
  readonly ssrc: number;
  /** Whether `lost` always comes when the peer is gone; if not, the engine also watches for silence on the wire. */
  readonly tellsLoss: boolean;
  /** Sends one packet; the bytes may be written again once this returns. What cannot be sent is dropped. */
  send(packet: Uint8Array): void;
  close(): void;
}

export interface PeerTransports {
  /** Answers an offer. Rejects with an `EngineError` if it cannot be used. */
  accept(offer: string, handlers: PeerHandlers, options?: Cancel): Promise<{ readonly answer: string; readonly transport: PeerTransport }>;
  /** Frees what all peers share. */
  close(): void;
}
