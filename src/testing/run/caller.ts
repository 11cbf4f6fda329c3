/** One of many callers of a load: the people who dial in their own stead, and what was measured of their calls. */
import type { Call } from '../../switchboard/call.ts';
import type { PersonEntry } from '../../switchboard/directory.ts';
import type { LabHouse } from '../house/lab-house.ts';
import type { Lab } from '../lab.ts';
import type { Company } from '../people/surroundings.ts';

export type CallerRun = {
  readonly number: number;
  readonly lab: Lab;
  readonly failure: Error | undefined;
  /** Milliseconds, one for each call that was dialled and connected. */
  readonly setUpMs: readonly number[];
  /** From being connected to the first sound. */
  readonly firstWordMs: readonly number[];
};

export class Caller implements Company {
  readonly #number: number;
  readonly #house: LabHouse;
  readonly #own = new Map<string, PersonEntry>();
  readonly #ids = new Set<string>();

  constructor(number: number, house: LabHouse) {
    this.#number = number;
    this.#house = house;
  }

  /** Ada Lovelace 17: moves in when she first dials. */
  callerFor(entry: PersonEntry): PersonEntry {
    const known = this.#own.get(entry.userId) ?? this.#house.people.person(`${entry.name} ${String(this.#number)}`);
    this.#own.set(entry.userId, known);
    this.#ids.add(known.userId);
    return known;
  }

  isOurs({ legs }: Call): boolean {
    return legs.some((leg) => leg.kind === 'person' && this.#ids.has(leg.userId));
  }

  over(lab: Lab, failure: Error | undefined): CallerRun {
    const { clock } = this.#house.time;
    const startWallMs = clock.wallMs() - clock.now();
    const setUpMs: number[] = [];
    const firstWordMs: number[] = [];
    for (const { handset } of lab.lines) {
      const dialled = lab.deeds.all.find(({ kind, callId }) => callId === handset.callId && (kind === 'dial' || kind === 'join'));
      const { leg, ear } = handset;
      if (!dialled || leg?.connectedMs === undefined || leg.direction !== 'outgoing') continue;
      const connectedMs = leg.connectedMs - startWallMs;
      const first = ear.sounds({ fromMs: connectedMs })[0]?.fromMs;
      setUpMs.push(Math.max(0, connectedMs - dialled.atMs));
      if (first !== undefined) firstWordMs.push(Math.max(0, first - connectedMs));
    }
    return { number: this.#number, lab, failure, setUpMs, firstWordMs };
  }
}
