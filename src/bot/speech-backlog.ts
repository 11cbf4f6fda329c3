/**
 * What an interpreter has yet to say. Whoever falls behind is of no use: when too much waits, what says little is left out first, and then the
 * oldest; both are counted.
 */

export type Waiting = { readonly segmentId: string; readonly text: string };

/** More of it waits than a listener would forgive. */
const MOST_MS = 8_000;
/** What a letter takes, until a voice was heard. */
const MS_PER_LETTER = 60;
/** Of the latest sentences one counts so much. */
const WEIGHT = 0.2;
/** “Yes.”, “I see.” */
const INTERJECTION_WORDS = 2;
const INTERJECTION_LETTERS = 12;

export class SpeechBacklog {
  #waiting: Waiting[] = [];
  #msPerLetter = MS_PER_LETTER;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** As long as it would take to say it. */
  get waitingMs(): number {
    return Math.round(this.#waiting.reduce((sum, { text }) => sum + this.#msOf(text), 0));
  }

  /** A later text of the same segment takes the place of the earlier one. Gives back what is left out for it. */
  put(waiting: Waiting): readonly Waiting[] {
    const at = this.#waiting.findIndex(({ segmentId }) => segmentId === waiting.segmentId);
    if (at >= 0) this.#waiting[at] = waiting;
    else this.#waiting.push(waiting);
    return this.#caughtUp();
  }

  next(): Waiting | undefined {
    return this.#waiting.shift();
  }

  clear(): void {
    this.#waiting = [];
  }

  /** A sentence took so long. */
  learn({ length }: string, ms: number): void {
    if (length > 0) this.#msPerLetter += WEIGHT * (ms / length - this.#msPerLetter);
  }

  #caughtUp(): readonly Waiting[] {
    const skipped: Waiting[] = [];
    const skip = (at: number): void => void skipped.push(...this.#waiting.splice(at, 1));
    for (let at = 0; this.waitingMs > MOST_MS && at < this.#waiting.length;) {
      if (isInterjection(this.#waiting[at]?.text ?? '')) skip(at);
      else at++;
    }
    // The last one stays, however long it is.
    while (this.waitingMs > MOST_MS && this.#waiting.length > 1) skip(0);
    return skipped;
  }

  #msOf({ length }: string): number {
    return length * this.#msPerLetter;
  }
}

function isInterjection(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length <= INTERJECTION_WORDS && words.join('').length <= INTERJECTION_LETTERS;
}
