/** Looks after what may be missing, several times a second while pictures come, and does once a second what is to be done then. */
import type { Clock, Timer } from '../../base/clock.ts';

const PULSE_MS = 50;
const SECOND_MS = 1_000;

export type PulseOptions = {
  readonly clock: Clock;
  readonly pulse: (nowMs: number) => void;
  /** Returns whether anything is there that may need it again. */
  readonly second: (nowMs: number, elapsedMs: number) => boolean;
};

export class Pulse implements Disposable {
  readonly #options: PulseOptions;
  #timer: Timer | undefined;
  #secondMs = 0;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** Something came: begins, if it has not. Costs next to nothing when it runs. */
  wake(): void {
    if (this.#timer) return;
    this.#secondMs = this.#options.clock.now();
    this.#timer = this.#options.clock.after(PULSE_MS, this.#go);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  readonly #go = (): void => {
    const { clock, pulse, second } = this.#options;
    const nowMs = clock.now();
    this.#timer = clock.after(PULSE_MS, this.#go);
    pulse(nowMs);
    const elapsedMs = nowMs - this.#secondMs;
    if (elapsedMs < SECOND_MS) return;
    this.#secondMs = nowMs;
    if (!second(nowMs, elapsedMs)) this[Symbol.dispose]();
  };
}
