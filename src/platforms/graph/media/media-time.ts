/** The media clock of a call as its messages tell it, brought to the clock that is here. It goes on evenly where the bridge moved to another machine. */
import type { Clock } from '../../../base/clock.ts';
import type { MediaTime } from '../../../call/sound-stream.ts';

/** What a message may take longer than another. Two clocks that differ by less are taken for one: nobody can tell them apart. */
const SAME_CLOCK_MS = 40;

export class BridgeTime implements MediaTime {
  readonly #clock: Clock;
  /** Here minus there: the smallest that was seen, which is what the fastest message took. */
  #offsetMs: number | undefined;
  /** Added to the times of the wire. */
  #shiftMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number | undefined {
    return this.#offsetMs === undefined ? undefined : this.#clock.now() - this.#offsetMs;
  }

  /** When it is `mediaMs`, by the clock that is here. */
  here(mediaMs: number): number {
    return mediaMs + (this.#offsetMs ?? 0);
  }

  /**
   * A socket is ready, and says what time it is there. Which message was the fastest is asked anew: the clock may be another one, and one
   * that is a little behind must not make all that comes from now on look late.
   */
  ready(wireMs: number): void {
    const now = this.nowMs();
    if (now !== undefined && Math.abs(now - (wireMs + this.#shiftMs)) > SAME_CLOCK_MS) this.#shiftMs = now - wireMs;
    this.#offsetMs = undefined;
    this.seen(wireMs);
  }

  /** The time of a frame that has just come. */
  seen(wireMs: number): number {
    const mediaMs = wireMs + this.#shiftMs;
    const offset = this.#clock.now() - mediaMs;
    if (this.#offsetMs === undefined || offset < this.#offsetMs) this.#offsetMs = offset;
    return mediaMs;
  }
}
