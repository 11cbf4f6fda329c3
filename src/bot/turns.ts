/** Carriers do one thing at a time: what is begun without waiting is done in the order in which it was begun. */

export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when all that was begun before has ended; what it gives has to be called at the end of this turn. */
  async next(): Promise<() => void> {
    const before = this.#last;
    let finish: () => void = () => undefined;
    this.#last = new Promise((resolve) => (finish = resolve));
    await before;
    return finish;
  }
}
