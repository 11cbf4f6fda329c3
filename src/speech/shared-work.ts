/** Work that several ask for at once and that is done once; it is called off when nobody waits for it any more. */
import { orAborted, type Cancel } from '../base/cancel.ts';

type Running<T> = { readonly result: Promise<T>; readonly controller: AbortController; waiting: number };

export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /** Joins the work under that key, or begins it. A signal ends only this wait, with its own reason. */
  async join(key: string, work: (options: { readonly signal: AbortSignal }) => Promise<T>, { signal }: Cancel = {}): Promise<T> {
    signal?.throwIfAborted();
    const running = this.#running.get(key) ?? this.#begin(key, work);
    running.waiting++;
    try {
      return await orAborted(running.result, signal);
    } finally {
      running.waiting--;
      if (running.waiting === 0) this.#callOff(key, running);
    }
  }

  #begin(key: string, work: (options: { readonly signal: AbortSignal }) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const running: Running<T> = { result: work({ signal: controller.signal }), controller, waiting: 0 };
    this.#running.set(key, running);
    const over = (): void => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    running.result.then(over, over);
    return running;
  }

  /** Calm when the work is done already. Who comes after this begins anew. */
  #callOff(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
    running.controller.abort();
  }
}
