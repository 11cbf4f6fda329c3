/** What a transport tells of a peer: held back until the peer's leg exists, and of no interest once the leg is gone. */
import type { PeerLeg } from './peer-leg.ts';
import type { PeerHandlers } from './peer-transport.ts';

export type PeerSignalsOptions = {
  /** Whether this leg is (still) in a room. */
  readonly isThere: (leg: PeerLeg) => boolean;
  readonly connected: (leg: PeerLeg) => void;
  readonly packet: (leg: PeerLeg, bytes: Uint8Array) => void;
  readonly lost: (leg: PeerLeg, reason: string) => void;
};

export class PeerSignals implements PeerHandlers {
  readonly #options: PeerSignalsOptions;
  #leg: PeerLeg | undefined;
  #isConnected = false;
  #lost: string | undefined;

  constructor(options: PeerSignalsOptions) {
    this.#options = options;
  }

  /** The leg exists: it hears what came before, and from now on at once. */
  begin(leg: PeerLeg): void {
    this.#leg = leg;
    if (this.#isConnected) this.connected();
    if (this.#lost !== undefined) this.lost(this.#lost);
  }

  connected(): void {
    this.#isConnected = true;
    const leg = this.#here();
    if (leg && !leg.isConnected) this.#options.connected(leg);
  }

  packet(bytes: Uint8Array): void {
    const leg = this.#here();
    if (leg) this.#options.packet(leg, bytes);
  }

  lost(reason: string): void {
    this.#lost ??= reason;
    const leg = this.#here();
    if (leg) this.#options.lost(leg, reason);
  }

  #here(): PeerLeg | undefined {
    return this.#leg && this.#options.isThere(this.#leg) ? this.#leg : undefined;
  }
}
