/** How much of the others' pictures is lost on the way, counted every five seconds. */
import { every } from '../app/time.ts';
import { lossBetween, receivedBy, type NetworkFigures, type Received } from './network.ts';

const countEveryMs = 5_000;

type PictureLossOptions = {
  readonly peer: () => RTCPeerConnection | undefined;
  readonly onChange: () => void;
};

export class PictureLoss {
  readonly #options: PictureLossOptions;
  #figures: NetworkFigures = {};
  #before: { readonly peer: RTCPeerConnection; readonly count: Received } | undefined;
  #stop: (() => void) | undefined;

  constructor(options: PictureLossOptions) {
    this.#options = options;
  }

  get figures(): NetworkFigures {
    return this.#figures;
  }

  start(): void {
    this.#stop ??= every(countEveryMs, () => void this.#count().catch(() => undefined));
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#before = undefined;
    this.#figures = {};
  }

  async #count(): Promise<void> {
    const peer = this.#options.peer();
    if (peer === undefined) return;
    const count = await receivedBy(peer);
    const before = this.#before?.peer === peer ? this.#before.count : undefined;
    this.#before = { peer, count };
    const pictureLoss = before && lossBetween(before, count);
    this.#figures = { pictureLoss, roundTripMs: count.roundTripMs };
    this.#options.onChange();
  }
}
