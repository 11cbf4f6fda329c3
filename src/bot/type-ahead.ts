/** The keys that a caller has pressed and nobody has asked for yet: who knows the menu need not wait for it. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';

/** What is pressed beyond this is dropped: nobody types further ahead, but a stuck key does. */
const LIMIT = 64;

export class TypeAhead {
  readonly #clock: Clock;
  readonly #keys: string[] = [];
  #arrived: (() => void)[] = [];
  #forgiven: { readonly keys: readonly string[]; readonly untilMs: number } | undefined;

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  press(key: string): void {
    const forgiven = this.#forgiven;
    this.#forgiven = undefined;
    if (forgiven?.keys.includes(key) && this.#clock.now() <= forgiven.untilMs) return;
    if (this.#keys.length < LIMIT) this.#keys.push(key);
    for (const tell of this.#arrived.splice(0)) tell();
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  has(key: string): boolean {
    return this.#keys.includes(key);
  }

  take(): string | undefined {
    return this.#keys.shift();
  }

  clear(): void {
    this.#keys.length = 0;
  }

  /** Passes over one of these keys if it comes next and soon: it ended something that its message has not caught up with. */
  forgive(keys: readonly string[], forMs: number): void {
    const [next] = this.#keys;
    if (next !== undefined) {
      if (keys.includes(next)) this.#keys.shift();
      return;
    }
    this.#forgiven = { keys, untilMs: this.#clock.now() + forMs };
  }

  /** Resolves with true once a key is there to be taken, and with false when the signal aborts first. */
  arrival({ signal }: Cancel = {}): Promise<boolean> {
    if (!this.isEmpty) return Promise.resolve(true);
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const tell = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve(true);
      };
      const stop = (): void => {
        this.#arrived = this.#arrived.filter((other) => other !== tell);
        resolve(false);
      };
      this.#arrived.push(tell);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
