/** Where the recordings of a lab are kept: in memory, as the records that a segment log would have. What a killed bot had recorded stays. */
import { outlinedOf } from '../../archive/outlined.ts';
import type { KeptRecording, OpenRecording, Person, RecordingAbout, RecordingArchive, RecordingState } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { LogSummarizer } from '../../media/segments/log-summary.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';
import { LabError } from '../errors.ts';

export type LabArchiveOptions = { readonly clock: Pick<Clock, 'wallMs'>; readonly random: Random };

/** One recording of the lab, with all that was written. */
export type LabRecords = {
  readonly records: readonly SegmentRecord[];
  readonly kept: () => KeptRecording;
};

/** What the recording service of one bot has of it. */
type Part = Pick<RecordingArchive, 'begin' | 'make' | 'get'>;

export class LabArchive {
  readonly #options: LabArchiveOptions;
  readonly #all = new Map<string, MemoryRecording>();

  constructor(options: LabArchiveOptions) {
    this.#options = options;
  }

  /** In the order in which they were begun; those that were discarded are not among them. */
  get all(): readonly LabRecords[] {
    return [...this.#all.values()];
  }

  /** For one bot: `ready` resolves when its store can be reached, and rejects where it cannot. */
  of(ready: () => Promise<void>): Part {
    const { random, clock } = this.#options;
    return {
      begin: async (about) => {
        await ready();
        const recordingId = random.uuid();
        const recording = new MemoryRecording({ recordingId, about, clock, ready, forget: () => this.#all.delete(recordingId) });
        this.#all.set(recordingId, recording);
        return recording;
      },
      get: async (_, recordingId) => {
        await ready();
        const found = this.#all.get(recordingId);
        if (!found) throw new LabError('testing/refused', `The lab has no recording ${recordingId}.`);
        return found.kept();
      },
      make: () =>
        Promise.reject(new LabError('testing/refused', 'A lab makes no films: lab.recording has the lanes of all who were recorded.')),
    };
  }
}

type MemoryRecordingOptions = {
  readonly recordingId: string;
  readonly about: RecordingAbout;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly ready: () => Promise<void>;
  readonly forget: () => void;
};

class MemoryRecording implements OpenRecording {
  readonly recordingId: string;
  readonly records: SegmentRecord[] = [];
  readonly dropped = 0;
  readonly signal: AbortSignal = new AbortController().signal;
  readonly #options: MemoryRecordingOptions;
  readonly #startedMs: number;
  readonly #summarizer = new LogSummarizer();
  #endedMs: number | undefined;

  constructor(options: MemoryRecordingOptions) {
    this.recordingId = options.recordingId;
    this.#options = options;
    this.#startedMs = options.clock.wallMs();
  }

  write(record: SegmentRecord): boolean {
    // Whoever writes uses the memory again.
    const own = record.kind === 'sound' ? { ...record, packet: record.packet.slice() } : record;
    const kept = own.kind === 'picture' ? { ...own, data: own.data.slice() } : own;
    this.records.push(kept);
    this.#summarizer.take(kept);
    return true;
  }

  flush(): Promise<void> {
    return this.#options.ready();
  }

  async finish(): Promise<KeptRecording> {
    await this.#options.ready();
    this.#endedMs ??= this.#options.clock.wallMs();
    return this.kept();
  }

  async discard(): Promise<void> {
    await this.#options.ready();
    this.#options.forget();
  }

  kept(): KeptRecording {
    const summary = this.#summarizer.summary();
    const state: RecordingState = this.#endedMs === undefined ? 'recording' : 'saved';
    const grants: readonly Person[] = [];
    return {
      ...this.#options.about,
      recordingId: this.recordingId,
      state,
      startedMs: this.#startedMs,
      ...(this.#endedMs === undefined ? {} : { endedMs: this.#endedMs }),
      durationMs: summary.durationMs,
      ...outlinedOf(summary),
      files: [],
      grants,
    };
  }
}
