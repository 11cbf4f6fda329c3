/** Counts what a transcriber has done and has to do, and tells it twice a second at most. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { TranscriberLoad } from './port.ts';

const TELL_MS = 500;

export type LoadMeterOptions = {
  readonly clock: Clock;
  /** What goes on at this moment. */
  readonly now: () => Pick<TranscriberLoad, 'ears' | 'speaking' | 'waiting' | 'waitingMs'>;
  readonly tell: (load: TranscriberLoad) => void;
};

export class LoadMeter {
  readonly #options: LoadMeterOptions;
  #droppedMs = 0;
  #heardMs = 0;
  #segments = 0;
  #failovers = 0;
  #timer: Timer | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #told = '';
  #hasEnded = false;

  constructor(options: LoadMeterOptions) {
    this.#options = options;
  }

  get load(): TranscriberLoad {
    return {
      ...this.#options.now(),
      droppedMs: this.#droppedMs,
      heardMs: Math.round(this.#heardMs),
      segments: this.#segments,
      failovers: this.#failovers,
    };
  }

  dropped(ms: number): void {
    this.#droppedMs += ms;
    this.changed();
  }

  heard(ms: number): void {
    this.#heardMs += ms;
  }

  segment(): void {
    this.#segments++;
    this.changed();
  }

  failover(): void {
    this.#failovers++;
    this.changed();
  }

  /** Something is otherwise than before: told at once, or half a second after it was told last. */
  changed(): void {
    if (this.#hasEnded) return;
    const { clock } = this.#options;
    this.#timer ??= clock.after(Math.max(0, this.#toldAt + TELL_MS - clock.now()), () => {
      this.#timer = undefined;
      const { load } = this;
      const told = JSON.stringify(load);
      if (told === this.#told) return;
      this.#told = told;
      this.#toldAt = clock.now();
      this.#options.tell(load);
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#timer?.[Symbol.dispose]();
  }
}
