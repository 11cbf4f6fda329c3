/** Pictures on their way to one reader: it begins with a key frame, and after any loss goes on with one. */
import type { Cancel } from '../base/cancel.ts';
import { FrameQueue } from './frame-queue.ts';
import type { FrameStream, PictureFrame } from './media.ts';

/** Two seconds at most rates. */
const MOST_WAITING = 60;

export class PictureStream implements FrameStream<PictureFrame>, AsyncIterableIterator<PictureFrame, undefined> {
  readonly #queue: FrameQueue<PictureFrame>;
  #needsKey = true;

  constructor({ onLeft, signal }: Cancel & { readonly onLeft: () => void }) {
    this.#queue = new FrameQueue({ limit: MOST_WAITING, onLeft, signal });
  }

  get lostFrames(): number {
    return this.#queue.lostFrames;
  }

  /** A picture without those that it builds on is of no use: what waits goes with the one that is dropped. */
  push(frame: PictureFrame): void {
    if (this.#queue.waiting === MOST_WAITING) {
      this.#queue.drop();
      this.#needsKey = true;
    }
    if (this.#needsKey && !frame.isKeyFrame) return this.#queue.lose(1);
    this.#needsKey = false;
    this.#queue.push(frame);
  }

  /** Frames are missing before the next one. */
  cut(): void {
    this.#needsKey = true;
  }

  end(): void {
    this.#queue.end();
  }

  next(): Promise<IteratorResult<PictureFrame, undefined>> {
    return this.#queue.next();
  }

  return(): Promise<IteratorResult<PictureFrame, undefined>> {
    return this.#queue.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
