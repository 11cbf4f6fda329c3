/** The service-hosted media of an app's leg: its operations, one after the other, in the order they were asked for. */
import { FRAME_SAMPLES } from '../media/frame.ts';
import { levelDb } from '../media/level.ts';
import { KeysOperation } from './keys-operation.ts';
import type { Leg } from './leg.ts';
import { tellUndone, type FactTeller, type Operation, type OperationCommand } from './operation.ts';
import { PlayOperation } from './play-operation.ts';
import type { Key } from './port.ts';
import { RecordOperation } from './record-operation.ts';

/** No leg has more operations waiting; a further one fails. */
const MOST_WAITING = 20;

export type HostedLegOptions = {
  readonly legId: string;
  readonly facts: FactTeller;
  /** The leg presses a key. */
  readonly pressed: (key: Key, sequence: number) => void;
};

export class HostedLeg implements Leg {
  readonly kind = 'hosted';
  readonly legId: string;
  /** What it says at this tick; means something only if `isSpeaking`. */
  readonly frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  isSpeaking = false;
  levelDb = 0;
  sourceId = 0;
  isMuted = false;
  readonly #facts: FactTeller;
  readonly #pressed: HostedLegOptions['pressed'];
  readonly #waiting: OperationCommand[] = [];
  #running: Operation | undefined;
  #keys = 0;
  #spokenTick = -1;

  constructor({ legId, facts, pressed }: HostedLegOptions) {
    this.legId = legId;
    this.#facts = facts;
    this.#pressed = pressed;
  }

  /** A recording that may barge in stops what the leg does; all else waits for its turn. */
  ask(command: OperationCommand): void {
    const { operationId } = command;
    if (this.#running?.operationId === operationId || this.#waiting.some((other) => other.operationId === operationId)) {
      throw new TypeError(`operation ${operationId} is there already`);
    }
    if (this.#waiting.length >= MOST_WAITING) {
      return tellUndone(this.#facts, command, 'failed', `${String(MOST_WAITING)} operations are waiting on this leg already`);
    }
    if (command.kind === 'record' && command.bargeIn) this.cancel();
    this.#waiting.push(command);
    this.#advance();
  }

  /** Cancels one operation, or all; an unknown one is none of ours any more. */
  cancel(operationId?: string): void {
    for (const command of this.#waiting.slice()) {
      if (operationId !== undefined && command.operationId !== operationId) continue;
      this.#waiting.splice(this.#waiting.indexOf(command), 1);
      tellUndone(this.#facts, command, 'cancelled');
    }
    const running = this.#running;
    if (!running || (operationId !== undefined && running.operationId !== operationId)) return;
    running.cancel();
    this.#settle();
  }

  /** Makes `frame` for this tick, once. */
  speak(tick: number): void {
    if (tick === this.#spokenTick) return;
    this.#spokenTick = tick;
    const says = this.#running?.says(this.frame, tick) ?? false;
    this.isSpeaking = says && !this.isMuted;
    if (this.isSpeaking) this.levelDb = levelDb(this.frame);
    this.#settle();
  }

  /** What the others say at this tick, or nothing. */
  hear(frame: Int16Array | undefined, tick: number): void {
    this.#running?.hears(frame, tick);
    this.#settle();
  }

  /** Somebody whom it hears pressed a key. */
  key(key: Key, tick: number): void {
    this.#running?.key(key, tick);
    this.#settle();
  }

  get isListening(): boolean {
    return this.#running?.isListening ?? false;
  }

  nextTick(after: number): number {
    return this.#running?.nextTick(after) ?? Number.POSITIVE_INFINITY;
  }

  #advance(): void {
    while (!this.#running) {
      const command = this.#waiting.shift();
      if (!command) return;
      try {
        this.#running = this.#begun(command);
      } catch (error) {
        tellUndone(this.#facts, command, 'failed', error instanceof Error ? error.message : String(error));
      }
      this.#settle();
    }
  }

  #begun(command: OperationCommand): Operation {
    switch (command.kind) {
      case 'play':
        return new PlayOperation(command, this.#facts);
      case 'record':
        return new RecordOperation(command, this.#facts);
      case 'sendKeys':
        return new KeysOperation(command, this.#facts, (key) => this.#pressed(key, ++this.#keys));
    }
  }

  #settle(): void {
    const running = this.#running;
    if (!running?.hasEnded) return;
    this.#running = undefined;
    running.tellEnd();
    this.#advance();
  }
}
