/** Knows which messages of the service were taken in: a repeated delivery is legal, and is to change nothing. */
import type { Clock } from '../../base/clock.ts';

export type ReplayGuardOptions = {
  readonly clock: Clock;
  /** How long a message may come again: as long as its token is good, with the clocks' difference. */
  readonly keepMs?: number;
  /** How many are remembered at most; what is oldest goes first. */
  readonly most?: number;
};

/** A token lives an hour, and five minutes are granted on each side. */
const KEEP_MS = 70 * 60_000;
const MOST = 20_000;

/**
 * The service names each message, and the name is the same at each delivery. It stands in a header that no signature covers, so
 * that this guards against repeats of the service, not against somebody who holds one of its tokens: what such a message could
 * say twice is told apart further in, by the operation's id, the key's sequence and the states, which only go forward.
 */
export class ReplayGuard {
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #most: number;
  /** By name, since when; in the order of coming. */
  readonly #seen = new Map<string, number>();

  constructor({ clock, keepMs = KEEP_MS, most = MOST }: ReplayGuardOptions) {
    this.#clock = clock;
    this.#keepMs = keepMs;
    this.#most = most;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** A message without a name is never a repeat. */
  isRepeat(messageId: string | null): boolean {
    if (messageId === null) return false;
    const since = this.#seen.get(messageId);
    return since !== undefined && this.#clock.now() - since < this.#keepMs;
  }

  /** Remembers a message that was believed and understood; one that was not may come again. */
  taken(messageId: string | null): void {
    if (messageId === null) return;
    const now = this.#clock.now();
    this.#seen.delete(messageId);
    this.#seen.set(messageId, now);
    for (const [oldest, since] of this.#seen) {
      if (this.#seen.size <= this.#most && now - since < this.#keepMs) break;
      this.#seen.delete(oldest);
    }
  }
}
