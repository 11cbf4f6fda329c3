/** Operations that are still going on at one call, matched with their ends, whichever comes first: the end or the answer that names it. */
import type { Operation } from '../../wire/graph/operation.ts';

/** Ends that nobody has asked for yet, at most. */
const STRAYS = 20;

export type Expected = {
  /** Resolves with the operation once it has completed or failed. */
  readonly ended: Promise<Operation>;
  /** Says what the answer to the command said. */
  started(operation: Operation | undefined): void;
  /** No longer waits. */
  forget(): void;
};

export class Operations {
  readonly #byContext = new Map<string, (operation: Operation) => void>();
  readonly #byId = new Map<string, (operation: Operation) => void>();
  readonly #strays = new Map<string, Operation>();

  /** Begins to wait for the operation that will carry this client context; call it before the command is sent. */
  expect(clientContext: string): Expected {
    const { promise: ended, resolve } = withResolvers<Operation>();
    let id: string | undefined;
    this.#byContext.set(clientContext, resolve);
    return {
      ended,
      started: (operation) => {
        if (!operation) return;
        // Graph docs, resources/commsoperation: what is over in the answer is not told again by a notification.
        if (isOver(operation)) return resolve(operation);
        id = operation.id;
        if (id === undefined) return;
        this.#byId.set(id, resolve);
        const early = this.#strays.get(id);
        if (early) resolve(early);
        this.#strays.delete(id);
      },
      forget: () => {
        this.#byContext.delete(clientContext);
        if (id !== undefined) this.#byId.delete(id);
      },
    };
  }

  /** Takes in a notification about an operation; one that goes on is no news. */
  heard(operationId: string, operation: Operation, isDeleted: boolean): void {
    if (!isOver(operation) && !isDeleted) return;
    const waiting = this.#byId.get(operationId) ?? this.#byContext.get(operation.clientContext ?? '');
    if (waiting) return waiting(operation);
    this.#strays.set(operationId, operation);
    if (this.#strays.size > STRAYS) this.#strays.delete([...this.#strays.keys()][0] ?? '');
  }
}

function isOver({ status }: Operation): boolean {
  return status === 'completed' || status === 'failed';
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
