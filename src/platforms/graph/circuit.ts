/** Stops asking a service that is out of reach, says why, and looks again from time to time. */
import type { Clock } from '../../base/clock.ts';
import { PlatformError } from './errors.ts';

/** So many requests in a row, each with its retries, that came to nothing. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 *     closed ──5 failures──► open ──pause over──► half open ──one request──► closed, or open for twice as long
 */
export class Circuit {
  readonly #clock: Clock;
  #failures = 0;
  #why = '';
  #pauseMs = FIRST_PAUSE_MS;
  #openUntil = -Infinity;
  #isProbing = false;

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** Throws `platform/circuit-open` while the service is left alone. What was let in has to be told by `succeeded` or `failed`. */
  enter(what: string): void {
    if (this.#failures < FAILURES) return;
    const leftMs = this.#openUntil - this.#clock.now();
    if (leftMs <= 0 && !this.#isProbing) {
      this.#isProbing = true;
      return;
    }
    const next = leftMs > 0 ? `it is tried again in ${String(Math.ceil(leftMs / 1000))} s` : 'it is being tried right now';
    const message = `${what} was not sent: ${String(this.#failures)} requests in a row came to nothing, the last because ${this.#why}; ${next}`;
    throw new PlatformError('platform/circuit-open', message, { wasNeverSent: true });
  }

  /** An answer came, good or bad. */
  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#isProbing = false;
  }

  failed(why: string): void {
    const wasProbe = this.#isProbing;
    this.#isProbing = false;
    this.#failures++;
    this.#why = why;
    if (this.#failures < FAILURES) return;
    if (wasProbe) this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#openUntil = this.#clock.now() + this.#pauseMs;
  }

  /** Whoever asked gave up before it was known. */
  leftOpen(): void {
    this.#isProbing = false;
  }
}
