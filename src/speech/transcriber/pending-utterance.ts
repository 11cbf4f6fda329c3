/** An utterance on its way to text: waits, is being recognised, waits again where that failed, is done. */
import { msOf } from '../../media/frame.ts';
import type { ProviderStanding } from './provider-standing.ts';
import type { RecogniserOrigin, SaidSegments } from './said-segments.ts';
import type { SpokenLine } from './spoken-line.ts';
import type { Utterance } from './utterance.ts';

export type PendingUtteranceOptions = {
  readonly utterance: Utterance;
  readonly line: SpokenLine<PendingUtterance>;
  readonly said: SaidSegments;
  readonly language: string | undefined;
};

export class PendingUtterance {
  readonly utterance: Utterance;
  readonly line: SpokenLine<PendingUtterance>;
  readonly said: SaidSegments;
  readonly language: string | undefined;
  /** Who was asked already, and how often. */
  readonly tries: Map<ProviderStanding, number> = new Map();
  state: 'waiting' | 'running' | 'done' = 'waiting';
  /** Why it is not text. */
  problem = '';
  #onDropped: ((ms: number) => void) | undefined;
  #droppedMs = 0;

  constructor({ utterance, line, said, language }: PendingUtteranceOptions) {
    this.utterance = utterance;
    this.line = line;
    this.said = said;
    this.language = language;
  }

  /** How much of its sound is kept. */
  get keptMs(): number {
    return this.utterance.isDropped ? 0 : msOf(this.utterance.samples);
  }

  begin(standing: ProviderStanding, origin: RecogniserOrigin): void {
    this.state = 'running';
    this.tries.set(standing, (this.tries.get(standing) ?? 0) + 1);
    this.said.begin(origin);
  }

  wait(problem: string): void {
    this.state = 'waiting';
    this.problem = problem;
  }

  /** Its sound is let go of; what still comes of it as well. */
  giveUp(problem: string, onDropped: (ms: number) => void): void {
    this.problem = problem;
    this.#onDropped = onDropped;
    this.utterance.drop();
    this.countDropped();
  }

  /** Tells how much more was dropped since the last time. */
  countDropped(): void {
    if (!this.#onDropped) return;
    const ms = Math.round(this.utterance.durationMs);
    this.#onDropped(ms - this.#droppedMs);
    this.#droppedMs = ms;
  }

  finish(): void {
    this.countDropped();
    // Whoever hangs with it does not keep its sound.
    this.utterance.drop();
    this.state = 'done';
  }
}
