/** The last few frames, oldest dropped first: for what has to be known of the moment before a decision. */
import { FRAME_SAMPLES } from './frame.ts';

export class FrameRing {
  readonly #samples: Int16Array;
  readonly #limit: number;
  #oldest = 0;
  #count = 0;

  /** Holds `limit` frames; a further one takes the place of the oldest. */
  constructor({ limit }: { readonly limit: number }) {
    this.#limit = limit;
    this.#samples = new Int16Array(limit * FRAME_SAMPLES);
  }

  push(frame: Int16Array): void {
    const place = (this.#oldest + this.#count) % this.#limit;
    this.#samples.set(frame, place * FRAME_SAMPLES);
    if (this.#count < this.#limit) this.#count++;
    else this.#oldest = (this.#oldest + 1) % this.#limit;
  }

  /** Gives every frame, oldest first, and forgets them. */
  drain(take: (frame: Int16Array) => void): void {
    for (let i = 0; i < this.#count; i++) {
      const place = ((this.#oldest + i) % this.#limit) * FRAME_SAMPLES;
      take(this.#samples.subarray(place, place + FRAME_SAMPLES));
    }
    this.#count = 0;
  }
}
