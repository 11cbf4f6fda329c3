/** Results that are told in calls and read at leisure. An interim one that nobody has read yet gives way to the next, so only finals queue up. */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Recognised } from './speech-to-text.ts';

export class ToldResults {
  readonly #results: Recognised[] = [];
  #end: 'open' | 'done' | { readonly error: unknown } = 'open';
  #wake: (() => void) | undefined;

  tell(result: Recognised): void {
    if (this.#end !== 'open') return;
    if (this.#results.at(-1)?.kind === 'interim') this.#results.pop();
    this.#results.push(result);
    this.#wake?.();
  }

  done(): void {
    if (this.#end === 'open') this.#end = 'done';
    this.#wake?.();
  }

  /** What was told before is read first. */
  failed(error: unknown): void {
    if (this.#end === 'open') this.#end = { error };
    this.#wake?.();
  }

  /** For one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Recognised, void, undefined> {
    for (;;) {
      const result = this.#results.shift();
      if (result) yield result;
      else if (this.#end === 'done') return;
      else if (typeof this.#end === 'object') throw this.#end.error;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** What `work` tells, as it tells it. Whoever leaves early aborts the signal that it gets; it is waited for in any case. */
export async function* toldBy(
  work: (results: ToldResults, signal: AbortSignal) => Promise<void>,
  { signal }: Cancel,
): AsyncGenerator<Recognised, void, undefined> {
  signal?.throwIfAborted();
  const results = new ToldResults();
  const left = new AbortController();
  const working = (async () => {
    try {
      await work(results, anyOf(left.signal, signal));
      results.done();
    } catch (error) {
      results.failed(error);
    }
  })();
  try {
    yield* results;
  } finally {
    left.abort();
    await working;
  }
}
