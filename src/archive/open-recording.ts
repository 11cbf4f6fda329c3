/** One that is being recorded here: hands records to the segment log, and learns from them what the library shows of it meanwhile. */
import type { Clock } from '../base/clock.ts';
import { MediaError } from '../media/errors.ts';
import { LogSummarizer } from '../media/segments/log-summary.ts';
import type { SegmentRecord } from '../media/segments/record.ts';
import type { SegmentWriter } from '../media/segments/segment-writer.ts';
import { StoreError } from '../store/errors.ts';
import { outlinedOf, type Outlined } from './outlined.ts';
import type { KeptRecording, OpenRecording } from './port.ts';

export type GrowingOptions = {
  readonly recordingId: string;
  readonly writer: SegmentWriter;
  readonly clock: Clock;
  /** At most once a second. */
  readonly onGrown: () => void;
  readonly onWithdrawn: () => void;
  /** All that was written is on disk, but for what `problem` tells of. */
  readonly onEnded: (why: string, problem: string | undefined) => Promise<KeptRecording>;
  readonly onDiscarded: () => Promise<void>;
};

const TELL_MS = 1_000;

export class GrowingRecording implements OpenRecording {
  readonly #options: GrowingOptions;
  readonly #summarizer = new LogSummarizer();
  readonly #controller = new AbortController();
  readonly #startedAt: number;
  #isTelling = false;
  #isOver = false;
  #endedAtMs: number | undefined;
  #finishing: Promise<KeptRecording> | undefined;
  readonly #onTell = (): void => {
    this.#isTelling = false;
    if (!this.#isOver) this.#options.onGrown();
  };

  constructor(options: GrowingOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    const { signal } = options.writer;
    signal.addEventListener('abort', () => this.#controller.abort(storeError(signal.reason)), { once: true });
  }

  get recordingId(): string {
    return this.#options.recordingId;
  }

  get dropped(): number {
    return this.#options.writer.dropped;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What is known of it so far. */
  get soFar(): { readonly outlined: Outlined; readonly durationMs: number } {
    const summary = this.#summarizer.summary();
    return { outlined: outlinedOf(summary), durationMs: Math.max(summary.durationMs, this.#endedAtMs ?? this.#sinceStartMs()) };
  }

  write(record: SegmentRecord): boolean {
    if (this.#isOver || !this.#options.writer.write(record)) return false;
    this.#summarizer.take(record);
    if (record.kind === 'note' && record.note.kind === 'withdrawn') this.#options.onWithdrawn();
    if (!this.#isTelling) {
      this.#isTelling = true;
      this.#options.clock.after(TELL_MS, this.#onTell);
    }
    return true;
  }

  async flush(): Promise<void> {
    try {
      await this.#options.writer.flush();
    } catch (error) {
      throw storeError(error);
    }
  }

  finish(why: string): Promise<KeptRecording> {
    this.#finishing ??= this.#finish(why);
    return this.#finishing;
  }

  async discard(): Promise<void> {
    this.#isOver = true;
    await this.#options.writer.close().catch(() => undefined);
    await this.#options.onDiscarded();
  }

  /** Leaves it as a crash would: on disk, to be finished at the next start. */
  async leave(): Promise<void> {
    this.#isOver = true;
    await this.#options.writer.close();
  }

  async #finish(why: string): Promise<KeptRecording> {
    const { writer, onEnded } = this.#options;
    const { durationMs, ended } = this.#summarizer.summary();
    this.#endedAtMs = Math.max(durationMs, this.#sinceStartMs());
    if (!ended) writer.write({ kind: 'note', atMs: this.#endedAtMs, note: { kind: 'ended', why } });
    this.#isOver = true;
    const problem = await writer.close().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return onEnded(why, problem);
  }

  #sinceStartMs(): number {
    return Math.max(0, Math.round(this.#options.clock.now() - this.#startedAt));
  }
}

/** What a disk says to the writer of a log, as the rooms above know it. */
export function storeError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const isFull = cause instanceof MediaError && cause.code === 'media/disk-full';
  return new StoreError(isFull ? 'store/full' : 'store/failed', cause instanceof Error ? cause.message : String(cause), { cause });
}
