/** A storm: faults of all kinds come and go by chance, by the lab's seed, until it is stopped. */
import type { Random } from '../../base/random.ts';
import type { LabHouse } from '../house/lab-house.ts';
import type { Fault } from './fault.ts';
import type { Faults } from './faults.ts';
import { gusts, stormKinds, type StormKind } from './gusts.ts';

export type StormOptions = {
  /** From 0, a fault now and then, to 1, several at any time: 0.5. */
  readonly strength?: number | undefined;
  /** All where left out. */
  readonly kinds?: readonly StormKind[] | undefined;
};

/** From one fault to the next, on average, in the weakest and in the strongest storm. */
const SELDOM_MS = 10_000;
const OFTEN_MS = 1_000;
/** How long one lasts at most. */
const LONGEST_MS = 8_000;

export class Storm implements Fault {
  readonly what: string;
  readonly stop: () => void;
  readonly #faults: Fault[] = [];

  constructor(house: LabHouse, faults: Faults, { strength = 0.5, kinds = stormKinds }: StormOptions = {}) {
    if (!(strength >= 0 && strength <= 1)) throw new TypeError(`the strength of a storm is 0 to 1, and not ${String(strength)}`);
    if (kinds.length === 0) throw new TypeError('a storm wants kinds of faults to bring');
    this.what = `a storm of strength ${String(strength)}`;
    const over = new AbortController();
    const { clock } = house.time;
    const { whims } = house;
    const meanMs = SELDOM_MS * (OFTEN_MS / SELDOM_MS) ** strength;
    const blow = (): void => {
      if (over.signal.aborted) return;
      const fault = oneOf(kinds.flatMap((kind) => gusts[kind]), whims)({ faults, house, whims, strength }); // prettier-ignore
      if (fault) {
        this.#faults.push(fault);
        clock.after(between(200, LONGEST_MS, whims), () => fault.stop());
      }
      clock.after(between(0, 2 * meanMs, whims), blow);
    };
    clock.after(between(0, 2 * meanMs, whims), blow);
    this.stop = () => {
      over.abort();
      for (const fault of this.#faults) fault.stop();
    };
  }

  get hits(): number {
    return this.#faults.reduce((sum, { hits }) => sum + hits, 0);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

function between(leastMs: number, mostMs: number, random: Random): number {
  return Math.round(leastMs + random.unit() * (mostMs - leastMs));
}

function oneOf<T>(choices: readonly T[], random: Random): T {
  const choice = choices[Math.floor(random.unit() * choices.length)];
  if (choice === undefined) throw new TypeError('there is nothing to choose from');
  return choice;
}
