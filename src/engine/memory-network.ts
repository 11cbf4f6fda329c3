/** The way of packets between a person in memory and the engine, and what may go wrong on it. */
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { FRAME_MS } from '../media/frame.ts';

/** Trouble in one direction; none by default. */
export type PathTrouble = {
  /** Share of packets lost, 0 … 1. */
  readonly loss?: number;
  /** Each packet comes up to so much later, whatever the others do: they may overtake each other. */
  readonly jitterMs?: number;
  /** Share of packets that are overtaken by the next two, 0 … 1. */
  readonly reorder?: number;
};

/** Trouble in both directions alike, or in one of them. Read anew for every packet, so that it may change at any time. */
export type MemoryNetwork = PathTrouble & {
  /** Chance, without which nothing is lost by halves, late or overtaken. */
  readonly random?: Random;
  /** From the person to the engine, in place of what holds for both. */
  readonly up?: PathTrouble;
  /** From the engine to the person. */
  readonly down?: PathTrouble;
  /** Nothing passes, neither up nor down, and nobody is told. */
  readonly isDown?: boolean;
};

/** Just after the packet that is two later. */
const OVERTAKEN_MS = 2 * FRAME_MS + 1;

export type NetworkPathOptions = {
  readonly clock: Clock;
  readonly network: MemoryNetwork;
  readonly direction: 'up' | 'down';
  readonly deliver: (packet: Uint8Array) => void;
};

export class NetworkPath {
  readonly #options: NetworkPathOptions;

  constructor(options: NetworkPathOptions) {
    this.#options = options;
  }

  /** Whether anything at all gets through. */
  get isOpen(): boolean {
    return this.#options.network.isDown !== true && this.#share('loss') < 1;
  }

  /** Sends a packet on its way; the bytes may be written again once this returns. */
  send(packet: Uint8Array): void {
    if (!this.isOpen) return;
    const { clock, deliver } = this.#options;
    if (this.#happens(this.#share('loss'))) return;
    const jitterMs = this.#share('jitterMs');
    const jitter = jitterMs > 0 ? jitterMs * (this.#options.network.random?.unit() ?? 0) : 0;
    const delayMs = jitter + (this.#happens(this.#share('reorder')) ? OVERTAKEN_MS : 0);
    if (delayMs === 0) return deliver(packet);
    const copy = packet.slice();
    clock.after(delayMs, () => this.#options.network.isDown !== true && deliver(copy));
  }

  #share(name: keyof PathTrouble): number {
    const { network, direction } = this.#options;
    return network[direction]?.[name] ?? network[name] ?? 0;
  }

  #happens(share: number): boolean {
    return share > 0 && (this.#options.network.random?.unit() ?? 1) < share;
  }
}
