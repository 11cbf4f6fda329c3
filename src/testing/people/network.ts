/** The network between one person and the switchboard: as bad as the lab's and as its own. */
import type { Random } from '../../base/random.ts';
import type { MemoryNetwork } from '../../engine/memory-network.ts';

/** What happens to packets, both ways. Shares are 0 to 1. */
export type PacketTrouble = { loss: number; jitterMs: number; reorder: number };

export function noPacketTrouble(): PacketTrouble {
  return { loss: 0, jitterMs: 0, reorder: 0 };
}

/** Read anew for each packet. */
export class LineNetwork implements MemoryNetwork {
  readonly own: PacketTrouble = noPacketTrouble();
  /** Nothing passes, and nobody is told. */
  isDown = false;
  readonly random: Random;
  readonly #shared: PacketTrouble;

  constructor({ shared, random }: { readonly shared: PacketTrouble; readonly random: Random }) {
    this.#shared = shared;
    this.random = random;
  }

  get loss(): number {
    return Math.max(this.own.loss, this.#shared.loss);
  }

  get jitterMs(): number {
    return Math.max(this.own.jitterMs, this.#shared.jitterMs);
  }

  get reorder(): number {
    return Math.max(this.own.reorder, this.#shared.reorder);
  }
}
