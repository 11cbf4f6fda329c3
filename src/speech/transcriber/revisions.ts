/** What goes out: every revision through the rules of redaction first, numbered anew where these made some of their own, to whoever listens to that speaker. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Redactor } from '../redaction/redaction.ts';
import type { Segment } from '../segment.ts';

export type Listener = (segment: Segment) => void;

export type RevisionsOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Redactor | undefined;
  /** A segment that was not there before. */
  readonly onNew: () => void;
};

/** Segments that may still be revised. */
const MOST_KNOWN = 2_000;
/** How often the redactor is told the time, and for how long after the last segment. */
const SETTLE_MS = 1_000;
const SETTLE_TIMES = 30;

type Known = { readonly listener: Listener; revision: number };

export class Revisions {
  readonly #options: RevisionsOptions;
  readonly #known = new Map<string, Known>();
  #timer: Timer | undefined;
  #toSettle = 0;
  /** The time line of segments against the clock. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  constructor(options: RevisionsOptions) {
    this.#options = options;
  }

  take(segment: Segment, listener: Listener): void {
    const { redactor, clock } = this.#options;
    this.#know(segment.segmentId, listener);
    if (!redactor) return this.#tell(segment);
    this.#aheadMs = Math.max(this.#aheadMs, segment.endMs - clock.now());
    this.#redacted(() => redactor.take(segment), segment);
    this.#toSettle = SETTLE_TIMES;
    this.#settleLater(redactor);
  }

  /** Nothing more comes. */
  end(): void {
    this.#timer?.[Symbol.dispose]();
    const { redactor } = this.#options;
    if (redactor && this.#known.size > 0) this.#redacted(() => redactor.settle(Number.MAX_SAFE_INTEGER));
  }

  #settleLater(redactor: Redactor): void {
    const { clock } = this.#options;
    this.#timer ??= clock.after(SETTLE_MS, () => {
      this.#timer = undefined;
      this.#redacted(() => redactor.settle(Math.round(clock.now() + this.#aheadMs)));
      if (--this.#toSettle > 0) this.#settleLater(redactor);
    });
  }

  #redacted(work: () => readonly Segment[], of?: Segment): void {
    try {
      for (const segment of work()) this.#tell(segment);
    } catch (error) {
      this.#options.log.error('a rule of redaction failed', { error: error instanceof Error ? error.message : String(error) });
      // What could not be looked through is not shown.
      if (of)
        this.#tell({
          ...of,
          state: 'unheard',
          text: '',
          words: undefined,
          isRedacted: true,
          problem: 'the rules of redaction failed at it',
        });
    }
  }

  #know(segmentId: string, listener: Listener): void {
    if (this.#known.has(segmentId)) return;
    this.#known.set(segmentId, { listener, revision: 0 });
    this.#options.onNew();
    if (this.#known.size <= MOST_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  #tell(segment: Segment): void {
    const known = this.#known.get(segment.segmentId);
    if (!known) return;
    known.revision++;
    try {
      known.listener(known.revision === segment.revision ? segment : { ...segment, revision: known.revision });
    } catch (error) {
      this.#options.log.error('a listener of segments failed', { error: error instanceof Error ? error.message : String(error) });
    }
  }
}
