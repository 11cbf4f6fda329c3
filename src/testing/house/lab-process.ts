/** A program of the lab that can be killed at any moment: time and other programs reach it through here, and then no more. */
import { setMaxListeners } from 'node:events';
import { deadlineOn, sleepOn, type Clock, type Timer } from '../../base/clock.ts';

export class LabProcess {
  /** Stands still for ever once the program is killed: nothing that it waits for comes. */
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly #timers = new Set<Timer>();
  readonly #life = new AbortController();

  constructor({ clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch }) {
    const after = (ms: number, task: () => void): Timer => {
      if (this.isKilled) return { [Symbol.dispose]: () => undefined };
      const timer = clock.after(ms, () => {
        this.#timers.delete(timer);
        task();
      });
      this.#timers.add(timer);
      return {
        [Symbol.dispose]: () => {
          this.#timers.delete(timer);
          timer[Symbol.dispose]();
        },
      };
    };
    // As much may listen as there are requests.
    setMaxListeners(0, this.#life.signal);
    this.clock = {
      now: () => clock.now(),
      wallMs: () => clock.wallMs(),
      after,
      deadline: (ms) => deadlineOn({ after }, ms),
      sleep: (ms, options) => sleepOn({ after }, ms, options),
      hold: (work) => this.unlessKilled(clock.hold(work)),
    };
    this.fetch = (input, init) => (this.isKilled ? never() : this.unlessKilled(fetch(input, init)));
  }

  get isKilled(): boolean {
    return this.#life.signal.aborted;
  }

  /** Aborts when it is killed. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** From now on it neither does nor learns anything. */
  kill(): void {
    this.#life.abort();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  /** What comes of work that the program waits for; nothing comes once it is killed. */
  async unlessKilled<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      return this.isKilled ? await never<T>() : result;
    } catch (error) {
      return this.isKilled ? never<T>() : raise(error);
    }
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function raise(error: unknown): never {
  throw error;
}
