/** Turns one stream of packets into one frame each 20 ms: jitter buffer, decoder, concealment, nothing for silence. */
import type { RtpPacket } from '../wire/rtp/rtp-packet.ts';
import { clockRateOf, saysNothing, type CodecName, type SoundDecoder } from './codec.ts';
import { FRAME_SAMPLES, MAX_PACKET_SAMPLES } from './frame.ts';
import { JitterBuffer } from './jitter-buffer.ts';

/** A speaker whose own measure (−dBov) is above this says nothing worth mixing. */
const QUIET_LEVEL = 72;
/** So many quiet packets are let through, so that no word loses its end. */
const TAIL_PACKETS = 10;

export class Receiver {
  readonly #codec: CodecName;
  readonly #decoder: SoundDecoder;
  #buffer: JitterBuffer;
  readonly #decoded = new Int16Array(MAX_PACKET_SAMPLES);
  /** Samples decoded but not yet given out. */
  readonly #store = new Int16Array(MAX_PACKET_SAMPLES * 2);
  #stored = 0;
  #quiet = TAIL_PACKETS;
  #ssrc = -1;

  constructor(codec: CodecName, decoder: SoundDecoder) {
    this.#codec = codec;
    this.#decoder = decoder;
    this.#buffer = new JitterBuffer(clockRateOf(codec));
  }

  /** Takes a packet of sound. Packets in which nobody says anything are not kept. */
  packet(packet: RtpPacket, nowMs: number): void {
    const isQuiet = saysNothing(this.#codec, packet.payload) || packet.audioLevel > QUIET_LEVEL;
    this.#quiet = isQuiet ? this.#quiet + 1 : 0;
    if (this.#quiet > TAIL_PACKETS || packet.payload.length === 0) return;
    if (packet.ssrc !== this.#ssrc) {
      this.#ssrc = packet.ssrc;
      this.#buffer = new JitterBuffer(clockRateOf(this.#codec));
    }
    this.#buffer.push(packet.sequence, packet.timestamp, packet.payload, nowMs);
  }

  /** Takes note of a packet in the same order that is no sound. */
  skip(packet: RtpPacket, nowMs: number): void {
    if (this.#buffer.isActive) this.#buffer.push(packet.sequence, packet.timestamp, packet.payload, nowMs, true);
  }

  /** Whether there is, or soon may be, something to hear. */
  get isActive(): boolean {
    return this.#stored > 0 || this.#buffer.isActive;
  }

  /** Made-up frames so far, and packets that came too late. */
  get losses(): { readonly lost: number; readonly late: number } {
    return { lost: this.#buffer.lost, late: this.#buffer.late };
  }

  /** The next 20 ms; false if they are silence, and then `into` means nothing. */
  frame(into: Int16Array): boolean {
    let last = this.#fill();
    if (last === 'packet' && this.#buffer.hasSurplus && this.#stored === FRAME_SAMPLES) last = this.#shorten();
    if (this.#stored === 0) return false;
    const given = Math.min(FRAME_SAMPLES, this.#stored);
    into.set(this.#store.subarray(0, given));
    if (given < FRAME_SAMPLES) into.fill(0, given);
    this.#store.copyWithin(0, given, this.#stored);
    this.#stored -= given;
    return true;
  }

  free(): void {
    this.#decoder.free();
  }

  #fill(): 'packet' | 'other' {
    let last: 'packet' | 'other' = 'other';
    while (this.#stored < FRAME_SAMPLES) {
      const pulled = this.#buffer.pull();
      if (pulled === 'none') return 'other';
      if (pulled === 'skip') continue;
      const isPacket = pulled === 'packet';
      const count = isPacket
        ? this.#decoder.decode(this.#buffer.payload, this.#decoded)
        : this.#decoder.conceal(this.#decoded, this.#buffer.following);
      this.#store.set(this.#decoded.subarray(0, count), this.#stored);
      this.#stored += count;
      last = isPacket ? 'packet' : 'other';
    }
    return last;
  }

  /** Fades this frame into the one after it, so that 40 ms take 20. */
  #shorten(): 'packet' | 'other' {
    if (this.#buffer.pull() !== 'packet') return 'other';
    const count = this.#decoder.decode(this.#buffer.payload, this.#decoded);
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const share = i / FRAME_SAMPLES;
      this.#store[i] = Math.round((this.#store[i] ?? 0) * (1 - share) + (this.#decoded[i] ?? 0) * share);
    }
    this.#store.set(this.#decoded.subarray(FRAME_SAMPLES, count), FRAME_SAMPLES);
    this.#stored = Math.max(FRAME_SAMPLES, count);
    return 'packet';
  }
}
