/** One timer for all cameras and viewers of one pace: a hundred of them cost the clock no more than one. */
import type { Clock, Timer } from '../../base/clock.ts';

export class MemoryBeat {
  readonly #clock: Clock;
  readonly #listeners = new Map<number, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls it at that pace from the next beat on, until it is disposed of. */
  every(ms: number, task: () => void): Timer {
    let listeners = this.#listeners.get(ms);
    if (!listeners) {
      this.#listeners.set(ms, (listeners = new Set()));
      this.#clock.after(ms, () => this.#go(ms));
    }
    const all = listeners;
    // A function of its own, so that one task may be there twice.
    const listener = (): void => task();
    all.add(listener);
    return { [Symbol.dispose]: () => void all.delete(listener) };
  }

  #go(ms: number): void {
    const listeners = this.#listeners.get(ms);
    if (!listeners || listeners.size === 0) return void this.#listeners.delete(ms);
    this.#clock.after(ms, () => this.#go(ms));
    for (const listener of listeners) listener();
  }
}
