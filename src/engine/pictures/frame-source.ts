/** What a bot shows: whole frames of VP8 that are cut into packets (RFC 7741 §4.4) and go the way of every other source. */
import { RTP_HEADER_BYTES, writeRtpHeader } from '../../wire/rtp/rtp-packet.ts';
import { isVp8KeyFrame, VP8_DESCRIPTOR_BYTES, vp8Descriptor, vp8Size, writeVp8Descriptor, type Vp8Descriptor } from '../../wire/rtp/vp8.ts';
import { PictureSource, type PictureSourceOptions } from './source.ts';

/** With all headers, and a tunnel around them, a packet stays below 1,280 bytes. */
const PIECE_BYTES = 1_150;
const MOST_FRAME_BYTES = 2 * 1024 * 1024;
const PAYLOAD_TYPE = 96;
const SSRC = 1;

export type FrameSourceOptions = Pick<PictureSourceOptions, 'legId' | 'of' | 'began' | 'layersChanged' | 'ended'> & {
  readonly keyFrameWanted: () => void;
};

export class FrameSource {
  readonly source: PictureSource;
  readonly #packet = new Uint8Array(RTP_HEADER_BYTES + VP8_DESCRIPTOR_BYTES + PIECE_BYTES);
  readonly #header = { payloadType: PAYLOAD_TYPE, marker: false, sequence: 0, timestamp: 0, ssrc: SSRC };
  readonly #descriptor: Vp8Descriptor = { ...vp8Descriptor(), isLongId: true, pictureId: 0, tl0: 0, temporal: 0 };
  #hasBegun = false;
  #ticks = 0;
  /** What the bot's own time stamps are ahead of the clock, in ticks of RTP. */
  #ahead: number | undefined;

  constructor({ keyFrameWanted, ...options }: FrameSourceOptions) {
    const upstream = { lost: () => undefined, keyFrameWanted };
    this.source = new PictureSource({ ...options, payloadType: PAYLOAD_TYPE, rids: [], upstream });
  }

  /** False for what is no frame, or comes before the first key frame. */
  show(bytes: Uint8Array, timestampUs: number, nowMs: number): boolean {
    if (bytes.length < 4 || bytes.length > MOST_FRAME_BYTES) return false;
    const isKeyFrame = isVp8KeyFrame(bytes, 0);
    if (isKeyFrame ? vp8Size(bytes, 0, bytes.length) === 0 : !this.#hasBegun) return false;
    this.#hasBegun = true;
    this.#ticks = Math.max(this.#ticks + 1, this.#ticksOf(timestampUs, nowMs));
    const descriptor = this.#descriptor;
    descriptor.pictureId = (descriptor.pictureId + 1) & 0x7fff;
    descriptor.tl0 = (descriptor.tl0 + 1) & 0xff;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) this.#send(bytes, at, nowMs);
    return true;
  }

  #send(bytes: Uint8Array, at: number, nowMs: number): void {
    const end = Math.min(bytes.length, at + PIECE_BYTES);
    const header = this.#header;
    header.sequence = (header.sequence + 1) & 0xffff;
    header.timestamp = this.#ticks % 2 ** 32;
    header.marker = end === bytes.length;
    writeRtpHeader(this.#packet, header);
    this.#descriptor.isPartitionStart = at === 0;
    writeVp8Descriptor(this.#packet, RTP_HEADER_BYTES, this.#descriptor);
    const pieceAt = RTP_HEADER_BYTES + VP8_DESCRIPTOR_BYTES;
    this.#packet.set(bytes.subarray(at, end), pieceAt);
    this.source.receive(this.#packet.subarray(0, pieceAt + end - at), nowMs);
  }

  /** The bot's time from any beginning; 0 is now. */
  #ticksOf(timestampUs: number, nowMs: number): number {
    const now = Math.round(nowMs * 90);
    if (timestampUs === 0) return now;
    const told = Math.round(timestampUs * 0.09);
    this.#ahead ??= told - now;
    return told - this.#ahead;
  }
}
