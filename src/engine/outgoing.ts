/** The stream of packets to one peer: its headers, its encoder, and the counts for its reports. */
import { RTP_HEADER_BYTES, writeRtpHeader } from '../wire/rtp/rtp-packet.ts';
import type { SenderInfo } from '../wire/rtp/rtcp.ts';
import { clockRateOf, type SoundEncoder, type Way } from '../media/codec.ts';
import { FRAME_MS } from '../media/frame.ts';
import type { PeerTransport } from './peer-transport.ts';

/** Room for a header and the largest payload of 20 ms. */
export const PACKET_BYTES = 1_400;

/** What is sent may be written over as soon as it is: one packet does for all. */
const packet = new Uint8Array(PACKET_BYTES);

export class Outgoing {
  readonly #transport: PeerTransport;
  readonly #take: (way: Way) => SoundEncoder | undefined;
  #encoder: SoundEncoder | undefined;
  /** The one that bears losses; there is none while little is lost. */
  #robust: SoundEncoder | undefined;
  #way: Way = 'clean';
  readonly #header: { payloadType: number; marker: boolean; sequence: number; timestamp: number; ssrc: number };
  readonly #step: number;
  /** What encoded the last packet: our own encoder, or the voice shared with others. */
  #stream: object | undefined;
  #lastTick = Number.NEGATIVE_INFINITY;
  #packets = 0;
  #octets = 0;

  /**
   * `take` gives an encoder for such a way, or none at this moment: it is asked for one when there is something that this peer alone hears,
   * or `encoder` is called.
   */
  constructor(transport: PeerTransport, take: (way: Way) => SoundEncoder | undefined) {
    this.#transport = transport;
    this.#take = take;
    this.#step = (clockRateOf(transport.sound.codec) * FRAME_MS) / 1000;
    this.#header = {
      payloadType: transport.sound.payloadType,
      marker: false,
      sequence: transport.ssrc & 0x7fff,
      timestamp: 0,
      ssrc: transport.ssrc,
    };
  }

  /** What the way to the peer is like. */
  get way(): Way {
    return this.#way;
  }

  set way(way: Way) {
    this.#way = way;
    if (way === 'lossy') return;
    this.#robust?.free();
    this.#robust = undefined;
  }

  /** It will hear what nobody else does. */
  prepare(): void {
    this.#encoder ??= this.#take('clean');
  }

  /** An encoder for the peer's codec and way, if one is ready at this moment: for a voice shared with others, which is to free it. */
  encoder(): SoundEncoder | undefined {
    return this.#take(this.#way);
  }

  /** Sends what this peer alone hears. */
  own(frame: Int16Array, tick: number): void {
    if (tick === this.#lastTick) return;
    const encoder = this.#ownEncoder();
    if (!encoder) return;
    if (this.#stream !== encoder && this.#stream !== undefined) encoder.restart();
    this.#stream = encoder;
    this.#send(packet, encoder.encode(frame, packet, RTP_HEADER_BYTES), tick);
  }

  /** Sends what `stream` encoded once for many; `bytes` has room for the header at its front, which is written over. */
  shared(stream: object, bytes: Uint8Array, payloadBytes: number, tick: number): void {
    if (tick === this.#lastTick) return;
    this.#stream = stream;
    this.#send(bytes, payloadBytes, tick);
  }

  /** Whether the last packet came from that stream, so that the next one of it is understood. */
  follows(stream: object): boolean {
    return this.#stream === stream;
  }

  /** Of the last packet. */
  get sequence(): number {
    return this.#header.sequence;
  }

  /** For a sender report; undefined if nothing was sent since tick `since`. */
  report(since: number, tick: number, wallMs: number): SenderInfo | undefined {
    if (this.#lastTick < since) return undefined;
    return { wallMs, timestamp: this.#timestampOf(tick), packets: this.#packets, octets: this.#octets };
  }

  free(): void {
    this.#encoder?.free();
    this.#encoder = undefined;
    this.#robust?.free();
    this.#robust = undefined;
  }

  /** The plain one goes on until the one that bears losses is there. */
  #ownEncoder(): SoundEncoder | undefined {
    if (this.#way === 'lossy') {
      this.#robust ??= this.#take('lossy');
      if (this.#robust) return this.#robust;
    }
    this.prepare();
    return this.#encoder;
  }

  #send(bytes: Uint8Array, payloadBytes: number, tick: number): void {
    const header = this.#header;
    header.sequence = (header.sequence + 1) & 0xffff;
    // The time stamp runs on in pauses (RFC 3550 §5.1); the marker tells the first packet after one (RFC 3551 §4.1).
    header.timestamp = this.#timestampOf(tick);
    header.marker = tick !== this.#lastTick + 1;
    this.#lastTick = tick;
    writeRtpHeader(bytes, header);
    this.#packets++;
    this.#octets += payloadBytes;
    this.#transport.send(bytes.subarray(0, RTP_HEADER_BYTES + payloadBytes));
  }

  #timestampOf(tick: number): number {
    return (tick * this.#step) % 2 ** 32;
  }
}
