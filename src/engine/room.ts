/** A room: everybody in it hears everybody else. One tick makes every leg's 20 ms, in arrays made once. */
import { FRAME_SAMPLES, SILENT_FRAME } from '../media/frame.ts';
import type { CodecName } from '../media/codec.ts';
import { Mixer, mixInto } from '../media/mixer.ts';
import type { HostedLeg } from './hosted-leg.ts';
import type { PeerLeg } from './peer-leg.ts';
import type { Key } from './port.ts';
import type { SharedVoice } from './shared-voice.ts';

/** Silent frames sent after the last sound before sending pauses: decoders need a little to come to rest. */
const RING_OUT_FRAMES = 10;

export class Room {
  readonly roomId: string;
  readonly peers: Map<string, PeerLeg> = new Map();
  readonly hosted: Map<string, HostedLeg> = new Map();
  /** The shared encoders of the room; none for a codec means that everybody is encoded for alone. */
  readonly voices: Map<CodecName, SharedVoice> = new Map();
  readonly #mixer = new Mixer();
  readonly #common = new Int16Array(FRAME_SAMPLES);
  readonly #own = new Int16Array(FRAME_SAMPLES);
  readonly #saying: HostedLeg[] = [];
  #isCommonMade = false;
  #isClosed = false;

  constructor(roomId: string) {
    this.roomId = roomId;
  }

  tick(tick: number): void {
    this.#gather(tick);
    for (const leg of this.peers.values()) this.#hearPeer(leg, tick);
    for (const leg of this.hosted.values()) if (leg.isRecording) leg.hear(this.#heardBy(leg.frame, this.#saying.includes(leg)), tick);
  }

  key(key: Key, tick: number): void {
    for (const leg of this.hosted.values()) leg.key(key, tick);
  }

  /** The next tick at which there is something to do, `after` or later. */
  nextTick(after: number): number {
    for (const leg of this.peers.values()) if (leg.isBusy) return after;
    let next = Number.POSITIVE_INFINITY;
    for (const leg of this.hosted.values()) next = Math.min(next, leg.nextTick(after));
    return next;
  }

  /** How many peers speak that codec. */
  peersOf(codec: CodecName): number {
    let count = 0;
    for (const leg of this.peers.values()) if (leg.transport.sound.codec === codec) count++;
    return count;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    for (const leg of this.peers.values()) leg.close();
    for (const voice of this.voices.values()) voice.free();
    this.peers.clear();
    this.hosted.clear();
    this.voices.clear();
  }

  #gather(tick: number): void {
    this.#mixer.begin();
    this.#isCommonMade = false;
    this.#saying.length = 0;
    for (const leg of this.peers.values()) {
      leg.speak();
      if (leg.isSpeaking) this.#mixer.add(leg.frame);
    }
    for (const leg of this.hosted.values()) {
      if (!leg.speak(tick)) continue;
      this.#mixer.add(leg.frame);
      this.#saying.push(leg);
    }
  }

  #hearPeer(leg: PeerLeg, tick: number): void {
    const mix = this.#heardBy(leg.frame, leg.isSpeaking);
    if (!mix && !leg.hasTone) return this.#ringOut(leg, tick);
    leg.silentFrames = 0;
    const voice = leg.isSpeaking || leg.hasTone ? undefined : this.voices.get(leg.transport.sound.codec);
    if (mix && voice) voice.send(leg, mix, tick);
    else leg.outgoing.own(leg.hasTone ? this.#withTone(mix, leg.tone) : (mix ?? SILENT_FRAME), tick);
  }

  /** The sum of what the others say; undefined if they say nothing. */
  #heardBy(own: Int16Array, isSpeaking: boolean): Int16Array | undefined {
    if (this.#mixer.count === (isSpeaking ? 1 : 0)) return undefined;
    if (isSpeaking) {
      this.#mixer.allBut(own, this.#own);
      return this.#own;
    }
    if (!this.#isCommonMade) this.#mixer.all(this.#common);
    this.#isCommonMade = true;
    return this.#common;
  }

  #withTone(mix: Int16Array | undefined, tone: Int16Array): Int16Array {
    if (mix === undefined) return tone;
    if (mix !== this.#own) this.#own.set(mix);
    mixInto(this.#own, tone);
    return this.#own;
  }

  #ringOut(leg: PeerLeg, tick: number): void {
    if (leg.silentFrames >= RING_OUT_FRAMES) {
      leg.silentFrames = Number.POSITIVE_INFINITY;
      return;
    }
    leg.silentFrames++;
    // Who says nothing and hears nothing is in the company of all who say nothing.
    const voice = leg.isSpeaking ? undefined : this.voices.get(leg.transport.sound.codec);
    if (voice) voice.send(leg, SILENT_FRAME, tick);
    else leg.outgoing.own(SILENT_FRAME, tick);
  }
}
