/** The operations of each call, kept for those who read them where `metadataOnly` lets them. */
import type { Operation } from '../../../wire/graph/operation.ts';
import type { Clock } from '../../../base/clock.ts';

/** Of one operation a page of Graph's has the status in Pascal case. */
export type KeptOperation = Omit<Operation, 'status'> & { readonly id: string; readonly status: Operation['status'] | 'Running' };

type Options = {
  readonly clock: Clock;
  /** Of one call; when more come, the oldest go. */
  readonly limit: number;
  /** After the end of their call. */
  readonly keptMs: number;
};

export class Operations {
  readonly #options: Options;
  readonly #calls = new Map<string, Map<string, KeptOperation>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Keeps an operation as it is now, in the place of what it was. */
  keep(legId: string, operation: KeptOperation): void {
    const kept = this.#calls.get(legId) ?? new Map<string, KeptOperation>();
    this.#calls.set(legId, kept);
    kept.set(operation.id, operation);
    for (const oldest of kept.keys()) {
      if (kept.size <= this.#options.limit) break;
      kept.delete(oldest);
    }
  }

  /** In the order in which they began. */
  of(legId: string): readonly KeptOperation[] {
    return [...(this.#calls.get(legId)?.values() ?? [])];
  }

  /** The call is over: its operations go after a while. */
  callEnded(legId: string): void {
    if (this.#calls.has(legId)) this.#options.clock.after(this.#options.keptMs, () => this.#calls.delete(legId));
  }
}
