/** Taking out while people speak: what is covered only in case is looked at again, until a while after the last word. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Segment } from '../segment.ts';
import type { RedactedSpan, Redactor } from './redaction.ts';

export type LiveRedactionOptions = {
  /** Undefined: nothing is taken out. */
  readonly redactor: Redactor | undefined;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** On the time line of the segments. */
  readonly nowMs: () => number;
  /** Earlier segments of which more is known now, or none: there may be more `spans` all the same. */
  readonly onSettled: (segments: readonly Segment[]) => void;
};

const SETTLE_EVERY_MS = 1_000;
const SETTLE_FOR_MS = 30_000;

export class LiveRedaction implements Disposable {
  readonly #options: LiveRedactionOptions;
  #settling: Timer | undefined;
  #lastMs = 0;

  constructor(options: LiveRedactionOptions) {
    this.#options = options;
  }

  /** Taken out so far. */
  get spans(): readonly RedactedSpan[] {
    return this.#options.redactor?.spans ?? [];
  }

  /** What may be shown and kept of this revision, and of earlier segments. */
  take(segment: Segment): readonly Segment[] {
    const { redactor, clock } = this.#options;
    if (!redactor) return [segment];
    this.#lastMs = clock.now();
    this.#settleLater();
    return redactor.take(segment);
  }

  /** All was said until now: nothing more is covered only in case. */
  settleAll(): void {
    this.#settle(Number.POSITIVE_INFINITY);
  }

  [Symbol.dispose](): void {
    this.#settling?.[Symbol.dispose]();
  }

  #settleLater(): void {
    const { clock, nowMs } = this.#options;
    this.#settling ??= clock.after(SETTLE_EVERY_MS, () => {
      this.#settling = undefined;
      this.#settle(nowMs());
      if (clock.now() - this.#lastMs < SETTLE_FOR_MS) this.#settleLater();
    });
  }

  #settle(nowMs: number): void {
    const { redactor, onSettled } = this.#options;
    if (redactor) onSettled(redactor.settle(nowMs));
  }
}
