/** A recording as one of the operations of a hosted leg. */
import { Recording } from '../media/recording.ts';
import { readWav } from '../media/wav.ts';
import type { FactTeller, Operation, OperationCommand } from './operation.ts';
import type { Key } from './port.ts';

export class RecordOperation implements Operation {
  readonly operationId: string;
  readonly isListening = true;
  readonly #legId: string;
  readonly #facts: FactTeller;
  readonly #recording: Recording;

  /** Throws a `MediaError` if the prompt is no WAV file that can be played. */
  constructor(command: Extract<OperationCommand, { kind: 'record' }>, facts: FactTeller) {
    this.operationId = command.operationId;
    this.#legId = command.legId;
    this.#facts = facts;
    this.#recording = new Recording(command, command.prompt && readWav(command.prompt));
  }

  get hasEnded(): boolean {
    return this.#recording.end !== undefined;
  }

  says(into: Int16Array, tick: number): boolean {
    return this.#recording.says(into, tick);
  }

  hears(frame: Int16Array | undefined, tick: number): void {
    this.#recording.hears(frame, tick);
  }

  key(key: Key, tick: number): void {
    this.#recording.key(key, tick);
  }

  nextTick(after: number): number {
    return this.#recording.nextTick(after);
  }

  cancel(): void {
    this.#recording.cancel();
  }

  tellEnd(): void {
    const { end } = this.#recording;
    if (end) this.#facts.tell('recordEnded', { legId: this.#legId, operationId: this.operationId, ...end });
  }
}
