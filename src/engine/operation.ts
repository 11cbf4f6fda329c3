/** What a hosted leg does one at a time: a machine that says and hears frames, and tells how it ended. */
import type { Facts } from '../base/facts.ts';
import type { EngineCommand, EngineFacts, Key } from './port.ts';

export interface Operation {
  readonly operationId: string;
  /** Whether it wants to hear what the others say. */
  readonly isListening: boolean;
  readonly hasEnded: boolean;
  /** What it says at this tick; false if nothing. */
  says(into: Int16Array, tick: number): boolean;
  /** What the others said at this tick, or nothing. */
  hears(frame: Int16Array | undefined, tick: number): void;
  /** Somebody who is heard pressed a key, told at the tick that is due by now. */
  key(key: Key, tick: number): void;
  /** The tick at which it must be asked even if nothing comes, `after` or later. */
  nextTick(after: number): number;
  /** Ends it now. */
  cancel(): void;
  /** Tells how it ended, once it has. */
  tellEnd(): void;
}

export type OperationCommand = Extract<EngineCommand, { kind: 'play' | 'record' | 'sendKeys' }>;
/** Which operation it is, without its sounds. */
export type OperationName = Pick<OperationCommand, 'kind' | 'legId' | 'operationId'>;
export type FactTeller = Pick<Facts<EngineFacts>, 'tell'>;

export function isOperation(command: EngineCommand): command is OperationCommand {
  return command.kind === 'play' || command.kind === 'record' || command.kind === 'sendKeys';
}

/** Tells the end of an operation that came to nothing: it never began, or was lost. */
export function tellUndone(
  facts: FactTeller,
  { kind, legId, operationId }: OperationName,
  outcome: 'cancelled' | 'failed',
  message?: string,
): void {
  const end = { legId, operationId, outcome, ...(message === undefined ? {} : { message }) };
  switch (kind) {
    case 'play':
      return facts.tell('playEnded', end);
    case 'sendKeys':
      return facts.tell('keysEnded', end);
    case 'record':
      return facts.tell('recordEnded', { ...end, durationMs: 0 });
  }
}
