/** What came of one stream of sound and nobody has written yet: the oldest first, at most 10 s. The stream itself keeps what has no room here. */
import { FRAME_MS } from '../../media/frame.ts';
import type { Reading, StreamPlace } from '../../call/media-timeline.ts';

const MOST_FRAMES = 512;
const MASK = MOST_FRAMES - 1;
/** Times that waver about the edge of a slot do not tear a voice apart. */
const WAVER_MS = 11;

export type SoundQueueOptions = {
  /** Whoever reads the stream may keep what was said since then. */
  readonly fromMs: number;
  /** A frame whose time is taken. */
  readonly onLost: () => void;
};

export class SoundQueue {
  /** Where the stream has come to. */
  readonly place: StreamPlace = { carrierMs: 0, reading: undefined };
  /** No more come. */
  isOver = false;
  readonly #options: SoundQueueOptions;
  readonly #fromSlot: number;
  readonly #frames: (Int16Array | undefined)[] = Array.from({ length: MOST_FRAMES });
  readonly #readings: (Reading | undefined)[] = Array.from({ length: MOST_FRAMES });
  readonly #carrierMs = new Float64Array(MOST_FRAMES);
  #first = 0;
  #count = 0;
  /** Of the first frame; -1 where that has yet to be found. */
  #firstSlot = -1;
  #lastSlot = -1;
  #lastCarrierMs = Number.NaN;
  #onRoom: (() => void) | undefined;

  constructor(options: SoundQueueOptions) {
    this.#options = options;
    // What was being said just then came with it.
    this.#fromSlot = Math.floor(options.fromMs / FRAME_MS) - 1;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isFull(): boolean {
    return this.#count === MOST_FRAMES;
  }

  /** The slot of 20 ms of what comes first; infinite where nothing waits, or nobody knows yet. */
  get slot(): number {
    while (this.#firstSlot < 0) {
      const reading = this.#count > 0 ? this.#readings[this.#first] : undefined;
      if (!reading?.isSettled) return Number.POSITIVE_INFINITY;
      const slot = this.#slotOf(this.#carrierMs[this.#first] ?? 0, reading);
      if (slot > this.#lastSlot && slot >= this.#fromSlot && slot >= 0) {
        this.#lastSlot = slot;
        this.#firstSlot = slot;
      } else {
        if (slot >= this.#fromSlot) this.#options.onLost();
        this.#drop();
      }
    }
    return this.#firstSlot;
  }

  /** Only where it is not full. Do not write to the frame afterwards. */
  put(frame: Int16Array, carrierMs: number, reading: Reading): void {
    const place = (this.#first + this.#count++) & MASK;
    this.#frames[place] = frame;
    this.#carrierMs[place] = carrierMs;
    this.#readings[place] = reading;
  }

  /** What comes first, if its slot is that one. */
  take(slot: number): Int16Array | undefined {
    if (this.slot !== slot) return undefined;
    const frame = this.#frames[this.#first];
    this.#drop();
    return frame;
  }

  clear(): void {
    while (this.#count > 0) this.#drop();
  }

  /** Resolves when there is room. One waits at a time. */
  room(): Promise<void> {
    return new Promise((resolve) => (this.#onRoom = resolve));
  }

  #slotOf(carrierMs: number, { offsetMs }: Reading): number {
    const atMs = carrierMs + offsetMs;
    const next = this.#lastSlot + 1;
    const isNext = Math.abs(carrierMs - this.#lastCarrierMs - FRAME_MS) <= FRAME_MS / 2;
    this.#lastCarrierMs = carrierMs;
    return isNext && Math.abs(next * FRAME_MS - atMs) < WAVER_MS ? next : Math.round(atMs / FRAME_MS);
  }

  #drop(): void {
    this.#frames[this.#first] = undefined;
    this.#readings[this.#first] = undefined;
    this.#first = (this.#first + 1) & MASK;
    this.#count--;
    this.#firstSlot = -1;
    this.#onRoom?.();
    this.#onRoom = undefined;
  }
}
