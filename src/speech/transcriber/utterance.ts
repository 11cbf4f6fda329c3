/** One stretch of speech of one person. Its sound is kept until it is text, since it may have to be said again to another recogniser. */
import { FRAME_SAMPLES, msOf } from '../../media/frame.ts';
import type { Speaker } from '../segment.ts';

/** What a recogniser is given at a time: 100 ms. */
const PIECE_SAMPLES = 5 * FRAME_SAMPLES;

export class Utterance {
  readonly speaker: Speaker;
  /** Of the first sample, in the times of frames. */
  readonly atMs: number;
  /** Kept from before speech was noticed. */
  readonly leadMs: number;
  #pieces: Int16Array[] = [];
  /** How much of the newest piece is sound. */
  #filled = PIECE_SAMPLES;
  #readable = 0;
  #samples = 0;
  /** Silence at its end that only tells that it is over. */
  #tailMs = 0;
  #isOver = false;
  #isHeldBack = false;
  #isDropped = false;
  readonly #waiting = new Set<() => void>();

  constructor(speaker: Speaker, atMs: number, leadMs: number) {
    this.speaker = speaker;
    this.atMs = atMs;
    this.leadMs = leadMs;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Nobody will read it: too much waited. */
  get isDropped(): boolean {
    return this.#isDropped;
  }

  get samples(): number {
    return this.#samples;
  }

  get durationMs(): number {
    return msOf(this.#samples);
  }

  /** Where speech ends in it, as far as is known. */
  get speechEndMs(): number {
    return this.durationMs - this.#tailMs;
  }

  /** Copies. True if there is more to be read by it. */
  add(samples: Int16Array, from: number, to: number): boolean {
    this.#samples += to - from;
    if (this.#isDropped) return false;
    const before = this.#readable;
    for (let at = from; at < to;) {
      if (this.#filled === PIECE_SAMPLES) {
        this.#pieces.push(new Int16Array(PIECE_SAMPLES));
        this.#filled = 0;
      }
      const piece = this.#pieces.at(-1) as Int16Array;
      // Sample by sample: a view for each frame would be garbage for each frame.
      for (const end = Math.min(to, at + PIECE_SAMPLES - this.#filled); at < end; at++) piece[this.#filled++] = samples[at] ?? 0;
      if (this.#filled === PIECE_SAMPLES && !this.#isHeldBack) this.#readable = this.#pieces.length;
    }
    return this.#readable > before;
  }

  /** What comes from now on is not read before it is over: part of it may be taken away again. */
  holdBack(): void {
    this.#isHeldBack = true;
  }

  /** Ends it before that sample, and gives what comes after. Only for what was held back. */
  cutAt(sample: number): Int16Array {
    const rest = new Int16Array(this.#samples - sample);
    let restAt = rest.length;
    while (this.#samples > sample) {
      const piece = this.#pieces.at(-1) as Int16Array;
      const taken = Math.min(this.#filled, this.#samples - sample);
      restAt -= taken;
      rest.set(piece.subarray(this.#filled - taken, this.#filled), restAt);
      this.#filled -= taken;
      this.#samples -= taken;
      if (this.#filled > 0) break;
      this.#pieces.pop();
      this.#filled = PIECE_SAMPLES;
    }
    this.end(0);
    return rest;
  }

  /** Nothing more comes; the last `tailMs` were silence. */
  end(tailMs: number): void {
    this.#isOver = true;
    this.#tailMs = Math.min(tailMs, this.durationMs);
    const last = this.#pieces.at(-1);
    if (last && this.#filled < PIECE_SAMPLES) this.#pieces[this.#pieces.length - 1] = last.subarray(0, this.#filled);
    this.#readable = this.#pieces.length;
  }

  /** Lets go of its sound, and keeps nothing of what comes: nobody reads it any more. */
  drop(): void {
    this.#isDropped = true;
    this.#pieces = [];
    this.#readable = 0;
    this.#filled = PIECE_SAMPLES;
    this.tell();
  }

  /** Wakes whoever reads. Never called where frames come in. */
  tell(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Piece number `at`, as a copy; undefined if there is none (yet). */
  piece(at: number): Int16Array | undefined {
    return at < this.#readable ? this.#pieces[at]?.slice() : undefined;
  }

  /** How many pieces can be read by now. */
  get readable(): number {
    return this.#readable;
  }

  /** Calls back once, when there is more, or it is over. */
  whenMore(wake: () => void): void {
    this.#waiting.add(wake);
  }
}
