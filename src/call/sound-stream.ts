/**
 * Sound on its way to one reader, at the pace of time: where nothing was said, silence is made up when the reader comes for it,
 * so that a stream nobody reads costs nothing.
 */
import type { Clock, Timer } from '../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../media/frame.ts';
import { FrameQueue } from './frame-queue.ts';
import type { FrameStream, ListenOptions, SoundFrame } from './media.ts';

/** The media clock, as it is here. */
export interface MediaTime {
  /** Now, in its milliseconds; undefined until it is known. */
  nowMs(): number | undefined;
}

export type SoundStreamOptions = ListenOptions & {
  readonly clock: Clock;
  readonly time: MediaTime;
  readonly onLeft: () => void;
};

/** Frames that were sent just before may still be on their way for so long. */
const ON_THE_WAY_MS = 60;
const MOST_WAITING = 500;

type Result = IteratorResult<SoundFrame, undefined>;

export class SoundStream implements FrameStream<SoundFrame>, AsyncIterableIterator<SoundFrame, undefined> {
  readonly #options: SoundStreamOptions;
  readonly #queue: FrameQueue<SoundFrame>;
  readonly #isFilled: boolean;
  readonly #mostWaiting: number;
  /** The moment that the reader has come to; undefined until the media clock is known. */
  #atMs: number | undefined;
  #newsCame: (() => void) | undefined;

  constructor(options: SoundStreamOptions) {
    const { gaps = 'filled', mostWaiting = MOST_WAITING, signal, onLeft } = options;
    this.#options = options;
    this.#isFilled = gaps === 'filled';
    this.#mostWaiting = Math.max(1, mostWaiting);
    this.#queue = new FrameQueue({ limit: this.#mostWaiting, onLeft: () => this.#left(onLeft), signal });
  }

  get lostFrames(): number {
    return this.#queue.lostFrames;
  }

  push(frame: SoundFrame): void {
    const dropped = this.#queue.push(frame);
    if (dropped) this.#atMs = Math.max(this.#atMs ?? 0, dropped.atMs + FRAME_MS);
    this.#tellNews();
  }

  end(): void {
    this.#queue.end();
    this.#tellNews();
  }

  async next(): Promise<Result> {
    if (!this.#isFilled) return this.#queue.next();
    for (;;) {
      const made = this.#due();
      if (made) return { value: made, done: false };
      if (this.#queue.waiting > 0 || this.#queue.isOver) return this.#taken();
      await this.#news();
    }
  }

  return(): Promise<Result> {
    return this.#queue.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #taken(): Promise<Result> {
    const result = await this.#queue.next();
    if (!result.done) this.#atMs = Math.max(this.#atMs ?? 0, result.value.atMs + FRAME_MS);
    return result;
  }

  /** The silent frame that comes next, if one does. */
  #due(): SoundFrame | undefined {
    const first = this.#queue.first;
    const untilMs = first ? first.atMs : (this.#options.time.nowMs() ?? Number.NaN) - ON_THE_WAY_MS;
    if (Number.isNaN(untilMs) || (this.#queue.isOver && !first)) return undefined;
    this.#atMs ??= untilMs;
    const most = this.#mostWaiting - this.#queue.waiting;
    const behind = Math.floor((untilMs - this.#atMs) / FRAME_MS);
    if (behind > most) {
      this.#queue.lose(behind - most);
      this.#atMs += (behind - most) * FRAME_MS;
    }
    // Half a frame, since clocks are read in fractions.
    if (untilMs - this.#atMs < FRAME_MS - (first ? FRAME_MS / 2 : 0)) return undefined;
    const frame = { samples: new Int16Array(FRAME_SAMPLES), atMs: this.#atMs, isSpeech: false, isGap: true };
    this.#atMs += FRAME_MS;
    return frame;
  }

  /** A frame, the end, or the moment at which a gap is sure. */
  #news(): Promise<void> {
    const { clock, time } = this.#options;
    const nowMs = time.nowMs();
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      this.#newsCame = (): void => {
        timer?.[Symbol.dispose]();
        this.#newsCame = undefined;
        resolve();
      };
      const dueMs = nowMs === undefined ? FRAME_MS : (this.#atMs ?? nowMs) + FRAME_MS + ON_THE_WAY_MS - nowMs;
      timer = clock.after(Math.max(1, dueMs), this.#newsCame);
    });
  }

  #tellNews(): void {
    this.#newsCame?.();
  }

  #left(onLeft: () => void): void {
    this.#tellNews();
    onLeft();
  }
}
