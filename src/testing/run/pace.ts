/** Whether this program still keeps up with what it has begun. */
import { performance } from 'node:perf_hooks';

/** Of the latest moment this much counts: what was just begun has not cost anything yet. */
const WEIGHT = 0.3;

export class Pace {
  readonly #most: number;
  #last = performance.eventLoopUtilization();
  #share = 0;

  /** `most`: the share of time, 0 to 1, that its one thread may be at work. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Asked every now and then; goes by the time since it was asked last, and a little by the times before. */
  isTooFast(): boolean {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#last);
    this.#last = now;
    this.#share += WEIGHT * (utilization - this.#share);
    return this.#share > this.#most;
  }
}
