/** Who hears whom in a room, as it was said last, made ready to be asked. */
import type { Routing } from './port.ts';

export class RoutingTable {
  readonly #apart: ReadonlySet<string>;
  readonly #groups: readonly { readonly sources: ReadonlySet<string>; readonly receivers: ReadonlySet<string> }[];

  constructor({ apart, groups }: Routing) {
    this.#apart = new Set(apart);
    this.#groups = groups.map(({ sources, receivers }) => ({ sources: new Set(sources), receivers: new Set(receivers) }));
  }

  /** Whether everybody hears everybody. */
  get isOpen(): boolean {
    return this.#apart.size === 0;
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
}
