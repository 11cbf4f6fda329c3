/** What waits to be told to one subscription: in order, one after another, tried again for hours, and then given up. */
import type { Clock } from '../../../../base/clock.ts';
import type { SubscriptionSettings } from '../around-settings.ts';

export type ChangeQueueOptions<Item> = {
  readonly clock: Clock;
  readonly settings: Pick<SubscriptionSettings, 'queue' | 'retryForMs' | 'retryFirstMs' | 'retryMostMs'>;
  readonly signal: AbortSignal;
  /** Gives whether it arrived; rejects never. */
  readonly post: (item: Item) => Promise<boolean>;
  /** Something was given up: it waited too long, or too much waits. Told once until something arrives again. */
  readonly onMissed: () => void;
  /** Nothing waits any more. */
  readonly onIdle: () => void;
};

export class ChangeQueue<Item> {
  readonly #options: ChangeQueueOptions<Item>;
  readonly #waiting: { readonly item: Item; readonly sinceMs: number }[] = [];
  #isRunning = false;
  #hasMissed = false;

  constructor(options: ChangeQueueOptions<Item>) {
    this.#options = options;
  }

  push(item: Item): void {
    const { clock, settings } = this.#options;
    this.#waiting.push({ item, sinceMs: clock.now() });
    // The first one may be on its way.
    if (this.#waiting.length > settings.queue + 1) {
      this.#waiting.splice(1, 1);
      this.#missed();
    }
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    await this.#drain();
    this.#isRunning = false;
    this.#options.onIdle();
  }

  async #drain(): Promise<void> {
    const { clock, settings, signal, post } = this.#options;
    for (let first = this.#waiting[0]; first && !signal.aborted; first = this.#waiting[0]) {
      let pauseMs = settings.retryFirstMs;
      let hasArrived = await post(first.item);
      while (!hasArrived && !signal.aborted && clock.now() + pauseMs - first.sinceMs < settings.retryForMs) {
        await clock.sleep(pauseMs, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, settings.retryMostMs);
        if (!signal.aborted) hasArrived = await post(first.item);
      }
      this.#waiting.shift();
      if (hasArrived) this.#hasMissed = false;
      else if (!signal.aborted) this.#missed();
    }
  }

  #missed(): void {
    if (this.#hasMissed) return;
    this.#hasMissed = true;
    this.#options.onMissed();
  }
}
