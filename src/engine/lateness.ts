/** Counts how late ticks were, in a fixed histogram: quarter milliseconds up to 64, then one bucket. */
import type { MediaProcessHealth } from './port.ts';

const STEP_MS = 0.25;
const BUCKETS = 257;

export class Lateness {
  readonly #buckets = new Uint32Array(BUCKETS);
  #count = 0;
  #maxMs = 0;

  add(lateMs: number): void {
    const late = Math.max(0, lateMs);
    const bucket = Math.min(BUCKETS - 1, Math.floor(late / STEP_MS));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count++;
    if (late > this.#maxMs) this.#maxMs = late;
  }

  /** The figures since the last question. */
  drain(): MediaProcessHealth['lateness'] {
    const figures = { p50Ms: this.#quantile(0.5), p99Ms: this.#quantile(0.99), maxMs: this.#maxMs };
    this.#buckets.fill(0);
    this.#count = 0;
    this.#maxMs = 0;
    return figures;
  }

  /** The upper edge of the bucket in which the quantile lies. */
  #quantile(share: number): number {
    let left = this.#count * share;
    for (let bucket = 0; bucket < BUCKETS && this.#count > 0; bucket++) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return Math.min(this.#maxMs, (bucket + 1) * STEP_MS);
    }
    return 0;
  }
}
