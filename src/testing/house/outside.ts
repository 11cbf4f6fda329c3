/** Gives real time to bots that wait for something outside of the lab: a file, a database, a service of their own. */
import { realClock } from '../../base/clock.ts';

/** How much real time a bot may take before the lab's time goes on without it. */
const PATIENCE_MS = 2_000;

export class Outside {
  readonly #isElsewhere: () => boolean;
  /** What the program had under way before any bot ran: a test runner's own. */
  readonly #usual: number = underWay();
  readonly #clock = realClock();
  /** Real time that was given since the bots were last seen at home. */
  #givenMs = 0;

  constructor(isElsewhere: () => boolean) {
    this.#isElsewhere = isElsewhere;
  }

  /** Undefined when there is nothing to wait for. */
  rest(): Promise<void> | undefined {
    if (this.#isElsewhere()) return this.#isWaiting() ? this.#wait() : undefined;
    this.#givenMs = 0;
    return undefined;
  }

  async #wait(): Promise<void> {
    const sinceMs = this.#clock.now();
    while (this.#isElsewhere() && this.#isWaiting(this.#clock.now() - sinceMs)) await this.#clock.sleep(1);
    this.#givenMs += this.#clock.now() - sinceMs;
  }

  /** A bot that waits for nothing that could come from outside waits for the lab, though not by a verb. */
  #isWaiting(moreMs: number = 0): boolean {
    return this.#givenMs + moreMs < PATIENCE_MS && underWay() > this.#usual;
  }
}

/** Requests, files, timers and sockets of this program that could bring something. */
function underWay(): number {
  return process.getActiveResourcesInfo().length;
}
