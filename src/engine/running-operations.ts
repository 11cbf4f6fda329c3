/** The operations that were handed to media processes and have not ended: those of a process that dies must end all the same. */
import type { FromProcess } from './ipc.ts';
import type { OperationCommand, OperationName } from './operation.ts';
import type { Place } from './places.ts';

export class RunningOperations {
  readonly #running = new Map<string, OperationName & { readonly place: Place }>();

  begin({ kind, legId, operationId }: OperationCommand, place: Place): void {
    this.#running.set(nameOf(legId, operationId), { kind, legId, operationId, place });
  }

  /** A fact came: if it is the end of an operation, that is none any more. */
  notice(message: Extract<FromProcess, { kind: 'fact' }>): void {
    if (message.name !== 'playEnded' && message.name !== 'recordEnded' && message.name !== 'keysEnded') return;
    this.#running.delete(nameOf(message.fact.legId, message.fact.operationId));
  }

  /** Takes out those that ran in that place. */
  drain(place: Place): OperationName[] {
    const lost = [...this.#running].filter(([, operation]) => operation.place === place);
    for (const [name] of lost) this.#running.delete(name);
    return lost.map(([, operation]) => operation);
  }
}

function nameOf(legId: string, operationId: string): string {
  return JSON.stringify([legId, operationId]);
}
