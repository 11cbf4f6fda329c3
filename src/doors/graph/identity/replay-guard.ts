/** Remembers assertions for as long as they are good, so that none serves twice (RFC 7523 §3, `jti`). */

export class ReplayGuard {
  readonly #until = new Map<string, number>();
  readonly #limit: number;

  /** When `limit` are remembered, the oldest is forgotten for a new one. */
  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** False when `id` was seen before and could still be good. */
  isFirst(id: string, { nowMs, untilMs }: { readonly nowMs: number; readonly untilMs: number }): boolean {
    const seen = this.#until.get(id);
    if (seen !== undefined && nowMs < seen) return false;
    this.#until.delete(id);
    if (this.#until.size >= this.#limit) this.#makeRoom(nowMs);
    this.#until.set(id, untilMs);
    return true;
  }

  #makeRoom(nowMs: number): void {
    for (const [id, untilMs] of this.#until) if (untilMs <= nowMs) this.#until.delete(id);
    const [oldest] = this.#until.keys();
    if (this.#until.size >= this.#limit && oldest !== undefined) this.#until.delete(oldest);
  }
}
