/** The mix of those who are still to be heard, made anew from their own tracks: for a recording in which somebody has taken consent back. */
import { realClock, type Clock } from '../../base/clock.ts';
import type { SoundDecoder, SoundEncoder } from '../codec.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES } from '../frame.ts';
import { levelDb } from '../level.ts';
import { Mixer } from '../mixer.ts';
import { opusDecoder, opusEncoder } from '../opus.ts';
import { MIXED_TRACK, type SegmentRecord } from '../segments/record.ts';
import { ENCODER_DELAY } from './file-maker.ts';
import { SILENT_PACKET } from './sound-line.ts';

/** The log is in order but for so many packets. */
const DISORDER = 100;

type Sound = Extract<SegmentRecord, { kind: 'sound' }>;

/** Changes what is heard of a voice in a tick before it is mixed. */
export type Touch = (track: number, tick: number, frame: Int16Array) => void;

/** What was said in `tick` is known when the packet after it is decoded, since whoever encoded it was behind. */
type Voice = { readonly decoder: SoundDecoder; tick: number; readonly frame: Int16Array; isPending: boolean };

export class Remix implements Disposable {
  readonly #clock: Clock;
  readonly #encoder: SoundEncoder;
  readonly #voices = new Map<number, Voice>();
  /** By tick, those that are not sent yet. */
  readonly #mixers = new Map<number, Mixer>();
  readonly #spare: Mixer[] = [];
  readonly #decoded = new Int16Array(MAX_PACKET_SAMPLES);
  readonly #mixed = new Int16Array(FRAME_SAMPLES);
  readonly #packet = new Uint8Array(1_500);
  readonly #touch: Touch | undefined;
  #next = 0;
  #newest = 0;
  #lastSent = -2;

  static async begin(clock: Clock = realClock(), touch?: Touch): Promise<Remix> {
    return new Remix(await clock.hold(() => opusEncoder()), clock, touch);
  }

  private constructor(encoder: SoundEncoder, clock: Clock, touch: Touch | undefined) {
    this.#encoder = encoder;
    this.#clock = clock;
    this.#touch = touch;
  }

  /** Takes sound of one voice; returns what of the mix is ready by it. */
  async take({ atMs, track, packet }: Sound): Promise<readonly Sound[]> {
    const tick = Math.round(atMs / FRAME_MS);
    let voice = this.#voices.get(track);
    if (!voice) {
      voice = { decoder: await this.#clock.hold(() => opusDecoder()), tick: -1, frame: new Int16Array(FRAME_SAMPLES), isPending: false };
      this.#voices.set(track, voice);
    }
    if (tick < this.#next || tick <= voice.tick) return [];
    if (tick > voice.tick + 1) this.#complete(track, voice, SILENT_PACKET);
    this.#complete(track, voice, packet);
    voice.tick = tick;
    voice.isPending = true;
    voice.frame.set(this.#decoded.subarray(ENCODER_DELAY, FRAME_SAMPLES));
    this.#newest = Math.max(this.#newest, tick);
    return this.#until(this.#newest - DISORDER);
  }

  /** What is left of it. */
  end(): readonly Sound[] {
    return this.#until(this.#newest + 1);
  }

  [Symbol.dispose](): void {
    this.#encoder.free();
    for (const { decoder } of this.#voices.values()) decoder.free();
    this.#voices.clear();
  }

  /** Decodes a packet, whose beginning is the end of what the voice said in the tick before. */
  #complete(track: number, voice: Voice, packet: Uint8Array): void {
    voice.decoder.decode(packet, this.#decoded);
    if (!voice.isPending) return;
    voice.isPending = false;
    voice.frame.set(this.#decoded.subarray(0, ENCODER_DELAY), FRAME_SAMPLES - ENCODER_DELAY);
    this.#touch?.(track, voice.tick, voice.frame);
    this.#mixerOf(voice.tick).add(voice.frame);
  }

  #until(tick: number): readonly Sound[] {
    if (this.#next >= tick) return [];
    for (const [track, voice] of this.#voices) if (voice.isPending && voice.tick < tick) this.#complete(track, voice, SILENT_PACKET);
    const ready: Sound[] = [];
    for (; this.#next < tick; this.#next++) {
      const mixer = this.#mixers.get(this.#next);
      if (!mixer) continue;
      this.#mixers.delete(this.#next);
      ready.push(this.#encoded(mixer, this.#next));
      mixer.begin();
      this.#spare.push(mixer);
    }
    return ready;
  }

  #encoded(mixer: Mixer, tick: number): Sound {
    mixer.all(this.#mixed);
    if (tick !== this.#lastSent + 1) this.#encoder.restart();
    this.#lastSent = tick;
    const length = this.#encoder.encode(this.#mixed, this.#packet, 0);
    const packet = new Uint8Array(this.#packet.subarray(0, length));
    return { kind: 'sound', atMs: tick * FRAME_MS, track: MIXED_TRACK, packet, levelDb: levelDb(this.#mixed) };
  }

  #mixerOf(tick: number): Mixer {
    let mixer = this.#mixers.get(tick);
    if (!mixer) {
      mixer = this.#spare.pop() ?? new Mixer();
      this.#mixers.set(tick, mixer);
    }
    return mixer;
  }
}
