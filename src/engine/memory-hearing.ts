/** What a person in memory hears: kept in its place in time, or handed over with the time at which it sounds. */
import { SAMPLE_RATE } from '../media/frame.ts';

/** What comes later than this after its moment is dropped, as a phone drops it. */
const LATEST_MS = 200;

/** Takes decoded sound (16 kHz) that sounds at `atMs` of the clock. The array is used again: copy what is to stay. */
export type HearSound = (sound: Int16Array, atMs: number) => void;

/** Keeps what is heard since the first sound, silences in their place. */
export class KeptSound {
  readonly #keep: number;
  #samples = new Int16Array(0);
  #length = 0;
  #fromMs = Number.NaN;

  constructor(keepMs: number) {
    this.#keep = (keepMs * SAMPLE_RATE) / 1000;
  }

  hear(sound: Int16Array, atMs: number): void {
    if (Number.isNaN(this.#fromMs)) this.#fromMs = atMs;
    const at = Math.round(((atMs - this.#fromMs) * SAMPLE_RATE) / 1000);
    const end = at + sound.length;
    if (at < 0 || end > this.#keep) return;
    if (end > this.#samples.length) this.#grow(end);
    if (at > this.#length) this.#samples.fill(0, this.#length, at);
    this.#samples.set(sound, at);
    this.#length = Math.max(this.#length, end);
  }

  heard(): Int16Array {
    return this.#samples.slice(0, this.#length);
  }

  forget(): void {
    this.#fromMs = Number.NaN;
    this.#length = 0;
  }

  #grow(end: number): void {
    const longer = new Int16Array(Math.max(end, this.#samples.length * 2, SAMPLE_RATE));
    longer.set(this.#samples.subarray(0, this.#length));
    this.#samples = longer;
  }
}

/** When the packets of a stream sound: the first when it comes, each other one by its time stamp. */
export class PlayoutTime {
  readonly #clockRate: number;
  #ssrc = -1;
  #timestamp = 0;
  #fromMs = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** The clock time of a packet that comes now. The time stamp's circle is told apart by the time of its coming. */
  of({ ssrc, timestamp }: { readonly ssrc: number; readonly timestamp: number }, nowMs: number): number {
    if (ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      this.#timestamp = timestamp;
      this.#fromMs = nowMs;
    }
    const expected = Math.round(((nowMs - this.#fromMs) * this.#clockRate) / 1000);
    const units = expected + ((timestamp - this.#timestamp - expected) | 0);
    return this.#fromMs + (units * 1000) / this.#clockRate;
  }
}

export function isTooLate(atMs: number, nowMs: number): boolean {
  return nowMs - atMs > LATEST_MS;
}
