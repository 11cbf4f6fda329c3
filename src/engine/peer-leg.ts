/** The leg of one peer: what comes from it as frames and keys, what it hears as packets. */
import { isRtcp, readRtp, rtpPacket } from '../wire/rtp/rtp-packet.ts';
import { encodeReport, readRtcp, type ReportBlock } from '../wire/rtp/rtcp.ts';
import { Reception } from '../wire/rtp/reception.ts';
import { KeyPresses } from '../wire/rtp/telephone-event.ts';
import { bearsLoss, clockRateOf } from '../media/codec.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { levelDb } from '../media/level.ts';
import { Receiver } from '../media/receiver.ts';
import type { SpeechCutter } from '../media/speech-cutter.ts';
import { toneOf } from '../media/tones.ts';
import type { CodecPool } from './codec-pool.ts';
import { Gate } from './gate.ts';
import { LateDecoder } from './late-decoder.ts';
import type { Leg } from './leg.ts';
import { Outgoing } from './outgoing.ts';
import type { PeerTransport } from './peer-transport.ts';
import { Playback } from '../media/playback.ts';
import type { Key, LegQuality, ProgressTone } from './port.ts';
import { ReportedLoss } from './reported-loss.ts';
import { SoundQuality } from './sound-quality.ts';

export type PeerLegOptions = {
  readonly legId: string;
  readonly transport: PeerTransport;
  readonly codecs: CodecPool;
  readonly pressed: (key: Key, sequence: number) => void;
};

export class PeerLeg implements Leg {
  readonly kind = 'peer';
  readonly legId: string;
  readonly transport: PeerTransport;
  readonly outgoing: Outgoing;
  /** What it says at this tick; means something only if `isSpeaking`. */
  readonly frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  /** Call progress or hold music for this leg at this tick; means something only if `hasTone`. */
  readonly tone: Int16Array = new Int16Array(FRAME_SAMPLES);
  isSpeaking = false;
  levelDb = 0;
  sourceId = 0;
  hasTone = false;
  isMuted = false;
  isHeld = false;
  /** Silent frames sent since something was heard: a few, so that the last sound can ring out. */
  silentFrames: number = Number.POSITIVE_INFINITY;
  /** When something last came from it. */
  lastPacketMs: number;
  isConnected = false;
  readonly #decoder: LateDecoder;
  readonly #receiver: Receiver;
  readonly #reception: Reception;
  readonly #quality: SoundQuality;
  readonly #loss: ReportedLoss | undefined;
  readonly #gate = new Gate();
  readonly #presses = new KeyPresses();
  readonly #pressed: PeerLegOptions['pressed'];
  readonly #packet = rtpPacket();
  #keys = 0;
  #progress: ProgressTone = 'none';
  #progressing: Playback | undefined;
  #music: Playback | undefined;
  #spokenTick = -1;
  #tap: SpeechCutter | undefined;

  constructor({ legId, transport, codecs, pressed }: PeerLegOptions, nowMs: number) {
    this.legId = legId;
    this.transport = transport;
    const { codec } = transport.sound;
    this.outgoing = new Outgoing(transport, (way) => codecs.encoder(codec, way));
    this.#loss = bearsLoss(codec) ? new ReportedLoss(this.outgoing.sequence) : undefined;
    this.#decoder = new LateDecoder(() => codecs.decoder(codec));
    this.lastPacketMs = nowMs;
    this.#receiver = new Receiver(codec, this.#decoder);
    this.#reception = new Reception(clockRateOf(codec));
    this.#quality = new SoundQuality(this.#reception, clockRateOf(codec));
    this.#pressed = pressed;
  }

