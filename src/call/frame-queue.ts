/** Frames on their way to one reader: a bounded queue that drops the oldest, and says how many it has dropped. */
import type { FrameStream } from './media.ts';

export type FrameQueueOptions = {
  readonly limit: number;
  /** The reader has left, or the end was read. */
  readonly onLeft?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * What waits when the stream ends can still be read; what waits when the signal aborts is lost, and the reader gets its reason.
 * A read costs a promise that waits only where nothing is there.
 */
export class FrameQueue<Frame> implements FrameStream<Frame>, AsyncIterableIterator<Frame, undefined> {
  readonly #limit: number;
  readonly #onLeft: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #frames: (Frame | undefined)[];
  #first = 0;
  #count = 0;
  #lost = 0;
  #isOver = false;
  #failure: { readonly reason: unknown } | undefined;
  #waiting:
    { readonly resolve: (result: IteratorResult<Frame, undefined>) => void; readonly reject: (reason: unknown) => void } | undefined;

  constructor({ limit, onLeft = nothing, signal }: FrameQueueOptions) {
    this.#limit = Math.max(1, Math.floor(limit));
    this.#frames = [];
    this.#onLeft = onLeft;
    this.#signal = signal;
    if (signal?.aborted) this.#aborted();
    else signal?.addEventListener('abort', this.#aborted, { once: true });
  }

  get lostFrames(): number {
    return this.#lost;
  }

  /** How many wait to be read. */
  get waiting(): number {
    return this.#count;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get first(): Frame | undefined {
    return this.#count > 0 ? this.#frames[this.#first] : undefined;
  }

  /** Gives back the frame that was dropped for it, if one was. */
  push(frame: Frame): Frame | undefined {
    if (this.#isOver) return undefined;
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve({ value: frame, done: false });
      return undefined;
    }
    const dropped = this.#count === this.#limit ? this.take() : undefined;
    if (dropped !== undefined) this.#lost++;
    this.#frames[(this.#first + this.#count++) % this.#limit] = frame;
    return dropped;
  }

  take(): Frame | undefined {
    if (this.#count === 0) return undefined;
    const frame = this.#frames[this.#first];
    this.#frames[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limit;
    this.#count--;
    return frame;
  }

  /** Throws away what waits, as lost. */
  drop(): void {
    this.#lost += this.#count;
    while (this.#count > 0) this.take();
  }

  /** Frames that were never there, and should have been. */
  lose(count: number): void {
    this.#lost += count;
  }

  /** No more come. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#waiting?.resolve(OVER);
    this.#waiting = undefined;
    this.#onLeft();
  }

  /** One reader only: throws `TypeError` where a read waits already. */
  next(): Promise<IteratorResult<Frame, undefined>> {
    if (this.#failure) return Promise.reject(this.#failure.reason);
    const frame = this.take();
    if (frame !== undefined) return Promise.resolve({ value: frame, done: false });
    if (this.#isOver) return Promise.resolve(OVER);
    if (this.#waiting) throw new TypeError('a stream of frames has one reader, and a read of it waits already: open another stream');
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  return(): Promise<IteratorResult<Frame, undefined>> {
    this.drop();
    this.end();
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #aborted = (): void => {
    const reason: unknown = this.#signal?.reason;
    this.#failure = { reason };
    this.drop();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(reason);
    this.end();
  };
}

const OVER: IteratorReturnResult<undefined> = { value: undefined, done: true };

function nothing(): void {}
