/** Puts records into the order of their times: a log is written as things become known, which is nearly that order. */
import type { SegmentRecord } from '../segments/record.ts';

/** What is later than that is taken as it comes. */
const DISORDER_MS = 1_000;

export class RecordOrder {
  readonly #held: SegmentRecord[] = [];
  #newestMs = 0;

  /** Returns what nothing can come before any more, oldest first. */
  take(record: SegmentRecord): readonly SegmentRecord[] {
    let place = this.#held.length;
    while (place > 0 && (this.#held[place - 1]?.atMs ?? 0) > record.atMs) place--;
    this.#held.splice(place, 0, record);
    this.#newestMs = Math.max(this.#newestMs, record.atMs);
    let count = 0;
    while ((this.#held[count]?.atMs ?? Infinity) <= this.#newestMs - DISORDER_MS) count++;
    return count === 0 ? [] : this.#held.splice(0, count);
  }

  end(): readonly SegmentRecord[] {
    return this.#held.splice(0);
  }
}
