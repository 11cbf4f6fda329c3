/** Microsoft's limits for one app: requests in a while, calls at once, calls in a month. Counted before anything is done. */
import type { Clock } from '../../base/clock.ts';
import { GraphDoorError } from './errors.ts';
import type { ThrottleSettings } from './settings.ts';

type Options = {
  readonly clock: Clock;
  readonly limits: ThrottleSettings;
  /** Whether the app is still registered: what is known of others may be forgotten. */
  readonly isRegistered: (appId: string) => boolean;
};

type Use = {
  windowFromMs: number;
  requests: number;
  /** As months since the year 0. */
  month: number;
  callsInMonth: number;
  /** The app's legs that are up. */
  readonly legs: Set<string>;
};

/** Apps beyond which those that are no longer registered are looked for. */
const many = 64;

/**
 * A window of fixed length begins with an app's first request after the former has passed: so `Retry-After` is exact, and a
 * request costs one look into a map. Who waits until a window's end and goes on at once has up to twice the number around it.
 */
export class Throttle {
  readonly #options: Options;
  readonly #uses = new Map<string, Use>();
  #sweepAt = many;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Counts a request. Throws a `GraphDoorError` with `retryAfterS` when it is one too many. */
  request(appId: string): void {
    const { clock, limits } = this.#options;
    const use = this.#useOf(appId);
    const now = clock.now();
    if (now >= use.windowFromMs + limits.windowMs) {
      use.windowFromMs = now;
      use.requests = 0;
    }
    if (use.requests < limits.requests) {
      use.requests++;
      return;
    }
    const what = `more than ${String(limits.requests)} requests within ${String(limits.windowMs / 1000)} s`;
    throw tooMany(what, use.windowFromMs + limits.windowMs - now);
  }

  /** Throws a `GraphDoorError` with `retryAfterS` when the app may not place another call now. */
  placing(appId: string): void {
    const { clock, limits } = this.#options;
    const use = this.#useOf(appId);
    if (use.legs.size >= limits.concurrentCalls)
      throw tooMany(`${String(limits.concurrentCalls)} calls are up at once`, limits.concurrentRetryAfterMs);
    if (callsThisMonth(use, clock.wallMs()) >= limits.callsPerMonth)
      throw tooMany(`${String(limits.callsPerMonth)} calls were made this month`, untilNextMonthMs(clock.wallMs()));
  }

  /** A call of the app, placed by it or come to it: it counts for the month, and until it ends. */
  callBegan(appId: string, legId: string): void {
    const use = this.#useOf(appId);
    if (use.legs.has(legId)) return;
    use.legs.add(legId);
    use.callsInMonth = callsThisMonth(use, this.#options.clock.wallMs()) + 1;
  }

  callEnded(appId: string, legId: string): void {
    this.#uses.get(appId)?.legs.delete(legId);
  }

  #useOf(appId: string): Use {
    const there = this.#uses.get(appId);
    if (there) return there;
    this.#sweep();
    const { clock } = this.#options;
    const use: Use = { windowFromMs: clock.now(), requests: 0, month: monthOf(clock.wallMs()), callsInMonth: 0, legs: new Set() };
    this.#uses.set(appId, use);
    return use;
  }

  #sweep(): void {
    if (this.#uses.size < this.#sweepAt) return;
    for (const appId of this.#uses.keys()) if (!this.#options.isRegistered(appId)) this.#uses.delete(appId);
    this.#sweepAt = Math.max(many, this.#uses.size * 2);
  }
}

function callsThisMonth(use: Use, wallMs: number): number {
  const month = monthOf(wallMs);
  if (month !== use.month) {
    use.month = month;
    use.callsInMonth = 0;
  }
  return use.callsInMonth;
}

function monthOf(wallMs: number): number {
  const date = new Date(wallMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function untilNextMonthMs(wallMs: number): number {
  const date = new Date(wallMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - wallMs;
}

function tooMany(what: string, waitMs: number): GraphDoorError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new GraphDoorError('graph-door/throttled', `Please retry again later, in ${String(retryAfterS)} s: ${what}.`, { retryAfterS });
}
