/** Places for recordings in tests: lent at once or when the test says so, and what became of each. */
import type { LentPlace, RecordingPlaces } from './call-keeping.ts';
import type { KeepingAbout } from './keeping.ts';

export class TestPlaces implements RecordingPlaces {
  readonly asked: KeepingAbout[] = [];
  /** `r1 lent`, `r1 finished: why`, `r1 discarded`. */
  readonly told: string[] = [];
  refuse: Error | undefined;
  /** While it is there nothing is lent; resolving it lends. */
  wait: Promise<void> | undefined;

  async lend(about: KeepingAbout): Promise<LentPlace> {
    this.asked.push(about);
    const recordingId = `r${String(this.asked.length)}`;
    await this.wait;
    if (this.refuse) throw this.refuse;
    this.told.push(`${recordingId} lent`);
    return {
      recordingId,
      place: { folder: `/kept/${recordingId}`, key: 'secret', startedMs: 0 },
      finish: (why) => {
        this.told.push(`${recordingId} finished: ${why}`);
        return Promise.resolve();
      },
      discard: () => {
        this.told.push(`${recordingId} discarded`);
        return Promise.resolve();
      },
    };
  }
}
