/** The stream of packets to one peer: its headers, its encoder, and the counts for its reports. */
import { RTP_HEADER_BYTES, writeRtpHeader } from '../wire/rtp/rtp-packet.ts';
import type { SenderInfo } from '../wire/rtp/rtcp.ts';
import { clockRateOf, type SoundEncoder } from '../media/codec.ts';
import { FRAME_MS } from '../media/frame.ts';
import type { PeerTransport } from './peer-transport.ts';

/** Room for a header and the largest payload of 20 ms. */
export const PACKET_BYTES = 1_400;

export class Outgoing {
  readonly #transport: PeerTransport;
  readonly #encoder: SoundEncoder;
  readonly #packet = new Uint8Array(PACKET_BYTES);
  readonly #header: { payloadType: number; marker: boolean; sequence: number; timestamp: number; ssrc: number };
  readonly #step: number;
  /** What encoded the last packet: our own encoder, or the voice shared with others. */
  #stream: object;
  #lastTick = Number.NEGATIVE_INFINITY;
  #packets = 0;
  #octets = 0;

  constructor(transport: PeerTransport, encoder: SoundEncoder) {
    this.#transport = transport;
    this.#encoder = encoder;
    this.#stream = encoder;
    this.#step = (clockRateOf(transport.sound.codec) * FRAME_MS) / 1000;
    this.#header = {
      payloadType: transport.sound.payloadType,
      marker: false,
      sequence: transport.ssrc & 0x7fff,
      timestamp: 0,
      ssrc: transport.ssrc,
    };
  }

  /** Sends what this peer alone hears. */
  own(frame: Int16Array, tick: number): void {
    if (tick === this.#lastTick) return;
    if (this.#stream !== this.#encoder) this.#encoder.restart();
    this.#stream = this.#encoder;
    this.#send(this.#packet, this.#encoder.encode(frame, this.#packet, RTP_HEADER_BYTES), tick);
  }

  /** Sends what `stream` encoded once for many; `packet` has room for the header at its front, which is written over. */
  shared(stream: object, packet: Uint8Array, payloadBytes: number, tick: number): void {
    if (tick === this.#lastTick) return;
    this.#stream = stream;
    this.#send(packet, payloadBytes, tick);
  }

  /** Whether the last packet came from that stream, so that the next one of it is understood. */
  follows(stream: object): boolean {
    return this.#stream === stream;
  }

  /** For a sender report; undefined if nothing was sent since tick `since`. */
  report(since: number, tick: number, wallMs: number): SenderInfo | undefined {
    if (this.#lastTick < since) return undefined;
    return { wallMs, timestamp: this.#timestampOf(tick), packets: this.#packets, octets: this.#octets };
  }

  free(): void {
    this.#encoder.free();
  }

  #send(packet: Uint8Array, payloadBytes: number, tick: number): void {
    const header = this.#header;
    header.sequence = (header.sequence + 1) & 0xffff;
    // The time stamp runs on in pauses (RFC 3550 §5.1); the marker tells the first packet after one (RFC 3551 §4.1).
    header.timestamp = this.#timestampOf(tick);
    header.marker = tick !== this.#lastTick + 1;
    this.#lastTick = tick;
    writeRtpHeader(packet, header);
    this.#packets++;
    this.#octets += payloadBytes;
    this.#transport.send(packet.subarray(0, RTP_HEADER_BYTES + payloadBytes));
  }

  #timestampOf(tick: number): number {
    return (tick * this.#step) % 2 ** 32;
  }
}
