/** Sounds played one after the other, without a gap, 20 ms at a time, once or over and over. */
import { FRAME_SAMPLES } from './frame.ts';

export class Playback {
  readonly #sounds: readonly Int16Array[];
  readonly #isLooping: boolean;
  #sound = 0;
  #at = 0;

  constructor(sounds: readonly Int16Array[], { isLooping = false }: { readonly isLooping?: boolean | undefined } = {}) {
    this.#sounds = sounds;
    this.#isLooping = isLooping && sounds.some((sound) => sound.length > 0);
  }

  /** The next frame, its end filled up with silence; false when all has been played. */
  frame(into: Int16Array): boolean {
    let made = 0;
    while (made < FRAME_SAMPLES) {
      const sound = this.#sounds[this.#sound];
      if (!sound) break;
      const count = Math.min(FRAME_SAMPLES - made, sound.length - this.#at);
      into.set(sound.subarray(this.#at, this.#at + count), made);
      made += count;
      this.#at += count;
      if (this.#at >= sound.length) this.#next();
    }
    if (made < FRAME_SAMPLES) into.fill(0, made);
    return made > 0;
  }

  get hasEnded(): boolean {
    return this.#sound >= this.#sounds.length;
  }

  #next(): void {
    this.#at = 0;
    this.#sound++;
    if (this.#isLooping && this.hasEnded) this.#sound = 0;
  }
}
