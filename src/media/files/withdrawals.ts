/** What may not be in any file: that of everybody who took consent back, as far as it lies before that moment. */
import type { LogSummary } from '../segments/log-summary.ts';
import type { SegmentRecord } from '../segments/record.ts';

export class Withdrawals {
  /** By track, in milliseconds of the recording. */
  readonly #until = new Map<number, number>();
  /** For tracks of which nobody knows whose they are. */
  readonly #latestMs: number;

  constructor({ tracks, withdrawn }: Pick<LogSummary, 'tracks' | 'withdrawn'>) {
    this.#latestMs = Math.max(0, ...withdrawn.values());
    for (const { track, info } of tracks) {
      if (info === undefined) this.#until.set(track, this.#latestMs);
      else if (info.kind !== 'mixed') this.#until.set(track, withdrawn.get(info.personId) ?? 0);
    }
  }

  /** Whether there are any. */
  get any(): boolean {
    return this.#latestMs > 0;
  }

  /** Nothing of that track may be used that lies before. */
  untilMs(track: number): number {
    return this.#until.get(track) ?? 0;
  }

  covers(record: SegmentRecord): boolean {
    return (record.kind === 'sound' || record.kind === 'picture') && record.atMs < this.untilMs(record.track);
  }
}
