/** One simulcast layer of a camera in memory: its packets, of which the last are kept for whoever lost one. */
import { RTP_HEADER_BYTES, writeRtpHeader } from '../../wire/rtp/rtp-packet.ts';
import { VP8_DESCRIPTOR_BYTES, vp8Descriptor, writeVp8Descriptor, type Vp8Descriptor } from '../../wire/rtp/vp8.ts';
import { MEMORY_FRAME_BYTES, memoryFrame, writeMemoryFrame, type MemoryFrame } from './memory-frame.ts';

/** A power of two. */
const KEPT = 64;

export type MemoryLayerOptions = {
  readonly tag: number;
  readonly number: number;
  readonly rid: string;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly ridId: number;
  readonly width: number;
  readonly height: number;
  /** How many packets a frame takes, and how long each is at least. */
  readonly packets: number;
  readonly bytes: number;
};

export class MemoryLayer {
  readonly ssrc: number;
  isKeyFrameWanted = true;
  /** Frames and key frames that were sent, and packets that were sent again. */
  frames = 0;
  keyFrames = 0;
  repairs = 0;
  readonly #options: MemoryLayerOptions;
  readonly #kept: readonly Uint8Array[];
  readonly #frame: MemoryFrame;
  readonly #descriptor: Vp8Descriptor = { ...vp8Descriptor(), isLongId: true, pictureId: 0, tl0: 0, temporal: 0 };
  readonly #headBytes: number;
  #sequence: number;

  constructor(options: MemoryLayerOptions) {
    this.#options = options;
    this.ssrc = options.ssrc;
    // Layers begin anywhere on the circles of numbers, so that a seam shows.
    this.#sequence = (options.ssrc * 7_919) & 0xffff;
    this.#descriptor.pictureId = (options.ssrc * 271) & 0x7fff;
    const { tag, number, width, height, rid } = options;
    this.#frame = { ...memoryFrame(), tag, layer: number, width, height };
    this.#headBytes = RTP_HEADER_BYTES + (rid === '' ? 0 : 8);
    const most = Math.max(options.bytes, this.#headBytes + VP8_DESCRIPTOR_BYTES + MEMORY_FRAME_BYTES);
    this.#kept = Array.from({ length: KEPT }, () => new Uint8Array(most));
  }

  /** Sends the next frame. */
  sendFrame(timestamp: number, send: (packet: Uint8Array) => void): void {
    const frame = this.#frame;
    frame.isKeyFrame = this.isKeyFrameWanted;
    this.isKeyFrameWanted = false;
    frame.count = this.frames++;
    if (frame.isKeyFrame) this.keyFrames++;
    const descriptor = this.#descriptor;
    descriptor.pictureId = (descriptor.pictureId + 1) & 0x7fff;
    descriptor.tl0 = (descriptor.tl0 + 1) & 0xff;
    for (let i = 0; i < this.#options.packets; i++) send(this.#packet(i, timestamp));
  }

  /** Sends that packet again, if it is kept. */
  repair(sequence: number, send: (packet: Uint8Array) => void): void {
    const kept = this.#kept[sequence & (KEPT - 1)];
    if (!kept || (((kept[2] ?? 0) << 8) | (kept[3] ?? 0)) !== sequence) return;
    this.repairs++;
    send(kept);
  }

  #packet(number: number, timestamp: number): Uint8Array {
    const { payloadType, rid, ridId, packets, ssrc } = this.#options;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = this.#kept[this.#sequence & (KEPT - 1)] ?? new Uint8Array(0);
    writeRtpHeader(packet, { payloadType, marker: number === packets - 1, sequence: this.#sequence, timestamp, ssrc });
    if (rid !== '') putRid(packet, ridId, rid);
    this.#descriptor.isPartitionStart = number === 0;
    writeVp8Descriptor(packet, this.#headBytes, this.#descriptor);
    writeMemoryFrame(packet, this.#headBytes + VP8_DESCRIPTOR_BYTES, this.#frame);
    return packet;
  }
}

/** RFC 8285 §4.2, for a name of one character. */
function putRid(packet: Uint8Array, id: number, rid: string): void {
  packet[0] = 0x90;
  packet[12] = 0xbe;
  packet[13] = 0xde;
  packet[14] = 0;
  packet[15] = 1;
  packet[16] = id << 4;
  packet[17] = rid.charCodeAt(0);
  packet[18] = 0;
  packet[19] = 0;
}
