/** Fills the place of a lost frame by repeating the last pitch period, ever more quietly: for codecs that cannot do so. */
import { FRAME_SAMPLES } from './frame.ts';

const HISTORY = 640;
/** Pitch from 50 to 200 Hz. */
const SHORTEST = 80;
const LONGEST = 320;
/** Silent after this many samples without news. */
const FADE = 960;
const BLEND = 80;

export class Concealment {
  readonly #history = new Int16Array(HISTORY);
  readonly #period = new Int16Array(LONGEST);
  #length = LONGEST;
  #lost = 0;

  /** A frame that came; after a loss its first 5 ms are blended with what was made up. */
  came(frame: Int16Array, count: number): void {
    if (this.#lost > 0) {
      for (let i = 0; i < Math.min(BLEND, count); i++) {
        const share = i / BLEND;
        frame[i] = Math.round((frame[i] ?? 0) * share + this.#madeUp(this.#lost + i) * (1 - share));
      }
      this.#lost = 0;
    }
    this.#remember(frame, count);
  }

  /** Makes up one frame for one that did not come. */
  fill(into: Int16Array): number {
    if (this.#lost === 0) this.#findPeriod();
    for (let i = 0; i < FRAME_SAMPLES; i++) into[i] = this.#madeUp(this.#lost + i);
    this.#lost += FRAME_SAMPLES;
    return FRAME_SAMPLES;
  }

  #madeUp(since: number): number {
    const loudness = Math.max(0, 1 - since / FADE);
    return Math.round((this.#period[since % this.#length] ?? 0) * loudness);
  }

  #remember(frame: Int16Array, count: number): void {
    const kept = Math.min(HISTORY, count);
    this.#history.copyWithin(0, kept);
    this.#history.set(frame.subarray(count - kept, count), HISTORY - kept);
  }

  /** The lag at which the newest 10 ms look most like what came before. */
  #findPeriod(): void {
    const history = this.#history;
    const window = 160;
    let best = 0;
    this.#length = LONGEST;
    for (let lag = SHORTEST; lag <= LONGEST; lag++) {
      let product = 0;
      let energy = 1;
      for (let i = HISTORY - window; i < HISTORY; i += 2) {
        const before = history[i - lag] ?? 0;
        product += (history[i] ?? 0) * before;
        energy += before * before;
      }
      const likeness = product > 0 ? (product * product) / energy : 0;
      if (likeness > best) {
        best = likeness;
        this.#length = lag;
      }
    }
    this.#period.set(history.subarray(HISTORY - this.#length));
  }
}
