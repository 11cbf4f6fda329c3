/**
 * The beat of the engine: a tick each 20 ms of the wall, and none while nothing sounds.
 *
 * Ticks are numbered from the zero of the clock, which pictures are stamped by as well: so sound and pictures share a time, a pause is a gap in
 * the numbers, and the beat never drifts.
 * Late ticks are made up for, three at most; what is older is left out, so that nobody is sent a burst.
 */
import type { Clock, Timer } from '../base/clock.ts';
import { FRAME_MS } from '../media/frame.ts';
import { Lateness } from './lateness.ts';

const MOST_AT_ONCE = 3;

export type MediaClockOptions = {
  readonly clock: Clock;
  /** Does the work of one tick. */
  readonly tick: (number: number) => void;
  /** Which tick is wanted next, `after` or later; `Infinity` if none. */
  readonly nextTick: (after: number) => number;
};

export class MediaClock implements Disposable {
  readonly #clock: Clock;
  readonly #tick: (number: number) => void;
  readonly #nextTick: (after: number) => number;
  readonly #lateness = new Lateness();
  #timer: Timer | undefined;
  #due = Number.POSITIVE_INFINITY;
  #last = -1;
  #isRunning = false;
  #isOver = false;
  #ticks = 0;

  constructor({ clock, tick, nextTick }: MediaClockOptions) {
    this.#clock = clock;
    this.#tick = tick;
    this.#nextTick = nextTick;
  }

  /** The tick that is due by now. */
  get now(): number {
    return Math.floor(this.#clock.now() / FRAME_MS);
  }

  /** Something has come up: asks again which tick is next. Costs next to nothing when awake. */
  wake(): void {
    if (this.#isRunning || this.#isOver) return;
    // A tick that is due already stays due, however late its timer is: else every packet would put it off.
    const soonest = Math.max(this.#last, this.now) + 1;
    if (soonest < this.#due) this.#schedule(soonest);
  }

  /** Ticks since the start. */
  get ticks(): number {
    return this.#ticks;
  }

  /** How late ticks were since the last question. */
  lateness(): ReturnType<Lateness['drain']> {
    return this.#lateness.drain();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
  }

  #schedule(after: number): void {
    const due = this.#nextTick(after);
    if (due === this.#due && this.#timer) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#due = due;
    if (due === Number.POSITIVE_INFINITY || this.#isOver) return;
    this.#timer = this.#clock.after(Math.max(0, due * FRAME_MS - this.#clock.now()), this.#run);
  }

  readonly #run = (): void => {
    const due = this.#due;
    const lateMs = this.#clock.now() - due * FRAME_MS;
    this.#timer = undefined;
    // A timer may fire a fraction early; the tick is then simply early.
    const newest = Math.max(due, this.now);
    this.#lateness.add(lateMs);
    this.#isRunning = true;
    try {
      for (let number = Math.max(due, newest - MOST_AT_ONCE + 1); number <= newest; number++) {
        this.#last = number;
        this.#ticks++;
        this.#tick(number);
        if (number < newest && this.#nextTick(number + 1) > newest) break;
      }
    } finally {
      this.#isRunning = false;
      this.#due = Number.POSITIVE_INFINITY;
      this.#schedule(this.#last + 1);
    }
  };
}
