/** What a network may do to one leg's notifications, by chance: some come twice, some change places with the next. */
import type { Clock, Timer } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import type { Outgoing } from './notification-queue.ts';

type Options = {
  /** Shares of those that come twice, and that change places; 0 … 1. */
  readonly duplicates: number;
  readonly disorder: number;
  /** One that is to change places goes on after this, if no other has come. */
  readonly holdMs: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly push: (outgoing: Outgoing) => void;
};

/** `incoming` and the end of a leg keep their places and come once; of the others none is lost. */
export class Disorder {
  readonly #options: Options;
  #held: { readonly outgoing: Outgoing; readonly timer: Timer } | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  push(outgoing: Outgoing): void {
    const { duplicates } = this.#options;
    this.#pushOne(outgoing);
    if (isInBetween(outgoing) && this.#happens(duplicates)) this.#pushOne({ ...outgoing, worth: 'update' });
  }

  /** What is held back goes nowhere any more. */
  close(): void {
    this.#held?.timer[Symbol.dispose]();
    this.#held = undefined;
  }

  #pushOne(outgoing: Outgoing): void {
    const { clock, holdMs, disorder, push } = this.#options;
    const overtaken = this.#held?.outgoing;
    this.close();
    if (overtaken) {
      const swapped = isInBetween(outgoing) ? [outgoing, overtaken] : [overtaken, outgoing];
      swapped.forEach(push);
    } else if (isInBetween(outgoing) && this.#happens(disorder)) {
      this.#held = { outgoing, timer: clock.after(holdMs, () => this.#release()) };
    } else push(outgoing);
  }

  #release(): void {
    const late = this.#held?.outgoing;
    this.#held = undefined;
    if (late) this.#options.push(late);
  }

  /** Chance is not asked for what never happens: so a quiet profile leaves a seed's story as it is. */
  #happens(share: number): boolean {
    return share > 0 && this.#options.random.unit() < share;
  }
}

function isInBetween({ item, isLast }: Outgoing): boolean {
  return item.changeType !== 'created' && !isLast;
}
