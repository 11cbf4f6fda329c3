/** How far something is: a line that is written over itself in a terminal, and a few plain ones elsewhere. */
import type { Clock } from '../base/clock.ts';

export type ProgressLineOptions = {
  readonly write: (text: string) => unknown;
  readonly isTerminal: boolean;
  readonly clock: Pick<Clock, 'now'>;
};

/** In a terminal no eye follows more. */
const LEAST_MS = 100;
/** Elsewhere a line comes after such a share, or such a time. */
const STEPS = 10;
const LONGEST_MS = 10_000;
const CLEARED = '\r\u001b[K';

export class ProgressLine {
  readonly #options: ProgressLineOptions;
  #what = '';
  #shownMs = 0;
  /** Shown already. */
  #steps = 0;
  #isShown = false;

  constructor(options: ProgressLineOptions) {
    this.#options = options;
  }

  /** Of `what` a share (0 … 1, undefined where nobody knows the whole) is done; `text` is asked for when it is shown. */
  tell(what: string, share: number | undefined, text: () => string): void {
    const { write, isTerminal, clock } = this.#options;
    const now = clock.now();
    const isNew = what !== this.#what;
    // A share that is a tenth may be a little less by its rounding.
    const steps = Math.floor((share ?? 0) * STEPS + 1e-9);
    if (isNew) [this.#what, this.#steps] = [what, 0];
    const isDue = isTerminal
      ? isNew || now - this.#shownMs >= LEAST_MS
      : (!isNew && now - this.#shownMs >= LONGEST_MS) || steps > this.#steps;
    if (isNew) this.#shownMs = now;
    if (!isDue) return;
    this.#shownMs = now;
    this.#steps = steps;
    this.#isShown = true;
    write(isTerminal ? `${CLEARED}  ${text()}` : `  ${text()}\n`);
  }

  /** What comes next is written where it was. */
  end(): void {
    const { write, isTerminal } = this.#options;
    if (isTerminal && this.#isShown) write(CLEARED);
    this.#isShown = false;
  }
}
