/** A span of life: what is begun in it is told to stop, waited for and undone when it ends. */
import { setMaxListeners } from 'node:events';

export class Scope implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #undo: (() => void | PromiseLike<void>)[] = [];
  readonly #running = new Set<Promise<void>>();
  #closing: Promise<void> | undefined;

  /** A scope within another ends with it. */
  constructor({ signal }: { readonly signal?: AbortSignal | undefined } = {}) {
    // As many scopes may lie in one, and as much may listen in one, as there are calls: that is no leak.
    setMaxListeners(0, this.#controller.signal, ...(signal ? [signal] : []));
    if (signal?.aborted) this.#controller.abort(signal.reason);
    signal?.addEventListener('abort', () => this.#controller.abort(signal.reason), { once: true, signal: this.#controller.signal });
  }

  /** Aborts when the scope ends; hand it to everything that is begun here. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Runs `undo` at the end, newest first. */
  defer(undo: () => void | PromiseLike<void>): void {
    this.#undo.push(undo);
  }

  /** Lets work go on in the background; its failure goes to `onError`, its end is waited for. */
  run(work: () => Promise<void>, onError: (error: unknown) => void): void {
    const running = work()
      .catch((error: unknown) => {
        if (!this.signal.aborted) onError(error);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Ends the scope: aborts, waits for what runs, then undoes. Ending twice is calm; the first failure of an undo is thrown after all have run. */
  end(reason: unknown = new ScopeEnded()): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }

  async #close(reason: unknown): Promise<void> {
    this.#controller.abort(reason);
    await Promise.allSettled(this.#running);
    const failures: unknown[] = [];
    for (const undo of this.#undo.toReversed()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** The reason a scope's signal gives when nobody gave another. */
export class ScopeEnded extends Error {
  readonly code = 'base/scope-ended';
  constructor() {
    super('the work was ended by its owner');
    this.name = 'ScopeEnded';
  }
}
