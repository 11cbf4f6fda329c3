/** What a bot sees of one source: packets put together into whole frames, each of which can be decoded after those before it. */
import { sequenceAhead, timestampAhead } from '../../wire/rtp/rtp-packet.ts';
import type { PictureKind } from '../port.ts';
import type { BridgedSink, PictureFrame } from './bridged-pictures.ts';
import { Following, type FollowedBy } from './following.ts';
import type { Layer } from './layer.ts';
import { PIECE_AT } from './packet-ring.ts';
import type { PictureSource } from './source.ts';

const FIRST_FRAME_BYTES = 32 * 1024;
const MOST_FRAME_BYTES = 2 * 1024 * 1024;
/** A bot that does not read gets nothing until it has read, and then begins with a key frame. */
const MOST_BUFFERED_BYTES = 1_000_000;
/** What is missing while so many packets came after it is given up. */
const GIVE_UP_PACKETS = 200;

export type FrameWatchOptions = {
  readonly legId: string;
  readonly of: PictureKind;
  readonly sink: Pick<BridgedSink, 'frame' | 'bufferedBytes'>;
};

export class FrameWatch implements FollowedBy {
  readonly #sink: FrameWatchOptions['sink'];
  readonly #following = new Following(this);
  readonly #frame: PictureFrame;
  maxHeight: number = Number.POSITIVE_INFINITY;
  #bytes = new Uint8Array(FIRST_FRAME_BYTES);
  #length = 0;
  #layer: Layer | undefined;
  /** The next packet that is wanted. */
  #next = 0;
  #needsKeyFrame = true;
  #isInFrame = false;
  #isFirst = true;
  /** Where time stamps of the layer lie on the engine's clock. */
  #anchorTicks = 0;
  #anchorUs = 0;

  constructor({ legId, of, sink }: FrameWatchOptions) {
    this.#sink = sink;
    this.#frame = { legId, of, isKeyFrame: false, isFirst: true, timestampUs: 0, width: 0, height: 0 };
  }

  /** Watches the largest layer that is not too high; without a source nothing. */
  aim(source: PictureSource | undefined, nowMs: number): void {
    const layers = source?.active(nowMs) ?? [];
    const layer = layers.findLast(({ height }) => height <= this.maxHeight) ?? layers[0];
    if (layer) this.#following.aim(layer, nowMs);
    else if (!source) this.stop();
  }

  /** What comes next is to begin with a key frame soon. */
  askKeyFrame(nowMs: number): void {
    this.#following.askKeyFrame(nowMs);
  }

  stop(): void {
    this.#following.stop();
    this.#layer = undefined;
    this.#isFirst = true;
  }

  begin(layer: Layer, entry: number, nowMs: number): void {
    this.#layer = layer;
    this.#next = layer.ring.sequences[entry] ?? 0;
    this.#needsKeyFrame = true;
    this.#isInFrame = false;
    this.#anchorTicks = layer.ring.timestamps[entry] ?? 0;
    this.#anchorUs = Math.max(Math.round(nowMs * 1000), this.#frame.timestampUs + 1);
  }

  take(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void {
    const ahead = sequenceAhead(layer.ring.sequences[entry] ?? 0, this.#next);
    if (ahead < 0) return;
    if (ahead > GIVE_UP_PACKETS) return this.#skipTo(layer, entry, packet, nowMs);
    if (ahead > 0) {
      // A key frame needs nothing of what is missing before it.
      if (layer.ring.keyStarts[entry] === 1) this.#skipTo(layer, entry, packet, nowMs);
      return;
    }
    this.#consume(layer, entry, packet, nowMs);
    this.#catchUp(layer, nowMs);
  }

  /** What waited behind the packet that has just come. */
  #catchUp(layer: Layer, nowMs: number): void {
    for (let entry = layer.ring.find(this.#next); entry >= 0; entry = layer.ring.find(this.#next)) {
      this.#consume(layer, entry, layer.ring.view(entry), nowMs);
    }
  }

  #skipTo(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void {
    this.#next = layer.ring.sequences[entry] ?? 0;
    this.#isInFrame = false;
    this.#needKeyFrame(nowMs);
    this.#consume(layer, entry, packet, nowMs);
  }

  #consume({ ring }: Layer, entry: number, packet: Uint8Array, nowMs: number): void {
    this.#next = (this.#next + 1) & 0xffff;
    if (packet.length <= PIECE_AT) return;
    const isStart = ((packet[20] ?? 0) & 0x17) === 0x10;
    if (isStart) {
      this.#length = 0;
      this.#isInFrame = true;
      this.#frame.isKeyFrame = ring.keyStarts[entry] === 1;
    }
    if (!this.#isInFrame) return;
    if (!this.#append(packet)) return this.#needKeyFrame(nowMs);
    if ((packet[1] ?? 0) & 0x80) this.#complete(ring.timestamps[entry] ?? 0, nowMs);
  }

  #append(packet: Uint8Array): boolean {
    const length = this.#length + packet.length - PIECE_AT;
    if (length > MOST_FRAME_BYTES) return false;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(packet.subarray(PIECE_AT), this.#length);
    this.#length = length;
    return true;
  }

  #complete(timestamp: number, nowMs: number): void {
    this.#isInFrame = false;
    const frame = this.#frame;
    if (this.#needsKeyFrame && !frame.isKeyFrame) return;
    if (this.#sink.bufferedBytes() > MOST_BUFFERED_BYTES) return this.#needKeyFrame(nowMs);
    const us = this.#anchorUs + Math.round((timestampAhead(timestamp, this.#anchorTicks) * 1000) / 90);
    frame.timestampUs = Math.max(frame.timestampUs + 1, us);
    // An anchor that moves along keeps the difference small, however long it is watched.
    this.#anchorUs = us;
    this.#anchorTicks = timestamp;
    frame.width = this.#layer?.width ?? 0;
    frame.height = this.#layer?.height ?? 0;
    frame.isFirst = this.#isFirst;
    if (!this.#sink.frame(frame, this.#bytes.subarray(0, this.#length))) return this.#needKeyFrame(nowMs);
    this.#isFirst = false;
    this.#needsKeyFrame = false;
  }

  /** Something was left out: the next frame that is told must need nothing before it. */
  #needKeyFrame(nowMs: number): void {
    this.#isInFrame = false;
    this.#needsKeyFrame = true;
    this.#isFirst = true;
    this.#following.askKeyFrame(nowMs);
  }
}
