/** Which entries somebody may see, asked once each for one search. */

/** So many are asked for at a time: each may need a key of the vault. */
const AT_ONCE = 16;

export class Visible {
  readonly #maySee: (recordingId: string) => Promise<boolean>;
  readonly #known = new Map<string, boolean>();

  constructor(maySee: (recordingId: string) => Promise<boolean>) {
    this.#maySee = maySee;
  }

  async has(recordingId: string): Promise<boolean> {
    const known = this.#known.get(recordingId);
    if (known !== undefined) return known;
    const maySee = await this.#maySee(recordingId);
    this.#known.set(recordingId, maySee);
    return maySee;
  }

  /** For the rest of this search. */
  hide(recordingId: string): void {
    this.#known.set(recordingId, false);
  }

  /** The first of these, or undefined. */
  async firstOf(recordingIds: readonly string[]): Promise<string | undefined> {
    for (let at = 0; at < recordingIds.length; at += AT_ONCE) {
      const some = recordingIds.slice(at, at + AT_ONCE);
      const seen = await Promise.all(some.map((recordingId) => this.has(recordingId)));
      const first = some[seen.indexOf(true)];
      if (first !== undefined) return first;
    }
    return undefined;
  }
}
