/** What a test has asked for and has not got yet: an `await` that was forgotten must not let a test pass. */
import { basename } from 'node:path';
import { testPlace, type TestPlace } from '../run/place-of-test.ts';

type Expectation = { readonly verb: string; readonly place: TestPlace; asked: Promise<unknown> | undefined };

/** Where it was asked for: `line.hears() in front-desk.test.ts:12`. */
export type NotAwaited = { readonly shown: string; readonly frames: readonly string[] };

export class Expectations {
  readonly #open = new Set<Expectation>();

  /** Does it, and knows of it until it is done. To be called in the turn in which the test asks. */
  book<T>(verb: string, work: () => Promise<T>): Promise<T> {
    const expectation: Expectation = { verb, place: testPlace(), asked: undefined };
    this.#open.add(expectation);
    const asked = this.#followed(expectation, work);
    expectation.asked = asked;
    return asked;
  }

  /** Those that are still open, oldest first; whatever becomes of them now is nobody's concern any more. */
  giveUp(): readonly NotAwaited[] {
    const open = [...this.#open];
    this.#open.clear();
    for (const { asked } of open) asked?.catch(() => undefined);
    const shown = new Map<string, NotAwaited>();
    for (const { verb, place } of open) {
      const where = place.file === undefined ? '' : ` in ${basename(place.file)}:${String(place.line ?? 0)}`;
      // What is asked for as a part of something else has the same place.
      const key = where || verb;
      if (!shown.has(key)) shown.set(key, { shown: `${verb}()${where}`, frames: place.frames });
    }
    return [...shown.values()];
  }

  async #followed<T>(expectation: Expectation, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#open.delete(expectation);
    }
  }
}
