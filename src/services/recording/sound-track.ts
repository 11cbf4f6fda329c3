/** One track of sound: encoded where something is said, left out where nothing is. */
import type { Clock } from '../../base/clock.ts';
import type { SoundEncoder } from '../../media/codec.ts';
import { FRAME_MS, SILENT_FRAME } from '../../media/frame.ts';
import { levelDb, SILENCE_DB } from '../../media/level.ts';
import { opusEncoder } from '../../media/opus.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';

const PACKET_BYTES = 1_275;

type SoundRecord = Extract<SegmentRecord, { kind: 'sound' }>;
type Sound = { -readonly [Key in keyof SoundRecord]: SoundRecord[Key] };

export type SoundTrackOptions = {
  readonly clock: Pick<Clock, 'hold'>;
  /** Declares the track before its first sound; gives its number. */
  readonly declare: (atMs: number) => number;
  /** Keeps nothing of the record, which is written to again. False: it was dropped. */
  readonly write: (record: SegmentRecord) => boolean;
};

export class SoundTrack {
  readonly #options: SoundTrackOptions;
  readonly #packet = new Uint8Array(PACKET_BYTES);
  readonly #sound: Sound = { kind: 'sound', atMs: 0, track: -1, packet: this.#packet, levelDb: SILENCE_DB };
  #encoder: SoundEncoder | undefined;
  #making: Promise<void> | undefined;
  #isFreed = false;
  #isFailed = false;
  #lastSlot = -1;
  /** The slot after the last that was written; NaN where what comes next leans on nothing. */
  #nextSlot = Number.NaN;
  /** The codec looks ahead: the end of a sound lies in the packet after it. */
  #ringsOut = false;

  constructor(options: SoundTrackOptions) {
    this.#options = options;
  }

  /** Is being prepared: what is said waits. */
  get isAwaited(): boolean {
    return this.#making !== undefined && !this.#encoder && !this.#isFreed && !this.#isFailed;
  }

  /** Before the first sound. Asking again is calm. */
  prepare(): Promise<void> {
    this.#making ??= this.#prepare();
    return this.#making;
  }

  /** What is said in the 20 ms of that slot. Times only grow: what comes after what was said later is left out. */
  say(frame: Int16Array, slot: number): void {
    if (slot > this.#lastSlot) this.#ringsOut = this.#encode(frame, slot);
  }

  /** Nothing is said in that slot. */
  rest(slot: number): void {
    if (!this.#ringsOut) return;
    this.#ringsOut = false;
    if (slot === this.#nextSlot) this.#encode(SILENT_FRAME, slot);
  }

  /** Nothing rings out, and what comes next leans on nothing. */
  cut(): void {
    this.#ringsOut = false;
    this.#nextSlot = Number.NaN;
  }

  free(): void {
    this.#isFreed = true;
    this.#encoder?.free();
    this.#encoder = undefined;
  }

  async #prepare(): Promise<void> {
    try {
      const encoder = await this.#options.clock.hold(() => opusEncoder());
      if (this.#isFreed) encoder.free();
      else this.#encoder = encoder;
    } catch (error) {
      this.#isFailed = true;
      throw error;
    }
  }

  #encode(frame: Int16Array, slot: number): boolean {
    const encoder = this.#encoder;
    if (!encoder) return false;
    const sound = this.#sound;
    if (sound.track < 0) sound.track = this.#options.declare(slot * FRAME_MS);
    if (slot !== this.#nextSlot) encoder.restart();
    sound.packet = this.#packet.subarray(0, encoder.encode(frame, this.#packet, 0));
    sound.atMs = slot * FRAME_MS;
    sound.levelDb = levelDb(frame);
    const isKept = this.#options.write(sound);
    this.#lastSlot = slot;
    this.#nextSlot = isKept ? slot + 1 : Number.NaN;
    return isKept;
  }
}
