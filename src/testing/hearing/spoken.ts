/** What can be found in a sound by its words: every text that was made into sound in a lab. */

/** A text, and the very sound that was made of it. */
export type Spoken = {
  readonly text: string;
  /** Whose voice: the name of a bot, or of a person. */
  readonly by: string;
  /** 16 kHz, mono. */
  readonly samples: Int16Array;
  /** Where in the sound each character of the text ends, in milliseconds; evenly spread where the voice does not tell. */
  readonly marks?: readonly number[] | undefined;
};

/** In the order in which the texts were first made into sound. The same text by the same voice is one entry. */
export class Catalogue {
  readonly #entries = new Map<string, Spoken>();

  add(spoken: Spoken): void {
    const key = `${spoken.by}\n${spoken.text}`;
    if (!this.#entries.has(key)) this.#entries.set(key, spoken);
  }

  get all(): Iterable<Spoken> {
    return this.#entries.values();
  }

  get size(): number {
    return this.#entries.size;
  }
}
