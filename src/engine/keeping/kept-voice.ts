/** One track of sound of a recording: encoded while something is said, left out where nothing is. */
import type { SoundEncoder } from '../../media/codec.ts';
import { FRAME_SAMPLES, SILENT_FRAME } from '../../media/frame.ts';
import { levelDb, SILENCE_DB } from '../../media/level.ts';
import { Mixer } from '../../media/mixer.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';

const PACKET_BYTES = 1_275;

type Sound = { -readonly [Key in keyof Extract<SegmentRecord, { kind: 'sound' }>]: Extract<SegmentRecord, { kind: 'sound' }>[Key] };

export type KeptVoiceOptions = {
  readonly track: number;
  /** An encoder of Opus, or none at this moment. */
  readonly encoder: () => SoundEncoder | undefined;
  readonly write: (record: SegmentRecord) => void;
};

export class KeptVoice {
  readonly #options: KeptVoiceOptions;
  readonly #mixer = new Mixer();
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  readonly #packet = new Uint8Array(PACKET_BYTES);
  readonly #sound: Sound;
  #encoder: SoundEncoder | undefined;
  /** The last tick that was written, and whether that was the silence after a sound. */
  #lastTick = Number.NEGATIVE_INFINITY;
  #hasRung = true;

  constructor(options: KeptVoiceOptions) {
    this.#options = options;
    this.#sound = { kind: 'sound', atMs: 0, track: options.track, packet: this.#packet, levelDb: SILENCE_DB };
  }

  /** Whether the last sound has yet to ring out. */
  get isBusy(): boolean {
    return !this.#hasRung;
  }

  /** Nothing has been said yet at this tick. */
  begin(): void {
    this.#mixer.begin();
  }

  add(frame: Int16Array): void {
    this.#mixer.add(frame);
  }

  /** How many were added at this tick. */
  get count(): number {
    return this.#mixer.count;
  }

  /** Writes what was said at this tick. */
  write(tick: number, atMs: number): void {
    if (this.#mixer.count === 0) {
      if (this.#hasRung) return;
      this.#hasRung = true;
      // The codec looks ahead: the end of a sound lies in the packet after it.
      this.#encode(SILENT_FRAME, tick, atMs);
      return;
    }
    this.#mixer.all(this.#frame);
    this.#encode(this.#frame, tick, atMs);
    this.#hasRung = false;
  }

  /** Writes what the other one has just written: nobody else is heard, so that it is encoded once for both. */
  echo(other: KeptVoice): void {
    const { packet, atMs, levelDb: level } = other.#sound;
    this.#hasRung = other.#hasRung;
    this.#lastTick = Number.NEGATIVE_INFINITY;
    const sound = this.#sound;
    sound.packet = packet;
    sound.atMs = atMs;
    sound.levelDb = level;
    this.#options.write(sound);
  }

  /** Whether something was written at this tick. */
  hasWritten(tick: number): boolean {
    return tick === this.#lastTick;
  }

  /** The next packet leans on none before it: whoever hears it may have heard another voice last. */
  standAlone(): void {
    this.#encoder?.restart();
  }

  /** It goes on with nothing before it. */
  restart(): void {
    this.#lastTick = Number.NEGATIVE_INFINITY;
    this.#hasRung = true;
  }

  free(): void {
    this.#encoder?.free();
    this.#encoder = undefined;
  }

  #encode(frame: Int16Array, tick: number, atMs: number): void {
    const encoder = (this.#encoder ??= this.#options.encoder());
    if (!encoder) return;
    if (tick !== this.#lastTick + 1) encoder.restart();
    this.#lastTick = tick;
    const sound = this.#sound;
    sound.packet = this.#packet.subarray(0, encoder.encode(frame, this.#packet, 0));
    sound.atMs = atMs;
    sound.levelDb = levelDb(frame);
    this.#options.write(sound);
  }
}
