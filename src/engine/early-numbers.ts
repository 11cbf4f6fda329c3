/** Numbers of legs that were identified before they were there: a page has its number before it has a connection. */

/** Of more than so many that never come the oldest are forgotten. */
const MOST = 1_000;

export class EarlyNumbers {
  readonly #numbers = new Map<string, number>();

  note(legId: string, sourceId: number): void {
    this.#numbers.delete(legId);
    this.#numbers.set(legId, sourceId);
    const oldest = this.#numbers.size > MOST ? this.#numbers.keys().next().value : undefined;
    if (oldest !== undefined) this.#numbers.delete(oldest);
  }

  /** The number of a leg that has come; 0 if it has none. */
  take(legId: string): number {
    const sourceId = this.#numbers.get(legId) ?? 0;
    this.#numbers.delete(legId);
    return sourceId;
  }
}
