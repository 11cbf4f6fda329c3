/** A camera and viewers over WebRTC for benches: the camera sends what looks like VP8, viewers count what comes. The same library on all sides. */
import { PeerConnection, Video, type Track } from 'node-datachannel';
import type { Clock } from '../../src/base/clock.ts';
import { vp8Descriptor, writeVp8Descriptor, VP8_DESCRIPTOR_BYTES } from '../../src/wire/rtp/vp8.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, sequenceAhead, writeRtpHeader } from '../../src/wire/rtp/rtp-packet.ts';

const PICTURE_TYPE = 96;
const FRAMES_PER_SECOND = 30;
const KEY_EVERY = 90;
const PACKETS_PER_FRAME = 6;
const PIECE_BYTES = 1_050;
const SSRC = 77;
const CLOCK_RATE = 90_000;

export class PictureCamera {
  readonly #connection: PeerConnection;
  readonly #track: Track;
  readonly #packet = Buffer.alloc(RTP_HEADER_BYTES + VP8_DESCRIPTOR_BYTES + PIECE_BYTES, 0x55);
  readonly #descriptor = { ...vp8Descriptor(), isLongId: true, tl0: 0, temporal: 0 };
  #frame = 0;
  #sequence = 0;
  #isOver = false;
  sent = 0;

  constructor() {
    this.#connection = new PeerConnection('camera', { iceServers: [] });
    const video = new Video('0', 'SendOnly');
    video.addVP8Codec(PICTURE_TYPE);
    video.addSSRC(SSRC, 'bench', 'bench', 'camera');
    this.#track = this.#connection.addTrack(video);
  }

  offer(): Promise<string> {
    return described(this.#connection, 'offer');
  }

  async answered(answer: string): Promise<void> {
    const opened = new Promise<void>((resolve) => this.#track.onOpen(resolve));
    this.#connection.setRemoteDescription(answer, 'answer');
    await opened;
  }

  begin(clock: Clock): void {
    const beginMs = clock.now();
    const go = (): void => {
      if (this.#isOver) return;
      for (const due = Math.floor(((clock.now() - beginMs) * FRAMES_PER_SECOND) / 1000); this.#frame <= due;) this.#send(this.#frame++);
      clock.after(Math.max(0, beginMs + (this.#frame * 1000) / FRAMES_PER_SECOND - clock.now()), go);
    };
    go();
  }

  close(): void {
    this.#isOver = true;
    this.#connection.close();
  }

  #send(frame: number): void {
    const packet = this.#packet;
    const isKey = frame % KEY_EVERY === 0;
    const timestamp = (frame * CLOCK_RATE) / FRAMES_PER_SECOND;
    for (let piece = 0; piece < PACKETS_PER_FRAME; piece++) {
      const marker = piece === PACKETS_PER_FRAME - 1;
      writeRtpHeader(packet, { payloadType: PICTURE_TYPE, marker, sequence: this.#sequence++ & 0xffff, timestamp, ssrc: SSRC });
      const descriptor = {
        ...this.#descriptor,
        pictureId: frame & 0x7fff,
        tl0: frame & 0xff,
        isPartitionStart: piece === 0,
        isStart: piece === 0,
      };
      writeVp8Descriptor(packet, RTP_HEADER_BYTES, descriptor);
      // RFC 6386 §9.1: frame tag, and for a key frame its start code and size.
      if (piece === 0)
        packet.set(isKey ? [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02] : [0x11, 0, 0], RTP_HEADER_BYTES + VP8_DESCRIPTOR_BYTES);
      if (this.#track.isOpen()) this.#track.sendMessageBinary(packet);
      this.sent++;
    }
  }
}

export class PictureViewer {
  readonly #connection: PeerConnection;
  readonly #read = rtpPacket();
  #track: Track | undefined;
  #last = -1;
  packets = 0;
  lost = 0;

  constructor(number: number) {
    this.#connection = new PeerConnection(`viewer ${String(number)}`, { iceServers: [] });
  }

  /** It offers to see. */
  offer(): Promise<string> {
    const video = new Video('0', 'RecvOnly');
    video.addVP8Codec(PICTURE_TYPE);
    this.#see(this.#connection.addTrack(video));
    return described(this.#connection, 'offer');
  }

  async answered(answer: string): Promise<void> {
    const opened = new Promise<void>((resolve) => this.#track?.onOpen(resolve));
    this.#connection.setRemoteDescription(answer, 'answer');
    await opened;
  }

  /** It is offered to see; gives its answer. */
  async answer(offer: string): Promise<string> {
    this.#connection.onTrack((track) => this.#see(track));
    this.#connection.setRemoteDescription(offer, 'offer');
    return described(this.#connection, 'answer');
  }

  forget(): void {
    this.packets = 0;
    this.lost = 0;
    this.#last = -1;
  }

  close(): void {
    this.#connection.close();
  }

  #see(track: Track): void {
    this.#track = track;
    track.onMessage((bytes) => {
      if (isRtcp(bytes) || !readRtp(bytes, this.#read)) return;
      this.packets++;
      const ahead = this.#last < 0 ? 1 : sequenceAhead(this.#read.sequence, this.#last);
      this.lost += ahead > 0 ? ahead - 1 : -1;
      if (ahead > 0) this.#last = this.#read.sequence;
    });
  }
}

/** Our description with all candidates in it. */
function described(connection: PeerConnection, kind: 'offer' | 'answer'): Promise<string> {
  return new Promise((resolve) => {
    const done = (): void => {
      const sdp = connection.localDescription()?.sdp;
      if (connection.gatheringState() === 'complete' && sdp !== undefined) resolve(sdp);
    };
    connection.onGatheringStateChange(done);
    if (kind === 'offer') connection.setLocalDescription();
    done();
  });
}
