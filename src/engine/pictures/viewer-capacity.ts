/**
 * How much a viewer can take. Nothing is known at first, so nothing is held back; what it loses, or says that it cannot take, sets a limit that
 * rises slowly, and ever more slowly when rising was a mistake.
 */

/** From this share of loss on the way to the viewer is full. */
const HEAVY_LOSS = 0.1;
const LIGHT_LOSS = 0.03;
const RISE_AFTER_MS = 3_000;
const SLOWEST_RISE_MS = 60_000;
/** Above this the limit means nothing any more. */
const FREE_BPS = 30_000_000;
/** A viewer's estimate that falls twice within this time tells of a queue that grows. */
const FALLING_WITHIN_MS = 3_000;
/** How long a step takes to show. */
const EFFECT_MS = 1_500;

/** One second of a viewer. */
export type ViewerSecond = {
  readonly sentBps: number;
  /** The smallest layer in each slot: less cannot be sent. */
  readonly leastBps: number;
  /** The share of packets that the viewer asked for again. */
  readonly asked: number;
};

export class ViewerCapacity {
  /** Bits per second for all slots together. */
  limitBps: number = Number.POSITIVE_INFINITY;
  /** Smoothed a little: one bad second is none. */
  #loss = 0;
  #reported = 0;
  #canTakeBps = 0;
  #fellMs = Number.NEGATIVE_INFINITY;
  #isFalling = false;
  #riseAfterMs = RISE_AFTER_MS;
  #changedMs = Number.NEGATIVE_INFINITY;
  #roseMs = Number.NEGATIVE_INFINITY;

  /** A receiver report said so. What was repaired is not in it. */
  lost(fraction: number): void {
    if (fraction > this.#reported) this.#reported = fraction;
  }

  /**
   * The viewer's own estimate (REMB). How high it is says little: it follows slowly what is sent, and does not exceed it much. But it falls
   * whenever packets take longer and longer.
   */
  canTake(bitsPerSecond: number, nowMs: number): void {
    if (bitsPerSecond < this.#canTakeBps * 0.97) {
      this.#isFalling ||= nowMs - this.#fellMs < FALLING_WITHIN_MS;
      this.#fellMs = nowMs;
    }
    this.#canTakeBps = bitsPerSecond;
  }

  second({ sentBps, leastBps, asked }: ViewerSecond, nowMs: number): void {
    this.#loss = (this.#loss + Math.max(asked, this.#reported)) / 2;
    const isTooMuch = this.#loss >= HEAVY_LOSS || this.#isFalling;
    this.#reported = 0;
    this.#isFalling = false;
    if (isTooMuch) this.#fall(Math.max(sentBps * 0.7, leastBps), nowMs);
    else if (this.#loss < LIGHT_LOSS && this.limitBps < Number.POSITIVE_INFINITY) this.#rise(nowMs);
  }

  #fall(toBps: number, nowMs: number): void {
    if (nowMs - this.#changedMs < EFFECT_MS && this.#roseMs !== this.#changedMs) return;
    this.#riseAfterMs = nowMs - this.#roseMs < 5_000 ? Math.min(SLOWEST_RISE_MS, this.#riseAfterMs * 2) : RISE_AFTER_MS;
    this.limitBps = Math.min(this.limitBps, toBps);
    this.#changedMs = nowMs;
  }

  #rise(nowMs: number): void {
    if (nowMs - this.#changedMs < this.#riseAfterMs) return;
    this.limitBps *= 2;
    if (this.limitBps > FREE_BPS) this.limitBps = Number.POSITIVE_INFINITY;
    this.#changedMs = nowMs;
    this.#roseMs = nowMs;
  }
}
