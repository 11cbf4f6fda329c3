/** Sends the peers of a room what they hear: the mix, encoded once for all who hear the same, or what is for one alone. */
import type { CodecName } from '../media/codec.ts';
import { SILENT_FRAME } from '../media/frame.ts';
import { mixInto } from '../media/mixer.ts';
import type { PeerLeg } from './peer-leg.ts';
import { MAIN_VOICE } from './shared-audiences.ts';
import { SharedVoice } from './shared-voice.ts';

/** Silent frames sent after the last sound before sending pauses: decoders need a little to come to rest. */
const RING_OUT_FRAMES = 10;

export class PeerEars {
  /** The shared encoders of the room, for its largest audience; none for a codec means that everybody is encoded for alone. */
  readonly voices: Map<CodecName, SharedVoice> = new Map();
  readonly #own: Int16Array;
  /** The shared encoder for listeners who lose packets, made with the first; kept for the next one. Only Opus has such a voice. */
  #robust: SharedVoice | undefined;
  /** Those of audiences that hear others lowered, by the name of the voice, made with the first listener. */
  readonly #more = new Map<string, Map<CodecName, SharedVoice>>();

  /** `own` is the place for what only one hears; it may be written to between two calls. */
  constructor(own: Int16Array) {
    this.#own = own;
  }

  /** Sends the peer this tick's mix, if there is any. `shared` is the voice for all who hear the same, where they share one. */
  hear(leg: PeerLeg, mix: Int16Array | undefined, shared: string | undefined, tick: number): void {
    const voice = shared === undefined || leg.hasTone ? undefined : this.#voiceFor(leg, shared);
    if (!mix && !leg.hasTone) return this.#ringOut(leg, voice, tick);
    leg.silentFrames = 0;
    if (mix && voice) voice.send(leg, mix, tick);
    else leg.outgoing.own(leg.hasTone ? this.#withTone(mix, leg.tone) : (mix ?? SILENT_FRAME), tick);
  }

  /** No other voices are needed any more. */
  keep(names: ReadonlySet<string>): void {
    for (const [name, voices] of this.#more) {
      if (names.has(name)) continue;
      for (const voice of voices.values()) voice.free();
      this.#more.delete(name);
    }
  }

  free(): void {
    this.keep(new Set());
    for (const voice of this.voices.values()) voice.free();
    this.voices.clear();
    this.#robust?.free();
    this.#robust = undefined;
  }

  /** The plain voice goes on until an encoder for the other is there. */
  #voiceFor(leg: PeerLeg, name: string): SharedVoice | undefined {
    if (name !== MAIN_VOICE) return leg.outgoing.way === 'clean' ? this.#voiceNamed(name, leg) : undefined;
    const plain = this.voices.get(leg.transport.sound.codec);
    if (!plain || leg.outgoing.way === 'clean') return plain;
    if (!this.#robust) {
      const encoder = leg.outgoing.encoder();
      if (encoder) this.#robust = new SharedVoice(encoder);
    }
    return this.#robust ?? plain;
  }

  /** Undefined as long as no encoder is at hand: until then everybody is encoded for alone. */
  #voiceNamed(name: string, leg: PeerLeg): SharedVoice | undefined {
    // Where nobody shares the main voice nobody shares this one.
    if (!this.voices.has(leg.transport.sound.codec)) return undefined;
    let voices = this.#more.get(name);
    if (!voices) this.#more.set(name, (voices = new Map()));
    let voice = voices.get(leg.transport.sound.codec);
    if (voice) return voice;
    const encoder = leg.outgoing.encoder();
    if (!encoder) return undefined;
    voices.set(leg.transport.sound.codec, (voice = new SharedVoice(encoder)));
    return voice;
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
