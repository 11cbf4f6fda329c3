/** The last seconds of what an ear has, as band sound, made as it comes; where nothing came there is nothing to make. */
import { bandSound, type BandSound, POINTS_PER_MS, REACH, STRIDE } from './band-sound.ts';
import type { Ear } from './ear.ts';

/** So much is kept at least, and twice as much at most. */
const KEPT_POINTS: number = 30_000 * POINTS_PER_MS;

export class BandTrack {
  readonly #ear: Ear;
  readonly #re = new Float32Array(KEPT_POINTS * 2);
  readonly #im = new Float32Array(KEPT_POINTS * 2);
  #first: number;
  #end: number;

  /** Points are counted from time 0. */
  constructor(ear: Ear, first: number) {
    this.#ear = ear;
    this.#first = first;
    this.#end = first;
  }

  /** The oldest point that is kept. */
  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  /** All that is kept, the point `first` first: to be read only, and up to `end`. */
  get re(): Float32Array {
    return this.#re;
  }

  get im(): Float32Array {
    return this.#im;
  }

  /** Makes what is new, up to that point. After a long silence everything before it is forgotten. */
  extend(to: number): void {
    while (this.#end < to) {
      const next = this.#ear.nextMs((this.#end * STRIDE - REACH) / (POINTS_PER_MS * STRIDE));
      const sounds = next === undefined ? to : Math.min(to, Math.max(this.#end, Math.floor(next * POINTS_PER_MS) - REACH / STRIDE));
      if (sounds > this.#end) this.#skip(sounds);
      else this.#make(Math.min(to, this.#end + 1_000 * POINTS_PER_MS));
    }
  }

  /** A view that is good until the next `extend`. Zeroes are not made up: both ends must be kept. */
  between(from: number, to: number): BandSound {
    return { re: this.#re.subarray(from - this.#first, to - this.#first), im: this.#im.subarray(from - this.#first, to - this.#first) };
  }

  #make(to: number): void {
    this.#makeRoom(to);
    const samples = this.#ear.samples(this.#end * STRIDE - REACH, to * STRIDE + REACH);
    const made = bandSound(samples, to - this.#end);
    this.#re.set(made.re, this.#end - this.#first);
    this.#im.set(made.im, this.#end - this.#first);
    this.#end = to;
  }

  #skip(to: number): void {
    if (to - this.#end >= KEPT_POINTS) {
      this.#re.fill(0, 0, KEPT_POINTS);
      this.#im.fill(0, 0, KEPT_POINTS);
      this.#first = to - KEPT_POINTS;
    } else {
      this.#makeRoom(to);
      this.#re.fill(0, this.#end - this.#first, to - this.#first);
      this.#im.fill(0, this.#end - this.#first, to - this.#first);
    }
    this.#end = to;
  }

  #makeRoom(to: number): void {
    if (to - this.#first <= KEPT_POINTS * 2) return;
    const first = Math.max(this.#first, to - KEPT_POINTS - 1_000 * POINTS_PER_MS);
    this.#re.copyWithin(0, first - this.#first, this.#end - this.#first);
    this.#im.copyWithin(0, first - this.#first, this.#end - this.#first);
    this.#first = first;
  }
}
