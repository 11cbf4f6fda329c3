/** Lets so many through at a time; the others wait in the order in which they came, until their signal aborts. */
import type { Cancel } from '../base/cancel.ts';

export class Gate {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Rejects with the signal's reason if that comes before its turn. */
  async through<T>(work: () => Promise<T>, { signal }: Cancel = {}): Promise<T> {
    signal?.throwIfAborted();
    if (this.#inside >= this.#most) await this.#turn(signal);
    else this.#inside++;
    try {
      return await work();
    } finally {
      // Whoever waits longest takes the place over.
      const [next] = this.#waiting;
      if (next) next();
      else this.#inside--;
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        this.#waiting.delete(onTurn);
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(onTurn);
        reject(signal?.reason as Error);
      };
      this.#waiting.add(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
