/** Sound that is told in calls and read at leisure. Bounded by its maker: one sentence, some 20 s of sound at most. */

/** The end comes after all sound; a failure comes before what has not been read. */
export class SoundQueue {
  readonly #chunks: Int16Array[] = [];
  #end: 'open' | 'done' | { readonly error: unknown } = 'open';
  #wake: (() => void) | undefined;

  sound(samples: Int16Array): void {
    if (this.#end !== 'open') return;
    this.#chunks.push(samples);
    this.#wake?.();
  }

  done(): void {
    if (this.#end === 'open') this.#end = 'done';
    this.#wake?.();
  }

  failed(error: unknown): void {
    if (this.#end === 'open') this.#end = { error };
    this.#wake?.();
  }

  /** The next chunk; undefined at the end. For one reader. */
  async next(): Promise<Int16Array | undefined> {
    while (this.#chunks.length === 0 && this.#end === 'open') {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (typeof this.#end === 'object') throw this.#end.error;
    return this.#chunks.shift();
  }
}
