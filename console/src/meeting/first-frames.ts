/** When a slot shows what it was told to show: a new source begins with a key frame, so the count of key frames tells. */
import { every } from '../app/time.ts';

const lookEveryMs = 100;

type FirstFramesOptions = {
  /** Key frames decoded in this slot until now; undefined where that cannot be known yet. */
  readonly count: (slot: number) => Promise<number | undefined>;
  readonly onShown: (slot: number) => void;
};

export class FirstFrames {
  readonly #options: FirstFramesOptions;
  /** Slots that are waited for, with the count from which on. */
  readonly #awaited = new Map<number, { readonly from: number }>();
  #stop: (() => void) | undefined;

  constructor(options: FirstFramesOptions) {
    this.#options = options;
  }

  /** Waits for the next key frame in each of these slots; resolves once it is known which would be the next. */
  async expect(slots: readonly number[]): Promise<void> {
    const counted = await Promise.all(slots.map(async (slot) => [slot, { from: (await this.#options.count(slot)) ?? 0 }] as const));
    for (const [slot, awaited] of counted) this.#awaited.set(slot, awaited);
    if (this.#awaited.size > 0) this.#stop ??= every(lookEveryMs, () => void this.#look());
  }

  forget(slots: readonly number[]): void {
    for (const slot of slots) this.#awaited.delete(slot);
    this.#rest();
  }

  async #look(): Promise<void> {
    for (const [slot, awaited] of this.#awaited) {
      const count = await this.#options.count(slot);
      // It may have been told otherwise meanwhile.
      if (count === undefined || count <= awaited.from || this.#awaited.get(slot) !== awaited) continue;
      this.#awaited.delete(slot);
      this.#options.onShown(slot);
    }
    this.#rest();
  }

  #rest(): void {
    if (this.#awaited.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** Key frames decoded by a receiver, as `getStats` counts them; all frames where the browser does not count key frames apart. */
export async function keyFramesOf(receiver: RTCRtpReceiver): Promise<number | undefined> {
  let count: number | undefined;
  const report = await receiver.getStats();
  report.forEach((entry: { readonly type: string; readonly keyFramesDecoded?: number; readonly framesDecoded?: number }) => {
    if (entry.type === 'inbound-rtp') count = entry.keyFramesDecoded ?? entry.framesDecoded;
  });
  return count;
}
