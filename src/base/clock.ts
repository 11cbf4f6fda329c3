/** Time, so that a test can own it: real in production, turned by hand in tests (`virtual-clock.ts`). */
import type { Cancel } from './cancel.ts';

/** Nobody but this room touches the machine's timers; everybody else is handed a clock. */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going back; fractions count. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC, for what is shown and stored. */
  wallMs(): number;
  /** Runs `task` once, `ms` from now; disposing of the timer calls it off. */
  after(ms: number, task: () => void): Timer;
  /** A signal that aborts with a `DeadlineError` `ms` from now: the only time-out of the house. */
  deadline(ms: number): AbortSignal;
  /** Resolves `ms` from now; rejects with the signal's reason if that comes first. */
  sleep(ms: number, options?: Cancel): Promise<void>;
  /**
   * Runs work that leaves the JavaScript turn (a socket, a file, cryptography, a child process).
   * A virtual clock stands still until the work has settled. Hold only the innermost such step,
   * never a wait for another party, or time could not move to what it waits for.
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

/** A task that has yet to run. Disposing twice, or after it ran, is calm. */
export type Timer = Disposable;

/** The reason a `clock.deadline` gives when it passes. */
export class DeadlineError extends Error {
  readonly code = 'base/deadline';
  readonly ms: number;
  constructor(ms: number) {
    super(`nothing came within ${String(ms)} ms`);
    this.name = 'DeadlineError';
    this.ms = ms;
  }
}

/** The machine's own time. Its timers do not keep a finished program alive; a sleep does. */
export function realClock(): Clock {
  const clock: Clock = {
    now: () => performance.now(),
    wallMs: () => Date.now(),
    after: (ms, task) => running(setTimeout(task, ms).unref()),
    deadline: (ms) => deadlineOn(clock, ms),
    // Somebody waits for this one: it does keep the program alive.
    sleep: (ms, options) => sleepOn({ after: (soon, task) => running(setTimeout(task, soon)) }, ms, options),
    hold: (work) => work(),
  };
  return clock;
}

function running(handle: NodeJS.Timeout): Timer {
  return { [Symbol.dispose]: () => clearTimeout(handle) };
}

/** Builds `deadline` from `after`, for whoever writes a clock. */
export function deadlineOn(clock: Pick<Clock, 'after'>, ms: number): AbortSignal {
  const controller = new AbortController();
  clock.after(ms, () => controller.abort(new DeadlineError(ms)));
  return controller.signal;
}

/** Builds `sleep` from `after`, for whoever writes a clock. */
export function sleepOn(clock: Pick<Clock, 'after'>, ms: number, { signal }: Cancel = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = (): void => {
      timer[Symbol.dispose]();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
