/** Turns one stream of packets into one frame each 20 ms: jitter buffer, decoder, concealment, nothing for silence. */
import type { RtpPacket } from '../wire/rtp/rtp-packet.ts';
import { clockRateOf, saysNothing, type CodecName, type SoundDecoder } from './codec.ts';
import { FRAME_SAMPLES, MAX_PACKET_SAMPLES } from './frame.ts';
import { JitterBuffer } from './jitter-buffer.ts';

/** A speaker whose own measure (−dBov) is above this says nothing worth mixing. */
const QUIET_LEVEL = 72;
/** So many quiet packets are let through, so that no word loses its end. */
const TAIL_PACKETS = 10;

const NO_SAMPLES = new Int16Array(0);
/** What was decoded last, until it is stored: within one turn. */
const decoded = new Int16Array(MAX_PACKET_SAMPLES);

export class Receiver {
  readonly #codec: CodecName;
  readonly #decoder: SoundDecoder;
  /** Made for the first packet that is kept: many never send one. */
  #buffer: JitterBuffer | undefined;
  /** Samples decoded but not yet given out. */
  #store = NO_SAMPLES;
  #stored = 0;
  #quiet = TAIL_PACKETS;
  #ssrc = -1;

  constructor(codec: CodecName, decoder: SoundDecoder) {
    this.#codec = codec;
    this.#decoder = decoder;
  }

  /** Takes a packet of sound. Packets in which nobody says anything are not kept. */
  packet(packet: RtpPacket, nowMs: number): void {
    const isQuiet = saysNothing(this.#codec, packet.payload) || packet.audioLevel > QUIET_LEVEL;
    this.#quiet = isQuiet ? this.#quiet + 1 : 0;
    if (this.#quiet > TAIL_PACKETS || packet.payload.length === 0) {
      if (packet.ssrc === this.#ssrc) this.#buffer?.leaveOut(packet.sequence);
      return;
    }
    let buffer = this.#buffer;
    if (!buffer || packet.ssrc !== this.#ssrc) {
      this.#ssrc = packet.ssrc;
      buffer = new JitterBuffer(clockRateOf(this.#codec));
      this.#buffer = buffer;
      if (this.#store.length === 0) this.#store = new Int16Array(MAX_PACKET_SAMPLES * 2);
    }
    buffer.push(packet.sequence, packet.timestamp, packet.payload, nowMs);
  }

  /** Takes note of a packet in the same order that is no sound. */
  skip(packet: RtpPacket, nowMs: number): void {
    if (this.#buffer?.isActive === true) this.#buffer.push(packet.sequence, packet.timestamp, packet.payload, nowMs, true);
  }

  /** Whether there is, or soon may be, something to hear. */
  get isActive(): boolean {
    return this.#stored > 0 || this.#buffer?.isActive === true;
  }

  /** Frames made up for packets that were missing so far, and packets that came too late. Pauses of the sender count as neither. */
  get losses(): { readonly lost: number; readonly late: number } {
    return { lost: this.#buffer?.lost ?? 0, late: this.#buffer?.late ?? 0 };
  }

  /** The next 20 ms; false if they are silence, and then `into` means nothing. */
  frame(into: Int16Array): boolean {
    const buffer = this.#buffer;
    if (!buffer) return false;
    let last = this.#fill(buffer);
    if (last === 'packet' && buffer.hasSurplus && this.#stored === FRAME_SAMPLES) last = this.#shorten(buffer);
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

  #fill(buffer: JitterBuffer): 'packet' | 'other' {
    let last: 'packet' | 'other' = 'other';
    while (this.#stored < FRAME_SAMPLES) {
      const pulled = buffer.pull();
      if (pulled === 'none') return 'other';
      if (pulled === 'skip') continue;
      const isPacket = pulled === 'packet';
      const count = isPacket ? this.#decoder.decode(buffer.payload, decoded) : this.#decoder.conceal(decoded, buffer.following);
      this.#store.set(decoded.subarray(0, count), this.#stored);
      this.#stored += count;
      last = isPacket ? 'packet' : 'other';
    }
    return last;
  }

  /** Fades this frame into the one after it, so that 40 ms take 20. */
  #shorten(buffer: JitterBuffer): 'packet' | 'other' {
    if (buffer.pull() !== 'packet') return 'other';
    const count = this.#decoder.decode(buffer.payload, decoded);
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const share = i / FRAME_SAMPLES;
      this.#store[i] = Math.round((this.#store[i] ?? 0) * (1 - share) + (decoded[i] ?? 0) * share);
    }
    this.#store.set(decoded.subarray(FRAME_SAMPLES, count), FRAME_SAMPLES);
    this.#stored = Math.max(FRAME_SAMPLES, count);
    return 'packet';
  }
}
