/** Who hears whom in a room, and whom lower meanwhile, as it was said last, made ready to be asked. */
import { Duck, type Ducking } from './duck.ts';
import type { Routing } from './port.ts';

type Group = {
  readonly sources: ReadonlySet<string>;
  readonly receivers: ReadonlySet<string>;
  /** What a group with the same key is ducked by goes on where the routing is said anew. */
  readonly key: string;
  readonly duck: Duck | undefined;
};

export class RoutingTable {
  readonly #apart: ReadonlySet<string>;
  readonly #groups: readonly Group[];
  /** One of each kind: to ask is no more than to look it up. */
  readonly #duckings = new Map<string, Ducking>();
  /** Of all groups; each is to be told of every tick. */
  readonly ducks: readonly Duck[];

  /** `before` is what held until now. */
  constructor({ apart, groups }: Routing, before?: RoutingTable) {
    this.#apart = new Set(apart);
    this.#groups = groups.map(({ sources, receivers, duckDb = 0 }) => {
      const key = JSON.stringify([duckDb, sources.toSorted()]);
      const duck = duckDb > 0 ? (before?.duckOf(key) ?? new Duck(new Set(sources), duckDb)) : undefined;
      return { sources: new Set(sources), receivers: new Set(receivers), key, duck };
    });
    this.ducks = [...new Set(this.#groups.flatMap(({ duck }) => (duck ? [duck] : [])))];
  }

  /** Whether everybody hears everybody, as loud as they are. */
  get isOpen(): boolean {
    return this.#apart.size === 0 && this.ducks.length === 0;
  }

  /** Whether it hears everybody who is not apart, and nobody else. */
  isPlain(legId: string): boolean {
    return !this.#apart.has(legId) && !this.#groups.some(({ receivers }) => receivers.has(legId));
  }

  isApart(legId: string): boolean {
    return this.#apart.has(legId);
  }

  hears(listener: string, source: string): boolean {
    if (!this.#apart.has(listener) && !this.#apart.has(source)) return true;
    return this.#groups.some(({ sources, receivers }) => sources.has(source) && receivers.has(listener));
  }

  /** Who makes the others lower for this one; undefined if nobody does. */
  duckingOf(legId: string): Ducking | undefined {
    const groups = this.#groups.filter(({ duck, receivers }) => duck && receivers.has(legId));
    if (groups.length === 0) return undefined;
    const key = groups.map((group) => group.key).join();
    const ducking = this.#duckings.get(key) ?? { key, ducks: groups.flatMap(({ duck }) => (duck ? [duck] : [])) };
    this.#duckings.set(key, ducking);
    return ducking;
  }

  duckOf(key: string): Duck | undefined {
    return this.#groups.find((group) => group.key === key)?.duck;
  }
}
