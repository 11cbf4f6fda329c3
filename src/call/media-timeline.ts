/**
 * The carrier's media clock, brought to the time of one recording or transcript. All tracks go by the same reading of it, so that they stay together; another
 * one is begun only where the carrier's clock is another one than before, or would leave the time of day. What comes late comes in a burst, the
 * oldest first: a reading is settled by the fastest frame of its first moment, and nothing is written by one that is not.
 */
import type { Clock } from '../base/clock.ts';
import { FRAME_MS } from '../media/frame.ts';

/** No frame comes before it was said: one that does is of another clock. Messages that take unequally long make for the rest. */
const EARLY_MS = 40;
/** What a message may take beyond the fastest one before it matters. */
const LATE_MS = 60;
/** Even the fastest frame of a while was so late: the clock of the carrier is another one, or runs slow. */
const WHILE_MS = 10_000;
const OTHER_CLOCK_MS = 1_000;
const SLOW_MS = 40;
/** A while has so many moments in which something came: what comes in one burst tells of a stall, not of a clock. */
const LEAST_MOMENTS = 10;
const MOMENT_MS = 10;
/** How long the first frames are gathered. */
const SETTLE_MS = 200;

/** How the carrier's times are read: `offsetMs` is added to them, and changes until it is settled. */
export type Reading = { readonly offsetMs: number; readonly isSettled: boolean };

/** Where one stream has come to: the carrier's time of its last frame, and how that was read. */
export type StreamPlace = { carrierMs: number; reading: Reading | undefined };

type OpenReading = { -readonly [Key in keyof Reading]: Reading[Key] };

export class MediaTimeline {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #startedMs: number;
  #reading: OpenReading | undefined;
  /** The reading before, where it may turn out to hold still. */
  #before: Reading | undefined;
  #mayBeAnother = false;
  #fastestMs = Number.POSITIVE_INFINITY;
  #sinceMs = Number.NaN;
  #moments = 0;
  #momentMs = 0;
  #waiting: (() => void)[] = [];

  /** Its time 0 was when the clock said `startedMs`. */
  constructor(clock: Pick<Clock, 'now' | 'after'>, startedMs: number) {
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

  /** How the time of something is read that comes now in that stream, whose place moves on. */
  read(place: StreamPlace, carrierMs: number): Reading {
    const reading = this.#readingOf(place, carrierMs, this.#clock.now() - this.#startedMs);
    place.carrierMs = carrierMs;
    place.reading = reading;
    return reading;
  }

  /** Which moment a time of the carrier's is, as its clock is read now; undefined until something has come. */
  momentOf(carrierMs: number): number | undefined {
    return this.#reading && Math.round(carrierMs + this.#reading.offsetMs);
  }

  /** Resolves when what was read until now can be written. */
  settled(): Promise<void> {
    if (this.#reading?.isSettled ?? true) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What has come until now has to do. */
  settle(): void {
    if (this.#reading) this.#settle(this.#reading);
  }

  #readingOf(place: StreamPlace, carrierMs: number, nowMs: number): Reading {
    const reading = this.#reading;
    if (!reading || (place.reading === reading && carrierMs < place.carrierMs)) return this.#begin(carrierMs, nowMs);
    if (!reading.isSettled) {
      reading.offsetMs = Math.min(reading.offsetMs, offsetOf(carrierMs, nowMs));
      return reading;
    }
    const lateMs = nowMs - (carrierMs + reading.offsetMs);
    if (lateMs < -EARLY_MS) return this.#begin(carrierMs, nowMs);
    if (this.#mayBeAnother && lateMs > LATE_MS) return this.#begin(carrierMs, nowMs, reading);
    this.#mayBeAnother = false;
    return this.#review(reading, lateMs, nowMs);
  }

  #begin(carrierMs: number, nowMs: number, before?: Reading): Reading {
    this.settle();
    const reading: OpenReading = { offsetMs: offsetOf(carrierMs, nowMs), isSettled: false };
    this.#reading = reading;
    this.#before = before;
    this.#mayBeAnother = false;
    this.#beginWhile();
    this.#clock.after(SETTLE_MS, () => this.#settle(reading));
    return reading;
  }

  #settle(reading: OpenReading): void {
    if (reading.isSettled) return;
    const before = this.#before;
    // The same clock after all: nothing is moved.
    if (before && Math.abs(reading.offsetMs - before.offsetMs) <= LATE_MS) reading.offsetMs = before.offsetMs;
    reading.isSettled = true;
    this.#before = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #review(reading: OpenReading, lateMs: number, nowMs: number): Reading {
    if (Number.isNaN(this.#sinceMs)) this.#sinceMs = nowMs;
    if (this.#moments === 0 || nowMs - this.#momentMs >= MOMENT_MS) {
      this.#moments++;
      this.#momentMs = nowMs;
    }
    if (lateMs < this.#fastestMs) this.#fastestMs = lateMs;
    if (nowMs - this.#sinceMs <= WHILE_MS || this.#moments < LEAST_MOMENTS) return reading;
    const fastestMs = this.#fastestMs;
    this.#beginWhile();
    if (fastestMs <= SLOW_MS) return reading;
    // A frame at a time: nobody hears it, and a slow network is not mistaken for a slow clock at once.
    const byMs = fastestMs > OTHER_CLOCK_MS ? Math.floor(fastestMs / FRAME_MS) * FRAME_MS : FRAME_MS;
    this.#reading = { offsetMs: reading.offsetMs + byMs, isSettled: true };
    return this.#reading;
  }

  #beginWhile(): void {
    this.#fastestMs = Number.POSITIVE_INFINITY;
    this.#sinceMs = Number.NaN;
    this.#moments = 0;
  }
}

/** On whole frames, so that a carrier whose times are multiples of 20 ms gives such. */
function offsetOf(carrierMs: number, nowMs: number): number {
  return Math.max(0, Math.floor(nowMs / FRAME_MS) * FRAME_MS) - carrierMs;
}
