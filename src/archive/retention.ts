/** Deletes recordings when their time has come: one timer, set to the next that is due. Held ones stay until they are released. */
import type { Clock, Timer } from '../base/clock.ts';
import type { Kept } from './fold.ts';

/** Wall time may be set in between, and a timer cannot be longer than 24 days: it is looked at again after so long at most. */
const LONGEST_WAIT_MS = 3_600_000;
/** After a deletion that did not succeed. */
const AGAIN_MS = 60_000;

/** When it is deleted by itself; undefined for never, and for what is still recorded. */
export function keptUntilOf({ untilMs, endedMs, keepMs }: Pick<Kept, 'untilMs' | 'endedMs' | 'keepMs'>): number | undefined {
  if (untilMs !== undefined) return untilMs ?? undefined;
  return endedMs === undefined || keepMs === null ? undefined : endedMs + keepMs;
}

/** When retention takes it, which it does neither while it is held nor before its files are made. What was begun to be deleted is due at once. */
function dueOf(kept: Kept): number | undefined {
  if (kept.state === 'erasing') return 0;
  const isAtRest = kept.state === 'saved' || kept.state === 'failed';
  return isAtRest && !kept.hold ? keptUntilOf(kept) : undefined;
}

export type RetentionOptions = {
  readonly clock: Clock;
  readonly all: () => Iterable<Kept>;
  /** Rejects where something is left; it is asked again. */
  readonly erase: (recordingId: string) => Promise<void>;
  readonly onError: (recordingId: string, error: unknown) => void;
  /** Runs what takes longer, until the archive closes. */
  readonly run: (work: () => Promise<void>) => void;
};

export class Retention implements Disposable {
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #isRunning = false;
  #isOver = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** To be called when something was changed. */
  look(): void {
    if (this.#isRunning || this.#isOver) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    let next = Infinity;
    for (const kept of this.#options.all()) next = Math.min(next, dueOf(kept) ?? Infinity);
    if (next === Infinity) return;
    this.#wait(next - this.#options.clock.wallMs());
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
  }

  #wait(ms: number): void {
    this.#timer = this.#options.clock.after(Math.min(Math.max(ms, 0), LONGEST_WAIT_MS), () => this.#options.run(() => this.#erase()));
  }

  async #erase(): Promise<void> {
    this.#isRunning = true;
    let failed = false;
    const nowMs = this.#options.clock.wallMs();
    const due = [...this.#options.all()].filter((kept) => (dueOf(kept) ?? Infinity) <= nowMs);
    for (const { recordingId } of due) {
      if (this.#isOver) break;
      try {
        await this.#options.erase(recordingId);
      } catch (error) {
        failed = true;
        this.#options.onError(recordingId, error);
      }
    }
    this.#isRunning = false;
    if (failed && !this.#isOver) this.#wait(AGAIN_MS);
    else this.look();
  }
}
