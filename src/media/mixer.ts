/** Adds up what is said: the sum of all, or of all but one, limited softly. Nothing is allocated after the making. */
import { FRAME_SAMPLES } from './frame.ts';

/** Above this the limiter begins to bend. */
const KNEE = 24_576;
const ROOM = 32_767 - KNEE;

export class Mixer {
  readonly #sum = new Int32Array(FRAME_SAMPLES);
  #count = 0;

  /** Forgets the last tick. */
  begin(): void {
    if (this.#count > 0) this.#sum.fill(0);
    this.#count = 0;
  }

  add(frame: Int16Array): void {
    const sum = this.#sum;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0);
    this.#count++;
  }

  /** How many frames were added. */
  get count(): number {
    return this.#count;
  }

  /** What somebody hears who says nothing. */
  all(into: Int16Array): void {
    const sum = this.#sum;
    if (this.#count <= 1) into.set(sum);
    else for (let i = 0; i < sum.length; i++) into[i] = limited(sum[i] ?? 0);
  }

  /** What the one hears who said `own`, which was added before. */
  allBut(own: Int16Array, into: Int16Array): void {
    const sum = this.#sum;
    for (let i = 0; i < sum.length; i++) into[i] = limited((sum[i] ?? 0) - (own[i] ?? 0));
  }
}

/** Adds one more sound to a mix that is already made. */
export function mixInto(mix: Int16Array, sound: Int16Array): void {
  for (let i = 0; i < FRAME_SAMPLES; i++) mix[i] = limited((mix[i] ?? 0) + (sound[i] ?? 0));
}

/** Straight up to the knee, then ever flatter towards full scale, without a corner. */
function limited(sample: number): number {
  if (sample > KNEE) return KNEE + Math.floor(((sample - KNEE) * ROOM) / (sample - KNEE + ROOM));
  if (sample < -KNEE) return -KNEE - Math.floor(((-sample - KNEE) * ROOM) / (-sample - KNEE + ROOM));
  return sample;
}