  /** Takes whatever came from the peer; bytes that are nothing we know are dropped. */
  packet(bytes: Uint8Array, nowMs: number): void {
    this.lastPacketMs = nowMs;
    if (isRtcp(bytes)) {
      const { senderReport, received } = readRtcp(bytes, this.transport.ssrc);
      if (received) this.#reported(received, nowMs);
      if (senderReport !== undefined) this.#reception.senderReport(senderReport, nowMs);
      return;
    }
    const { sound } = this.transport;
    const packet = this.#packet;
    if (!readRtp(bytes, packet, sound.audioLevelId)) return;
    if (packet.payloadType === sound.payloadType) {
      this.#reception.packet(packet.ssrc, packet.sequence, packet.timestamp, nowMs);
      if (this.isMuted || this.isHeld) return;
      this.#receiver.packet(packet, nowMs);
      if (this.#receiver.isActive) this.#decoder.prepare();
    } else if (sound.keyPayloadTypes.includes(packet.payloadType)) {
      this.#reception.packet(packet.ssrc, packet.sequence, packet.timestamp, nowMs);
      this.#receiver.skip(packet, nowMs);
      const key = this.#presses.packet(packet);
      if (key !== undefined) this.#pressed(key, ++this.#keys);
    }
  }

  /** It is to speak and to hear alone: its codecs are to be at hand before the first word. */
  prepare(): void {
    this.outgoing.prepare();
    this.#decoder.prepare();
  }

  /** A key that came by another road. */
  press(key: Key): void {
    this.#pressed(key, ++this.#keys);
  }

  progress(tone: ProgressTone): void {
    if (tone === this.#progress) return;
    this.#progress = tone;
    this.#progressing = tone === 'none' ? undefined : new Playback([toneOf(tone)], { isLooping: true });
  }

  /** Hands what it says to the tap as well, from now on; without one, no longer. What another one had begun to keep is told. */
  tap(tap: SpeechCutter | undefined): void {
    this.#tap?.finish();
    this.#tap = tap;
  }

  get isTapped(): boolean {
    return this.#tap !== undefined;
  }

  /** On hold it hears this music over and over, or silence without any, and says nothing. */
  hold(music: Int16Array | undefined): void {
    this.isHeld = true;
    this.#music = music && new Playback([music], { isLooping: true });
  }

  resume(): void {
    this.isHeld = false;
    this.#music = undefined;
  }

  /** Makes `frame` and `tone` for this tick, once. */
  speak(tick: number): void {
    if (tick === this.#spokenTick) return;
    this.#spokenTick = tick;
    const hasFrame = this.#receiver.isActive && this.#receiver.frame(this.frame);
    if (hasFrame) {
      this.levelDb = levelDb(this.frame);
      this.#quality.frames++;
    }
    this.isSpeaking = hasFrame && !this.isMuted && !this.isHeld && this.#gate.passes(this.levelDb);
    this.#tap?.hear(this.isSpeaking ? this.frame : undefined, tick);
    this.hasTone = (this.#tone?.frame(this.tone) ?? false) && this.tone.some(isSound);
  }

  /** Whether it has, or soon may have, something to say, or something to ring out. */
  get isBusy(): boolean {
    return (
      this.#receiver.isActive || this.#tap?.isOpen === true || this.#tone !== undefined || this.silentFrames < Number.POSITIVE_INFINITY
    );
  }

  /** Tells the peer how we receive it, and what we sent if that was within the last `ticks`. */
  report(tick: number, ticks: number, nowMs: number, wallMs: number): void {
    const sender = this.outgoing.report(tick - ticks, tick, wallMs);
    if (sender) this.#quality.sent(wallMs, nowMs);
    this.transport.send(encodeReport(this.transport.ssrc, 'rollcall', { sender, received: this.#reception.report(nowMs) }));
  }

  /** How its sound fares since this was last asked; undefined if nothing came or went. */
  quality(): LegQuality | undefined {
    return this.#quality.drain(this.#receiver.losses.lost);
  }

  close(): void {
    this.tap(undefined);
    this.transport.close();
    this.#receiver.free();
    this.outgoing.free();
  }

  #reported(report: ReportBlock, nowMs: number): void {
    this.#quality.reported(report, nowMs);
    const loss = this.#loss;
    if (!loss) return;
    loss.reported(report, nowMs);
    const way = loss.isMuch ? 'lossy' : 'clean';
    if (way !== this.outgoing.way) this.outgoing.way = way;
  }

  get #tone(): Playback | undefined {
    return this.isHeld ? this.#music : this.#progressing;
  }
}

function isSound(sample: number): boolean {
  return sample !== 0;
}
