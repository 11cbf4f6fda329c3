/** What has happened, told to whoever listens: the one emitter of the house. */
import type { Cancel } from './cancel.ts';

/** The listening side of a `Facts`: all that outsiders get. `Map` names each fact and its shape. */
export interface FactSource<Map> {
  /** Calls `listener` for each fact of that name until the signal aborts. */
  on<Name extends keyof Map>(name: Name, listener: (fact: Map[Name]) => void, options?: Cancel): void;
  /** Resolves with the next fact of that name that `matches`; rejects with the signal's reason. */
  next<Name extends keyof Map>(name: Name, options?: Cancel & { matches?: (fact: Map[Name]) => boolean }): Promise<Map[Name]>;
}

/** A typed emitter. Facts are readonly objects; a listener that throws never silences the others. */
export class Facts<Map> implements FactSource<Map> {
  readonly #listeners = new globalThis.Map<keyof Map, Set<(fact: never) => void>>();
  readonly #onError: (error: unknown) => void;

  /** `onError` hears of listeners that threw; by default the error surfaces as an uncaught exception. */
  constructor({ onError = surface }: { readonly onError?: (error: unknown) => void } = {}) {
    this.#onError = onError;
  }

  on<Name extends keyof Map>(name: Name, listener: (fact: Map[Name]) => void, { signal }: Cancel = {}): void {
    if (signal?.aborted) return;
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    signal?.addEventListener('abort', () => listeners.delete(listener), { once: true });
  }

  next<Name extends keyof Map>(
    name: Name,
    { signal, matches = () => true }: Cancel & { matches?: (fact: Map[Name]) => boolean } = {},
  ): Promise<Map[Name]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const done = new AbortController();
      const stop = (): void => {
        done.abort();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true, signal: done.signal });
      const listener = (fact: Map[Name]): void => {
        if (!matches(fact)) return;
        done.abort();
        resolve(fact);
      };
      this.on(name, listener, { signal: done.signal });
    });
  }

  /** Tells everybody who listens now, in the order in which they began to. */
  tell<Name extends keyof Map>(name: Name, fact: Map[Name]): void {
    for (const listener of Array.from(this.#listeners.get(name) ?? [])) {
      try {
        (listener as (fact: Map[Name]) => void)(fact);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
