/** Sounds said by a hosted leg, once or over and over until cancelled. */
import { readWav } from '../media/wav.ts';
import type { FactTeller, Operation, OperationCommand } from './operation.ts';
import { Playback } from '../media/playback.ts';

export class PlayOperation implements Operation {
  readonly operationId: string;
  readonly isListening = false;
  readonly #legId: string;
  readonly #facts: FactTeller;
  readonly #playback: Playback;
  #outcome: 'completed' | 'cancelled' | undefined;

  /** Throws a `MediaError` if a sound is no WAV file that can be played. */
  constructor({ legId, operationId, sounds, isLooping }: Extract<OperationCommand, { kind: 'play' }>, facts: FactTeller) {
    this.operationId = operationId;
    this.#legId = legId;
    this.#facts = facts;
    this.#playback = new Playback(sounds.map(readWav), { isLooping });
    this.#notice();
  }

  get hasEnded(): boolean {
    return this.#outcome !== undefined;
  }

  says(into: Int16Array): boolean {
    const isSpeaking = this.#playback.frame(into);
    this.#notice();
    return isSpeaking;
  }

  hears(): void {}

  key(): void {}

  nextTick(after: number): number {
    return after;
  }

  cancel(): void {
    this.#outcome ??= 'cancelled';
  }

  tellEnd(): void {
    if (!this.#outcome) return;
    this.#facts.tell('playEnded', { legId: this.#legId, operationId: this.operationId, outcome: this.#outcome });
  }

  #notice(): void {
    if (this.#playback.hasEnded) this.#outcome ??= 'completed';
  }
}
