/** Brings a meeting's sound back after the network has changed: decides when to connect anew, and how often. */
import { after } from '../app/time.ts';
import type { Sound } from '../phone/peer-line.ts';

type ComeBackOptions = {
  /** Connects sound, then pictures, anew. */
  readonly renew: () => Promise<void>;
};

const silentMs = 3_000;
const againMs = 5_000;

export class ComeBack {
  readonly #renew: () => Promise<void>;
  #legId: string | undefined;
  #sound: Sound | undefined;
  #isLinkOpen = false;
  #hasFlowed = false;
  #hasNetworkChanged = false;
  #isUnderWay = false;
  #stopTimer: (() => void) | undefined;

  constructor({ renew }: ComeBackOptions) {
    this.#renew = renew;
  }

  /** Sound flowed and does not now. */
  get isSoundLost(): boolean {
    return this.#hasFlowed && this.#sound !== 'flowing';
  }

  follow(legId: string | undefined, sound: Sound | undefined, isLinkOpen: boolean): void {
    if (legId !== this.#legId) this.#begin(legId);
    const isNews = sound !== this.#sound || isLinkOpen !== this.#isLinkOpen;
    this.#sound = sound;
    this.#isLinkOpen = isLinkOpen;
    if (sound === 'flowing') this.#hasFlowed = true;
    if (isNews) this.#decide();
  }

  /** The browser says that it is online again: its address may be another. */
  networkChanged(): void {
    if (this.#legId === undefined) return;
    this.#hasNetworkChanged = true;
    this.#decide();
  }

  #begin(legId: string | undefined): void {
    this.#legId = legId;
    this.#hasFlowed = false;
    this.#hasNetworkChanged = false;
    this.#sound = undefined;
    this.#stop();
  }

  /** Without the link nothing can be asked; when it opens, this is called again. */
  #decide(): void {
    const isOver = this.#legId === undefined || this.#sound === 'closed';
    if (isOver || !this.#isLinkOpen) return this.#stop();
    if (this.#hasNetworkChanged || this.#sound === 'failed') return void this.#connect();
    if (!this.isSoundLost) return this.#stop();
    this.#stopTimer ??= after(silentMs, () => void this.#connect());
  }

  async #connect(): Promise<void> {
    // What never flowed is for the person to know of, not to be tried over and over.
    if (this.#isUnderWay || !this.#hasFlowed) return;
    this.#stop();
    this.#hasNetworkChanged = false;
    this.#isUnderWay = true;
    await this.#renew().catch(() => undefined);
    this.#isUnderWay = false;
    if (this.isSoundLost && this.#isLinkOpen) this.#stopTimer ??= after(againMs, () => void this.#connect());
    else if (this.#hasNetworkChanged) this.#decide();
  }

  #stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}
