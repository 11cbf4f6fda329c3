/** Sends the peers of a room what they hear: the mix, encoded once for all who hear the same, or what is for one alone. */
import type { CodecName } from '../media/codec.ts';
import { SILENT_FRAME } from '../media/frame.ts';
import { mixInto } from '../media/mixer.ts';
import type { PeerLeg } from './peer-leg.ts';
import { SharedVoice } from './shared-voice.ts';

/** Silent frames sent after the last sound before sending pauses: decoders need a little to come to rest. */
const RING_OUT_FRAMES = 10;

export class PeerEars {
  /** The shared encoders of the room, for its largest audience; none for a codec means that everybody is encoded for alone. */
  readonly voices: Map<CodecName, SharedVoice> = new Map();
  readonly #own: Int16Array;
  /** The shared encoder for listeners who lose packets, made with the first; kept for the next one. Only Opus has such a voice. */
  #robust: SharedVoice | undefined;

  /** `own` is the place for what only one hears; it may be written to between two calls. */
  constructor(own: Int16Array) {
    this.#own = own;
  }

  /** Sends the peer this tick's mix, if there is any. `isAlike` says that the largest audience hears the same. */
  hear(leg: PeerLeg, mix: Int16Array | undefined, isAlike: boolean, tick: number): void {
    const voice = isAlike && !leg.hasTone ? this.#voiceFor(leg) : undefined;
    if (!mix && !leg.hasTone) return this.#ringOut(leg, voice, tick);
    leg.silentFrames = 0;
    if (mix && voice) voice.send(leg, mix, tick);
    else leg.outgoing.own(leg.hasTone ? this.#withTone(mix, leg.tone) : (mix ?? SILENT_FRAME), tick);
  }

  free(): void {
    for (const voice of this.voices.values()) voice.free();
    this.voices.clear();
    this.#robust?.free();
    this.#robust = undefined;
  }

  /** The plain voice goes on until an encoder for the other is there. */
  #voiceFor(leg: PeerLeg): SharedVoice | undefined {
    const plain = this.voices.get(leg.transport.sound.codec);
    if (!plain || leg.outgoing.way === 'clean') return plain;
    if (!this.#robust) {
      const encoder = leg.outgoing.encoder();
      if (encoder) this.#robust = new SharedVoice(encoder);
    }
    return this.#robust ?? plain;
  }

  #withTone(mix: Int16Array | undefined, tone: Int16Array): Int16Array {
    if (mix === undefined) return tone;
    if (mix !== this.#own) this.#own.set(mix);
    mixInto(this.#own, tone);
    return this.#own;
  }

  /** Who hears nothing more is sent a little silence: with all others of the audience, who hear nothing either. */
  #ringOut(leg: PeerLeg, voice: SharedVoice | undefined, tick: number): void {
    if (leg.silentFrames >= RING_OUT_FRAMES) {
      leg.silentFrames = Number.POSITIVE_INFINITY;
      return;
    }
    leg.silentFrames++;
    if (voice) voice.send(leg, SILENT_FRAME, tick);
    else leg.outgoing.own(SILENT_FRAME, tick);
  }
}
