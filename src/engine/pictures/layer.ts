/** One layer of a source: its packets are counted, missed ones asked for, and handed to all who take it. */
import { readRtpLayout, rtpLayout } from '../../wire/rtp/rtp-layout.ts';
import { sequenceAhead } from '../../wire/rtp/rtp-packet.ts';
import { Reception } from '../../wire/rtp/reception.ts';
import type { ReportBlock } from '../../wire/rtp/rtcp.ts';
import { isVp8KeyFrame, readVp8Descriptor, vp8Descriptor, vp8Size } from '../../wire/rtp/vp8.ts';
import { MissingPackets } from './missing-packets.ts';
import { PacketRing, type PacketNumbers } from './packet-ring.ts';

export const VIDEO_CLOCK_RATE = 90_000;
/** A sender is asked for a key frame at most so often, however many want one. */
const KEY_FRAME_EVERY_MS = 500;
/** A layer from which nothing came for so long is not there (any more). */
const IDLE_AFTER_MS = 2_000;
/** Longer ones are no packets of a network. */
const MOST_PACKET_BYTES = 2_000;

/** Whoever takes a layer's packets. `packet` is as in `PacketRing.view`, of this `entry` in the layer's ring. */
export type LayerTaker = { packet(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void };

/** The way back to the sender. */
export type Upstream = {
  lost(ssrc: number, sequences: Uint16Array, count: number): void;
  keyFrameWanted(ssrc: number): void;
};

export class Layer {
  readonly rid: string;
  readonly ssrc: number;
  /** As the last key frame said; 0 before the first. */
  width = 0;
  height = 0;
  /** Of the last second. */
  bitsPerSecond = 0;
  lastPacketMs: number = Number.NEGATIVE_INFINITY;
  readonly ring: PacketRing = new PacketRing();
  readonly #upstream: Upstream;
  readonly #takers: LayerTaker[] = [];
  readonly #missing = new MissingPackets();
  readonly #reception = new Reception(VIDEO_CLOCK_RATE);
  readonly #layout = rtpLayout();
  readonly #descriptor = vp8Descriptor();
  readonly #numbers: PacketNumbers = { sequence: 0, timestamp: 0, isMarked: false, isKeyStart: false };
  /** Highest sequence number with a taker; −1 before. */
  #newest = -1;
  #pictureId = 0;
  #timestamp = -1;
  #bytes = 0;
  #askedMs = Number.NEGATIVE_INFINITY;
  #isKeyFrameWanted = false;

  constructor(rid: string, ssrc: number, upstream: Upstream) {
    this.rid = rid;
    this.ssrc = ssrc;
    this.#upstream = upstream;
  }

  get isTaken(): boolean {
    return this.#takers.length > 0;
  }

  /** Whether it can be shown: its size is known, and it comes. */
  isActive(nowMs: number): boolean {
    return this.height > 0 && nowMs - this.lastPacketMs < IDLE_AFTER_MS;
  }

  add(taker: LayerTaker): void {
    if (!this.isTaken) this.#begin();
    this.#takers.push(taker);
  }

  remove(taker: LayerTaker): void {
    const at = this.#takers.indexOf(taker);
    if (at >= 0) this.#takers.splice(at, 1);
  }

  /** Takes one RTP packet; false if it means nothing. Allocates only a view of it, and that only if somebody takes it. */
  receive(bytes: Uint8Array, nowMs: number): boolean {
    if (bytes.length > MOST_PACKET_BYTES || !readRtpLayout(bytes, this.#layout)) return false;
    const { payloadAt: from, payloadEnd: end } = this.#layout;
    const numbers = this.#numbers;
    numbers.sequence = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
    numbers.timestamp = (((bytes[4] ?? 0) << 24) | ((bytes[5] ?? 0) << 16) | ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) >>> 0;
    numbers.isMarked = ((bytes[1] ?? 0) & 0x80) !== 0;
    numbers.isKeyStart = false;
    const descriptor = this.#descriptor;
    const hasPiece = end > from;
    if (hasPiece && !readVp8Descriptor(bytes, from, end, descriptor)) return false;
    this.lastPacketMs = nowMs;
    this.#bytes += bytes.length;
    this.#reception.packet(this.ssrc, numbers.sequence, numbers.timestamp, nowMs);
    const pieceAt = hasPiece ? from + descriptor.bytes : end;
    if (hasPiece && descriptor.isStart && isVp8KeyFrame(bytes, pieceAt)) this.#keyFrame(bytes, pieceAt, end);
    if (this.#takers.length === 0) return true;
    const missing = this.#missing.count;
    if (!this.#isNews(numbers.sequence, nowMs)) return true;
    if (!hasPiece || this.#complete(numbers)) this.#hand(bytes, pieceAt, end, nowMs);
    // Last of all: what is asked for may come before this returns, where no network lies between.
    if (this.#missing.count > missing) this.#askMissing(nowMs);
    return true;
  }

  /** Asks for a key frame, soon if it was asked for just now. */
  askKeyFrame(nowMs: number): void {
    this.#isKeyFrameWanted = true;
    this.#askIfDue(nowMs);
  }

  /** Every few ticks: asks for what is due. */
  pulse(nowMs: number): void {
    if (!this.isTaken) {
      this.#isKeyFrameWanted = false;
      return;
    }
    if (this.#isKeyFrameWanted) this.#askIfDue(nowMs);
    if (this.#missing.count === 0) return;
    if (this.#missing.giveUp(nowMs)) this.askKeyFrame(nowMs);
    this.#askMissing(nowMs);
  }

  /** Every second. */
  second(elapsedMs: number): void {
    this.bitsPerSecond = (this.#bytes * 8_000) / elapsedMs;
    if (this.isTaken) this.ring.fit((this.#bytes * 1_000) / elapsedMs);
    this.#bytes = 0;
  }

  /** For the report to its sender. */
  report(nowMs: number): ReportBlock | undefined {
    return this.#reception.report(nowMs);
  }

  senderReport(middle: number, nowMs: number): void {
    this.#reception.senderReport(middle, nowMs);
  }

  #begin(): void {
    this.#newest = -1;
    this.#timestamp = -1;
    this.#missing.clear();
    this.ring.clear();
  }

  #keyFrame(bytes: Uint8Array, at: number, end: number): void {
    this.#numbers.isKeyStart = true;
    this.#isKeyFrameWanted = false;
    const size = vp8Size(bytes, at, end);
    if (size === 0) return;
    this.width = Math.floor(size / 65_536);
    this.height = size % 65_536;
  }

  /** Notes what is missing before it; false for what came before. */
  #isNews(sequence: number, nowMs: number): boolean {
    if (this.#newest < 0) {
      this.#newest = sequence;
      return true;
    }
    const ahead = sequenceAhead(sequence, this.#newest);
    if (ahead <= 0) {
      if (this.ring.find(sequence) >= 0) return false;
      this.#missing.remove(sequence);
      return true;
    }
    for (let i = 1; i < ahead; i++) {
      if (this.#missing.add((this.#newest + i) & 0xffff, nowMs)) continue;
      this.#missing.clear();
      this.askKeyFrame(nowMs);
      break;
    }
    this.#newest = sequence;
    return true;
  }

  /**
   * Gives the descriptor the numbers that it lacks, so that all sources look alike. Frames without a number are counted by their time stamps;
   * a late packet of such a frame cannot be placed: false.
   */
  #complete({ sequence, timestamp }: PacketNumbers): boolean {
    const descriptor = this.#descriptor;
    const isNewest = sequence === this.#newest;
    if (descriptor.pictureId < 0) {
      if (!isNewest) return false;
      descriptor.pictureId = timestamp === this.#timestamp ? this.#pictureId : (this.#pictureId + 1) & 0x7fff;
    } else if (!descriptor.isLongId) {
      const ahead = ((descriptor.pictureId - this.#pictureId) << 25) >> 25;
      descriptor.pictureId = (this.#pictureId + ahead) & 0x7fff;
    }
    // Without temporal layers every frame is of the lowest one.
    if (descriptor.tl0 < 0) descriptor.tl0 = descriptor.pictureId & 0xff;
    if (descriptor.temporal < 0) descriptor.temporal = 0;
    if (isNewest) {
      this.#pictureId = descriptor.pictureId;
      this.#timestamp = timestamp;
    }
    return true;
  }

  #hand(bytes: Uint8Array, from: number, end: number, nowMs: number): void {
    const entry = this.ring.put(bytes, from, end, this.#numbers, this.#descriptor);
    const packet = this.ring.view(entry);
    const takers = this.#takers;
    // From behind: a taker that switches to another layer leaves while we go.
    for (let i = takers.length - 1; i >= 0; i--) takers[i]?.packet(this, entry, packet, nowMs);
  }

  #askIfDue(nowMs: number): void {
    if (nowMs - this.#askedMs < KEY_FRAME_EVERY_MS) return;
    this.#askedMs = nowMs;
    this.#isKeyFrameWanted = false;
    this.#upstream.keyFrameWanted(this.ssrc);
  }

  #askMissing(nowMs: number): void {
    const count = this.#missing.due(nowMs);
    if (count > 0) this.#upstream.lost(this.ssrc, this.#missing.toAsk, count);
  }
}
