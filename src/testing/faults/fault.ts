/** One fault that is in force: what it is, how often it struck, and how it is stopped. */
import { aimed, type Aim } from './aim.ts';

/** Stops when it is disposed of (`using fault = lab.faults…`), or with the body of the test. */
export type Fault = Disposable & {
  /** In plain words: `notifications come 2 s late`. */
  readonly what: string;
  /** How often it struck so far. */
  readonly hits: number;
  /** From now on it does nothing more; what it holds back still comes. */
  readonly stop: () => void;
};

export type FaultOptions = {
  readonly what: string;
  readonly aim: Pick<Aim, 'times' | 'share'>;
  /** 0 … 1, asked only where a share is struck. */
  readonly chance: () => number;
  readonly tell: (what: string) => void;
};

export class RunningFault implements Fault {
  readonly what: string;
  readonly stop: () => void;
  /** Undoes what was done for it, once. */
  onStop: (() => void) | undefined;
  #hits = 0;
  #isStopped = false;
  readonly #options: FaultOptions;

  constructor(options: FaultOptions) {
    this.what = options.what;
    this.#options = options;
    this.stop = () => {
      if (this.#isStopped) return;
      this.#isStopped = true;
      this.onStop?.();
    };
  }

  get hits(): number {
    return this.#hits;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether it strikes here; then it is counted, and written down with `where`. */
  strikes(where?: string): boolean {
    const { aim, chance, tell } = this.#options;
    if (this.#isStopped || !aimed(aim, { hits: this.#hits, chance })) return false;
    this.#hits++;
    if (where !== undefined) tell(`${this.what}: ${where}`);
    return true;
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
