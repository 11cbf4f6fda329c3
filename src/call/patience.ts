/** A deadline that is called off with its wait, so that no timer outlives what it was for. */
import { DeadlineError, type Clock, type Timer } from '../base/clock.ts';

export class Patience implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: Timer;

  constructor({ clock, ms }: { readonly clock: Clock; readonly ms: number }) {
    this.#timer = clock.after(ms, () => this.#controller.abort(new DeadlineError(ms)));
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
  }
}
