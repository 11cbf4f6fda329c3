/** The sound of an utterance as one recogniser reads it: from its first kept sample, as fast as it is read, then as it is said. */
import type { Utterance } from './utterance.ts';

export class UtteranceSound implements AsyncIterable<Int16Array>, AsyncIterator<Int16Array> {
  readonly #utterance: Utterance;
  readonly #onRead: () => void;
  #at = 0;
  #isClosed = false;

  /** `onRead` is called for each piece that is taken. */
  constructor(utterance: Utterance, onRead: () => void) {
    this.#utterance = utterance;
    this.#onRead = onRead;
  }

  /** Whether its reader could go on and does not. */
  get isAwaited(): boolean {
    return this.#utterance.isOver || this.#at < this.#utterance.readable;
  }

  /** Whether its reader has had all of it. */
  get isReadToEnd(): boolean {
    return this.#utterance.isOver && this.#at >= this.#utterance.readable;
  }

  async next(): Promise<IteratorResult<Int16Array>> {
    for (;;) {
      if (this.#isClosed) return { done: true, value: undefined };
      const piece = this.#utterance.piece(this.#at);
      if (piece) {
        this.#at++;
        this.#onRead();
        return { done: false, value: piece };
      }
      if (this.#utterance.isOver || this.#utterance.isDropped) return { done: true, value: undefined };
      await new Promise<void>((resolve) => this.#utterance.whenMore(resolve));
    }
  }

  /** Ends it for whoever still reads. */
  close(): void {
    this.#isClosed = true;
    this.#utterance.tell();
  }

  async return(): Promise<IteratorResult<Int16Array>> {
    this.#isClosed = true;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterator<Int16Array> {
    return this;
  }
}
