/** How the packets of one connection of pictures come and go: the port behind which WebRTC stands, or cameras and viewers in memory. */
import type { Cancel } from '../../base/cancel.ts';
import type { PeerHandlers } from '../peer-transport.ts';
import type { PictureKind } from '../port.ts';

export type PictureConnection = PictureKind | 'view';

/** One section of the offer. */
export type PictureSection = {
  /** The number under which VP8 goes here. */
  readonly payloadType: number;
  /** The number of our own stream here: packets of a slot carry it, reports about a camera come from it. */
  readonly ssrc: number;
  /** The number of the extension that tells when a packet was sent (abs-send-time), if agreed; 1 … 14. */
  readonly sendTimeId?: number | undefined;
};

/** What was agreed. */
export interface PictureTransport {
  /** One for a camera or screen; one for each slot of a view, in the order of the offer. */
  readonly sections: readonly PictureSection[];
  /** Names of the simulcast layers, smallest first; empty without simulcast. */
  readonly rids: readonly string[];
  /** The number of the extension that tells a packet's layer (RFC 8852); 1 … 14. */
  readonly ridId?: number | undefined;
  /** Sends one packet, RTP or RTCP, in a section; the bytes may be written again once this returns. What cannot be sent is dropped. */
  send(section: number, packet: Uint8Array): void;
  close(): void;
}

export interface PictureTransports {
  /** Answers an offer. Handlers are called in the JavaScript turn, never before this has resolved. Rejects with an `EngineError` if it cannot be used. */
  accept(
    offer: string,
    what: PictureConnection,
    handlers: PeerHandlers,
    options?: Cancel,
  ): Promise<{ readonly answer: string; readonly transport: PictureTransport }>;
  /** Frees what all connections share. */
  close(): void;
}
