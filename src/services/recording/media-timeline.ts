/**
 * The carrier's media clock, brought to the time of one recording. All tracks go by the same mapping, so that they stay together; the mapping is
 * changed only where the carrier's clock is another one than before, or would leave the time of day.
 */
import type { Clock } from '../../base/clock.ts';
import { FRAME_MS } from '../../media/frame.ts';

/** No frame comes before it was said: one that does is of another clock. Messages that take unequally long make for the rest. */
const EARLY_MS = 40;
/** What a message may take beyond the fastest one before it matters. */
const LATE_MS = 60;
/** Even the fastest frame of a while was so late: the clock of the carrier is another one, or runs slow. */
const WHILE_MS = 10_000;
const OTHER_CLOCK_MS = 1_000;
const SLOW_MS = 40;

export class MediaTimeline {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #startedMs: number;
  /** Added to the carrier's times. */
  #offsetMs: number | undefined;
  #mayBeAnother = false;
  #fastestMs = Number.POSITIVE_INFINITY;
  #sinceMs = 0;

  /** The recording began when the clock said `startedMs`. */
  constructor(clock: Pick<Clock, 'now'>, startedMs: number) {
    this.#clock = clock;
    this.#startedMs = startedMs;
  }

  /** Whole milliseconds since it began. */
  get nowMs(): number {
    return Math.floor(this.#clock.now() - this.#startedMs);
  }

  /** The carrier's media were lost: they may come back from another machine, with a clock of its own. */
  lost(): void {
    this.#mayBeAnother = true;
  }

  /** When something was said or shown that comes now; `lastMs` is the carrier's time of what came before it in the same stream. */
  at(carrierMs: number, lastMs: number | undefined): number {
    const nowMs = this.#clock.now() - this.#startedMs;
    if (this.#offsetMs === undefined) return this.#setAnew(carrierMs, nowMs);
    const lateMs = nowMs - (carrierMs + this.#offsetMs);
    if (lateMs < -EARLY_MS || (lastMs !== undefined && carrierMs < lastMs)) return this.#setAnew(carrierMs, nowMs);
    if (this.#mayBeAnother && lateMs > LATE_MS) return this.#setAnew(carrierMs, nowMs);
    this.#mayBeAnother = false;
    if (lateMs < this.#fastestMs) this.#fastestMs = lateMs;
    if (nowMs - this.#sinceMs > WHILE_MS) this.#review(carrierMs, nowMs);
    return carrierMs + (this.#offsetMs ?? 0);
  }

  #review(carrierMs: number, nowMs: number): void {
    const fastestMs = this.#fastestMs;
    this.#begin(nowMs);
    if (fastestMs > OTHER_CLOCK_MS) this.#setAnew(carrierMs, nowMs);
    // A frame at a time: nobody hears it, and a slow network is not mistaken for a slow clock at once.
    else if (fastestMs > SLOW_MS) this.#offsetMs = (this.#offsetMs ?? 0) + FRAME_MS;
  }

  /** On whole frames, so that a carrier whose times are multiples of 20 ms gives such. */
  #setAnew(carrierMs: number, nowMs: number): number {
    const atMs = Math.max(0, Math.floor(nowMs / FRAME_MS) * FRAME_MS);
    this.#offsetMs = atMs - carrierMs;
    this.#mayBeAnother = false;
    this.#begin(nowMs);
    return atMs;
  }

  #begin(nowMs: number): void {
    this.#fastestMs = Number.POSITIVE_INFINITY;
    this.#sinceMs = nowMs;
  }
}
