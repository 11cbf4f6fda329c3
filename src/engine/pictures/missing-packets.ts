/** Packets of one layer that did not come yet: asked for at once, then again, then given up. */

const MOST = 128;
const ASK_AGAIN_MS = 80;
const GIVE_UP_MS = 1_000;

export class MissingPackets {
  readonly #sequences = new Uint16Array(MOST);
  readonly #sinceMs = new Float64Array(MOST);
  readonly #askedMs = new Float64Array(MOST);
  #count = 0;
  /** Numbers that `due` found, in rising order as they went missing. */
  readonly toAsk: Uint16Array = new Uint16Array(MOST);

  get count(): number {
    return this.#count;
  }

  /** False if there are too many: then nothing but a key frame helps. */
  add(sequence: number, nowMs: number): boolean {
    if (this.#count === MOST) return false;
    this.#sequences[this.#count] = sequence;
    this.#sinceMs[this.#count] = nowMs;
    this.#askedMs[this.#count] = Number.NEGATIVE_INFINITY;
    this.#count++;
    return true;
  }

  /** It came after all. */
  remove(sequence: number): void {
    for (let i = 0; i < this.#count; i++) {
      if (this.#sequences[i] !== sequence) continue;
      this.#count--;
      for (let k = i; k < this.#count; k++) this.#copy(k + 1, k);
      return;
    }
  }

  clear(): void {
    this.#count = 0;
  }

  /** Puts those that are to be asked for now into `toAsk` and returns how many. */
  due(nowMs: number): number {
    let count = 0;
    for (let i = 0; i < this.#count; i++) {
      if (nowMs - (this.#askedMs[i] ?? 0) < ASK_AGAIN_MS) continue;
      this.#askedMs[i] = nowMs;
      this.toAsk[count++] = this.#sequences[i] ?? 0;
    }
    return count;
  }

  /** Forgets those that were asked for in vain; returns whether there were any. */
  giveUp(nowMs: number): boolean {
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      if (nowMs - (this.#sinceMs[i] ?? 0) >= GIVE_UP_MS) continue;
      if (kept !== i) this.#copy(i, kept);
      kept++;
    }
    const hasAny = kept < this.#count;
    this.#count = kept;
    return hasAny;
  }

  #copy(from: number, to: number): void {
    this.#sequences[to] = this.#sequences[from] ?? 0;
    this.#sinceMs[to] = this.#sinceMs[from] ?? 0;
    this.#askedMs[to] = this.#askedMs[from] ?? 0;
  }
}
