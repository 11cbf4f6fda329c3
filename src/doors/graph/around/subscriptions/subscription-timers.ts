/** When subscriptions end, and when their apps are warned before. */
import type { Clock, Timer } from '../../../../base/clock.ts';

export type Moments = {
  readonly expiresMs: number;
  /** Absent: nobody is warned. */
  readonly warnMs?: number | undefined;
  readonly onWarn: () => void;
  readonly onExpired: () => void;
};

/** The longest that a machine's timer takes is 24 days. */
const longestMs = 20 * 24 * 60 * 60_000;

/** Wall times, in milliseconds since 1970 UTC. */
export class SubscriptionTimers implements Disposable {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In place of what was set for it before. A warning whose time has passed is not given. */
  set(subscriptionId: string, moments: Moments): void {
    this.clear(subscriptionId);
    const nowMs = this.#clock.wallMs();
    const { expiresMs, warnMs, onWarn, onExpired } = moments;
    const isWarning = warnMs !== undefined && warnMs > nowMs && warnMs < expiresMs;
    const dueMs = isWarning ? warnMs : expiresMs;
    const waitMs = Math.min(Math.max(0, dueMs - nowMs), longestMs);
    const timer = this.#clock.after(waitMs, () => {
      this.#timers.delete(subscriptionId);
      if (this.#clock.wallMs() < dueMs) return this.set(subscriptionId, moments);
      if (!isWarning) return onExpired();
      this.set(subscriptionId, { ...moments, warnMs: undefined });
      onWarn();
    });
    this.#timers.set(subscriptionId, timer);
  }

  clear(subscriptionId: string): void {
    this.#timers.get(subscriptionId)?.[Symbol.dispose]();
    this.#timers.delete(subscriptionId);
  }

  [Symbol.dispose](): void {
    for (const subscriptionId of this.#timers.keys()) this.clear(subscriptionId);
  }
}
