/** How many requests an app may send: a token bucket under the service's documented limit, so that it never has to say 429. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { PlatformError } from './errors.ts';

export type BudgetOptions = {
  readonly clock: Clock;
  /** The limit: in no stretch of `withinMs` do more than `most` requests go out. */
  readonly most: number;
  readonly withinMs: number;
  /** How many may wait for their turn. */
  readonly queueLimit: number;
};

/** Graph docs, throttling-limits, calling resources: 5,000 requests in 10 s for each app across its tenants. */
export const callsBudget = { most: 5_000, withinMs: 10_000, queueLimit: 2_000 } as const;
/** The tightest of the documented limits of what surrounds calls, presence: 1,500 requests in 30 s. */
export const othersBudget = { most: 1_500, withinMs: 30_000, queueLimit: 500 } as const;

/** A fifth may go out at once, the rest comes evenly: together they stay under the limit wherever the stretch begins. */
const BURST = 1 / 5;

type Waiting = { readonly go: () => void };

export class RequestBudget {
  readonly #options: BudgetOptions;
  readonly #burst: number;
  readonly #perMs: number;
  readonly #queue: Waiting[] = [];
  #tokens: number;
  #at: number;
  #pausedUntil = -Infinity;
  #timer: Timer | undefined;

  constructor(options: BudgetOptions) {
    const { clock, most, withinMs } = options;
    this.#options = options;
    this.#burst = Math.max(1, Math.floor(most * BURST));
    this.#perMs = (most - this.#burst) / withinMs;
    this.#tokens = this.#burst;
    this.#at = clock.now();
  }

  /** Resolves when one request may go out, in the order of asking. Rejects with `platform/over-budget` when too many wait already. */
  async take({ signal }: Cancel = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#refill();
    if (this.#queue.length === 0 && this.#isOpen()) {
      this.#tokens--;
      return;
    }
    const { most, withinMs, queueLimit } = this.#options;
    if (this.#queue.length >= queueLimit) {
      const rate = `${String(most)} requests in ${String(withinMs / 1000)} s`;
      const message = `${String(queueLimit)} requests wait already, since Graph takes no more than ${rate} of an app; ask for less, or wait for answers before you ask again`;
      throw new PlatformError('platform/over-budget', message, { wasNeverSent: true });
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(signal?.reason as Error);
      };
      const waiting: Waiting = {
        go: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
      this.#arm();
    });
  }

  /** The service asked for a pause of so long: nothing goes out before. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + ms);
  }

  #serve(): void {
    this.#timer = undefined;
    this.#refill();
    while (this.#queue.length > 0 && this.#isOpen()) {
      this.#tokens--;
      this.#queue.shift()?.go();
    }
    if (this.#queue.length > 0) this.#arm();
  }

  #arm(): void {
    if (this.#timer) return;
    const now = this.#options.clock.now();
    const forToken = this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
    this.#timer = this.#options.clock.after(Math.max(forToken, this.#pausedUntil - now, 1), () => this.#serve());
  }

  #refill(): void {
    const now = this.#options.clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }

  #isOpen(): boolean {
    // A hair less than one: sums of fractions must not cost a round of waiting.
    return this.#tokens > 1 - 1e-6 && this.#options.clock.now() >= this.#pausedUntil;
  }
}
