/** One slot as a viewer in memory sees it: puts packets in order, asks for lost ones, and knows what a decoder could have shown. */
import { readRtpLayout, rtpLayout } from '../../wire/rtp/rtp-layout.ts';
import { sequenceAhead, timestampAhead } from '../../wire/rtp/rtp-packet.ts';
import { Reception } from '../../wire/rtp/reception.ts';
import { readVp8Descriptor, vp8Descriptor } from '../../wire/rtp/vp8.ts';
import { memoryFrame, readMemoryFrame, type MemoryFrame } from './memory-frame.ts';

/** A gap is waited for so long; then only a key frame helps. */
const WAIT_MS = 400;
const ASK_AGAIN_MS = 100;
const MOST_WAITING = 200;
const OVERTAKEN_BY = 4;

export type MemorySlotOptions = {
  readonly lost: (sequence: number) => void;
  readonly keyFrameWanted: () => void;
};

export class MemorySlot {
  /** What was shown last; means something only if `frames` is above 0. */
  readonly shown: MemoryFrame = memoryFrame();
  width = 0;
  height = 0;
  /** Frames that could be shown, key frames among them, and those that could not although they came whole: numbers did not run on. */
  frames = 0;
  keyFrames = 0;
  broken = 0;
  packets = 0;
  /** When the last frame was shown. */
  atMs: number = Number.NEGATIVE_INFINITY;
  readonly reception: Reception = new Reception(90_000);
  readonly #options: MemorySlotOptions;
  readonly #waiting = new Map<number, Uint8Array>();
  readonly #layout = rtpLayout();
  readonly #descriptor = vp8Descriptor();
  readonly #read = memoryFrame();
  #isOurs = true;
  #next = -1;
  #timestamp = 0;
  #pictureId = -1;
  #needsKeyFrame = true;
  #gapSinceMs = Number.NEGATIVE_INFINITY;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: MemorySlotOptions) {
    this.#options = options;
  }

  packet(bytes: Uint8Array, nowMs: number): void {
    const sequence = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
    this.packets++;
    this.reception.packet(1, sequence, timestampOf(bytes), nowMs);
    if (this.#next < 0) this.#next = sequence;
    const ahead = sequenceAhead(sequence, this.#next);
    if (ahead < 0) return;
    if (ahead === 0) {
      this.#take(bytes, nowMs);
      return this.#drain(nowMs);
    }
    if (this.#waiting.size === 0) this.#gapSinceMs = nowMs;
    this.#waiting.set(sequence, bytes.slice());
    if (this.#waiting.size > MOST_WAITING) this.#giveUp(nowMs);
    else if (this.#isDue(nowMs)) this.#ask(nowMs);
  }

  /** Every now and then: asks again, or gives up. */
  pulse(nowMs: number): void {
    if (this.#waiting.size > 0) {
      if (nowMs - this.#gapSinceMs > WAIT_MS) this.#giveUp(nowMs);
      else if (this.#isDue(nowMs)) this.#ask(nowMs);
    }
    if (this.#needsKeyFrame && this.packets > 0) this.#options.keyFrameWanted();
  }

  #drain(nowMs: number): void {
    for (let waiting = this.#waiting.get(this.#next); waiting; waiting = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#take(waiting, nowMs);
    }
    if (this.#waiting.size > 0) this.#gapSinceMs = nowMs;
  }

  /** What was overtaken comes by itself, soon. */
  #isDue(nowMs: number): boolean {
    const isLikelyLost = this.#waiting.size >= OVERTAKEN_BY || nowMs - this.#gapSinceMs >= ASK_AGAIN_MS / 2;
    return isLikelyLost && nowMs - this.#askedMs >= ASK_AGAIN_MS;
  }

  #ask(nowMs: number): void {
    this.#askedMs = nowMs;
    const newest = Math.max(...[...this.#waiting.keys()].map((sequence) => sequenceAhead(sequence, this.#next)));
    for (let i = 0; i < newest; i++) {
      const sequence = (this.#next + i) & 0xffff;
      if (!this.#waiting.has(sequence)) this.#options.lost(sequence);
    }
  }

  /** Goes on behind the gap, with the next key frame. */
  #giveUp(nowMs: number): void {
    const ahead = Math.min(...[...this.#waiting.keys()].map((sequence) => sequenceAhead(sequence, this.#next)));
    this.#next = (this.#next + ahead) & 0xffff;
    this.#needsKeyFrame = true;
    this.#options.keyFrameWanted();
    this.#drain(nowMs);
  }

  #take(bytes: Uint8Array, nowMs: number): void {
    this.#next = (this.#next + 1) & 0xffff;
    const descriptor = this.#descriptor;
    const layout = this.#layout;
    if (!readRtpLayout(bytes, layout) || layout.payloadEnd === layout.payloadAt) return;
    if (!readVp8Descriptor(bytes, layout.payloadAt, layout.payloadEnd, descriptor)) return void this.broken++;
    // Its first packet tells what it is: a bot's frames are real ones, and only the size of theirs is known.
    if (descriptor.isStart) this.#isOurs = readMemoryFrame(bytes, layout.payloadAt + descriptor.bytes, layout.payloadEnd, this.#read);
    if (((bytes[1] ?? 0) & 0x80) !== 0) this.#show(descriptor.pictureId, timestampOf(bytes), nowMs);
  }

  /** A decoder shows a key frame, and whatever follows without a gap; it counts pictures by their number. */
  #show(pictureId: number, timestamp: number, nowMs: number): void {
    const frame = this.#read;
    const follows = pictureId === ((this.#pictureId + 1) & 0x7fff) && timestampAhead(timestamp, this.#timestamp) > 0;
    const isFirst = this.#pictureId < 0;
    this.#pictureId = pictureId;
    this.#timestamp = timestamp;
    if (this.#needsKeyFrame && !frame.isKeyFrame) return;
    if (!this.#needsKeyFrame && !isFirst && !follows) this.broken++;
    const runsOn = frame.tag === this.shown.tag && frame.layer === this.shown.layer && frame.count === this.shown.count + 1;
    if (this.#isOurs && !frame.isKeyFrame && !runsOn) this.broken++;
    this.#needsKeyFrame = false;
    this.frames++;
    if (frame.isKeyFrame) {
      this.keyFrames++;
      this.width = frame.width;
      this.height = frame.height;
    }
    this.atMs = nowMs;
    Object.assign(this.shown, frame);
  }
}

function timestampOf(bytes: Uint8Array): number {
  return (((bytes[4] ?? 0) << 24) | ((bytes[5] ?? 0) << 16) | ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) >>> 0;
}
