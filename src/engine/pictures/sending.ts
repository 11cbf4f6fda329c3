/** The connection over which a peer shows its camera or screen: its packets come in, and what we think of them goes back. */
import { encodeNack, encodePli, encodeRemb, readFeedback, type FeedbackListener } from '../../wire/rtp/feedback.ts';
import { isRtcp } from '../../wire/rtp/rtp-packet.ts';
import { encodeReport } from '../../wire/rtp/rtcp.ts';
import type { PictureKind } from '../port.ts';
import type { Upstream } from './layer.ts';
import type { PictureTransport } from './picture-transport.ts';
import { PictureSource, type PictureSourceOptions } from './source.ts';

/** What a sender may send in all its layers together: enough for a camera in three, and for a screen that can be read. */
const MOST_BPS: Readonly<Record<PictureKind, number>> = { camera: 2_500_000, screen: 3_000_000 };

export type SendingOptions = Pick<PictureSourceOptions, 'legId' | 'of' | 'began' | 'layersChanged' | 'ended'> & {
  readonly transport: PictureTransport;
};

export class Sending {
  readonly source: PictureSource;
  readonly #transport: PictureTransport;
  readonly #ssrc: number;
  readonly #listener: FeedbackListener;
  #nowMs = 0;
  #layersAsked = 0;

  constructor({ transport, ...options }: SendingOptions) {
    this.#transport = transport;
    const section = transport.sections[0];
    this.#ssrc = section?.ssrc ?? 1;
    const upstream: Upstream = {
      lost: (ssrc, sequences, count) => transport.send(0, encodeNack(this.#ssrc, ssrc, sequences, count)),
      keyFrameWanted: (ssrc) => transport.send(0, encodePli(this.#ssrc, ssrc)),
    };
    const { rids, ridId } = transport;
    this.source = new PictureSource({ ...options, payloadType: section?.payloadType ?? 96, rids, ridId, upstream });
    this.#listener = {
      lost: ignore,
      keyFrameWanted: ignore,
      canTake: ignore,
      received: ignore,
      sent: (ssrc, middle) => this.source.senderReport(ssrc, middle, this.#nowMs),
    };
  }

  packet(bytes: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    if (isRtcp(bytes)) return readFeedback(bytes, this.#listener);
    this.source.receive(bytes, nowMs);
    // All layers rise only when the sender knows that it may send them.
    if (this.source.layers.length > this.#layersAsked) this.#allow();
  }

  /** Every second: how each layer is received, and how much may come. */
  second(nowMs: number): void {
    for (const layer of this.source.layers) {
      const received = layer.report(nowMs);
      if (received) this.#transport.send(0, encodeReport(this.#ssrc, 'rollcall', { received }));
    }
    if (this.source.layers.length > 0) this.#allow();
  }

  close(): void {
    this.source.close();
    this.#transport.close();
  }

  #allow(): void {
    this.#layersAsked = this.source.layers.length;
    const streams = this.source.layers.map((layer) => layer.ssrc);
    this.#transport.send(0, encodeRemb(this.#ssrc, MOST_BPS[this.source.of], streams));
  }
}

function ignore(): void {
  // Receivers of our reports say nothing of these.
}
