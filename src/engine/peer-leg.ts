/** The leg of one peer: what comes from it as frames and keys, what it hears as packets. */
import { isRtcp, readRtp, rtpPacket } from '../wire/rtp/rtp-packet.ts';
import { encodeReport, readRtcp } from '../wire/rtp/rtcp.ts';
import { Reception } from '../wire/rtp/reception.ts';
import { KeyPresses } from '../wire/rtp/telephone-event.ts';
import { clockRateOf, type SoundDecoder, type SoundEncoder } from '../media/codec.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { levelDb } from '../media/level.ts';
import { Receiver } from '../media/receiver.ts';
import { toneOf } from '../media/tones.ts';
import { Outgoing } from './outgoing.ts';
import type { PeerTransport } from './peer-transport.ts';
import { Playback } from './playback.ts';
import type { Key, ProgressTone } from './port.ts';
import type { Tap } from './tap.ts';

/** Quieter than this is not mixed; what was louder is mixed for so many frames more. */
const GATE_DB = -60;
const GATE_FRAMES = 20;

export type PeerLegOptions = {
  readonly legId: string;
  readonly transport: PeerTransport;
  readonly encoder: SoundEncoder;
  readonly decoder: SoundDecoder;
  readonly pressed: (key: Key, sequence: number) => void;
};

export class PeerLeg {
  readonly legId: string;
  readonly transport: PeerTransport;
  readonly outgoing: Outgoing;
  /** What it says at this tick; means something only if `isSpeaking`. */
  readonly frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  /** Call progress or hold music for this leg at this tick; means something only if `hasTone`. */
  readonly tone: Int16Array = new Int16Array(FRAME_SAMPLES);
  isSpeaking = false;
  hasTone = false;
  isMuted = false;
  isHeld = false;
  /** Silent frames sent since something was heard: a few, so that the last sound can ring out. */
  silentFrames: number = Number.POSITIVE_INFINITY;
  /** When something last came from it. */
  lastPacketMs: number;
  isConnected = false;
  readonly #receiver: Receiver;
  readonly #reception: Reception;
  readonly #presses = new KeyPresses();
  readonly #pressed: PeerLegOptions['pressed'];
  readonly #packet = rtpPacket();
  #keys = 0;
  #open = 0;
  #progress: ProgressTone = 'none';
  #progressing: Playback | undefined;
  #music: Playback | undefined;
  #spokenTick = -1;
  #tap: Tap | undefined;

  constructor({ legId, transport, encoder, decoder, pressed }: PeerLegOptions, nowMs: number) {
    this.legId = legId;
    this.transport = transport;
    this.outgoing = new Outgoing(transport, encoder);
    this.lastPacketMs = nowMs;
    this.#receiver = new Receiver(transport.sound.codec, decoder);
    this.#reception = new Reception(clockRateOf(transport.sound.codec));
    this.#pressed = pressed;
  }

  /** Takes whatever came from the peer; bytes that are nothing we know are dropped. */
  packet(bytes: Uint8Array, nowMs: number): void {
    this.lastPacketMs = nowMs;
    if (isRtcp(bytes)) {
      const { senderReport } = readRtcp(bytes);
      if (senderReport !== undefined) this.#reception.senderReport(senderReport, nowMs);
      return;
    }
    const { sound } = this.transport;
    const packet = this.#packet;
    if (!readRtp(bytes, packet, sound.audioLevelId)) return;
    if (packet.payloadType === sound.payloadType) {
      this.#reception.packet(packet.ssrc, packet.sequence, packet.timestamp, nowMs);
      if (!this.isMuted && !this.isHeld) this.#receiver.packet(packet, nowMs);
    } else if (sound.keyPayloadTypes.includes(packet.payloadType)) {
      this.#reception.packet(packet.ssrc, packet.sequence, packet.timestamp, nowMs);
      this.#receiver.skip(packet, nowMs);
      const key = this.#presses.packet(packet);
      if (key !== undefined) this.#pressed(key, ++this.#keys);
    }
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
  tap(tap: Tap | undefined): void {
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
    this.isSpeaking = hasFrame && !this.isMuted && !this.isHeld && this.#passesGate();
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
    this.transport.send(encodeReport(this.transport.ssrc, 'rollcall', { sender, received: this.#reception.report(nowMs) }));
  }

  close(): void {
    this.tap(undefined);
    this.transport.close();
    this.#receiver.free();
    this.outgoing.free();
  }

  #passesGate(): boolean {
    if (levelDb(this.frame) > GATE_DB) this.#open = GATE_FRAMES;
    else if (this.#open > 0) this.#open--;
    return this.#open > 0;
  }

  get #tone(): Playback | undefined {
    return this.isHeld ? this.#music : this.#progressing;
  }
}

function isSound(sample: number): boolean {
  return sample !== 0;
}
