/** One track of pictures without a hole: as they came, and black while nobody showed anything. */
import type { SegmentRecord } from '../segments/record.ts';
import { BLACK } from './black-picture.ts';

export type PictureOfLine = { readonly data: Uint8Array; readonly atMs: number; readonly isKeyFrame: boolean };

const BLACK_EVERY_MS = 2_000;
/** What is later than what came before it is put behind it; what is much later is of no use any more. */
const LATE_MS = 1_000;

export class PictureLine {
  readonly #put: (picture: PictureOfLine) => Promise<void>;
  #isBlack = true;
  /** Between a black picture, or one that was dropped, and the next key frame nothing can be decoded. */
  #needsKeyFrame = true;
  #lastMs = -1;
  #nextBlackMs = 0;

  constructor(put: (picture: PictureOfLine) => Promise<void>) {
    this.#put = put;
  }

  async take({ atMs, data, isKeyFrame }: Extract<SegmentRecord, { kind: 'picture' }>): Promise<void> {
    if (atMs < this.#lastMs - LATE_MS) this.#needsKeyFrame = true;
    if (this.#needsKeyFrame && (!isKeyFrame || atMs < this.#lastMs - LATE_MS)) return;
    await this.blackUntil(atMs);
    this.#isBlack = false;
    this.#needsKeyFrame = false;
    await this.#add(data, atMs, isKeyFrame);
  }

  /** Nothing is shown from here on. */
  async over(atMs: number): Promise<void> {
    if (this.#isBlack) return;
    this.#isBlack = true;
    this.#needsKeyFrame = true;
    this.#nextBlackMs = atMs;
    await this.blackUntil(atMs + 1);
  }

  /** Nothing that could be seen is in the line before that time, unless something is shown. */
  async blackUntil(atMs: number): Promise<void> {
    while (this.#isBlack && this.#nextBlackMs < atMs) {
      await this.#add(BLACK.data, this.#nextBlackMs, true);
      this.#nextBlackMs += BLACK_EVERY_MS;
    }
  }

  /** Times only go forward, however they were noted. */
  async #add(data: Uint8Array, atMs: number, isKeyFrame: boolean): Promise<void> {
    this.#lastMs = Math.max(atMs, this.#lastMs + 1);
    await this.#put({ data, atMs: this.#lastMs, isKeyFrame });
  }
}
