/** What a bot has sent and the room has not heard yet: ten seconds at most, in one ring, with the marks between. */
import { FRAME_SAMPLES } from '../../media/frame.ts';

/** Ten seconds. */
const CAPACITY = 500;
/** A stream that arrives unevenly waits for so many frames, or so many ticks, before it is said. A burst does not wait. */
const CUSHION_FRAMES = 3;
const CUSHION_TICKS = 2;
const MOST_MARKS = 100;

type Mark = { readonly name: string; readonly at: number };

export class SoundQueue {
  #samples: Int16Array | undefined;
  #count = 0;
  /** Frames that were taken or thrown away, of all that came. */
  #done = 0;
  #isPlaying = false;
  #waited = 0;
  readonly #marks: Mark[] = [];
  readonly #marked: (name: string) => void;

  /** `marked` is called when all that came before a mark has been said. */
  constructor({ marked }: { readonly marked: (name: string) => void }) {
    this.#marked = marked;
  }

  /** How many frames wait. */
  get length(): number {
    return this.#count;
  }

  /** The place for one more frame, to be written to at once; undefined if there is none. */
  place(): Int16Array | undefined {
    if (this.#count >= CAPACITY) return undefined;
    this.#samples ??= new Int16Array(CAPACITY * FRAME_SAMPLES);
    const at = ((this.#done + this.#count) % CAPACITY) * FRAME_SAMPLES;
    this.#count++;
    return this.#samples.subarray(at, at + FRAME_SAMPLES);
  }

  /** The frame for this tick; false if nothing is to be said. */
  frame(into: Int16Array): boolean {
    if (this.#count === 0 || !this.#samples) {
      this.#isPlaying = false;
      this.#waited = 0;
      return false;
    }
    if (!this.#isPlaying && this.#count < CUSHION_FRAMES && this.#waited++ < CUSHION_TICKS) return false;
    this.#isPlaying = true;
    const at = (this.#done % CAPACITY) * FRAME_SAMPLES;
    for (let i = 0; i < FRAME_SAMPLES; i++) into[i] = this.#samples[at + i] ?? 0;
    this.#done++;
    this.#count--;
    this.tellMarks();
    return true;
  }

  /** Throws away what waits; gives how many frames that was. Marks among them are told by `tellMarks`. */
  clear(): number {
    const dropped = this.#count;
    this.#done += dropped;
    this.#count = 0;
    this.#isPlaying = false;
    this.#waited = 0;
    return dropped;
  }

  /** Forgets all, marks too, without a word. */
  reset(): void {
    this.#marks.length = 0;
    this.clear();
  }

  /** False if too many marks wait already. */
  mark(name: string): boolean {
    if (this.#marks.length >= MOST_MARKS) return false;
    this.#marks.push({ name, at: this.#done + this.#count });
    this.tellMarks();
    return true;
  }

  /** Tells those marks that nothing is before any more. */
  tellMarks(): void {
    for (let mark = this.#marks[0]; mark && mark.at <= this.#done; mark = this.#marks[0]) {
      this.#marks.shift();
      this.#marked(mark.name);
    }
  }
}
