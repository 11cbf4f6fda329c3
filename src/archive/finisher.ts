/**
 * Sees recordings through to their files. Where a store does not answer it waits, longer each time, until it does; where files cannot be made
 * (the disk is full, the log is damaged) the recording has failed, and is tried again a few times, and once at each start.
 */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { StoreError } from '../store/errors.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import { Gate } from './gate.ts';
import type { KeptFact } from './kept-fact.ts';
import { isGone, type Entry, type Shelf } from './shelf.ts';

export type FinisherOptions = {
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes the files; what it gives is put on record. */
  readonly finish: (entry: Entry, note: string | undefined, signal: AbortSignal) => Promise<readonly KeptFact[]>;
  /** When that is on record: takes away what is needed no more. */
  readonly onSaved: (entry: Entry) => Promise<void>;
  readonly onFailed: (entry: Entry, problem: string) => void;
};

/** So many recordings at a time; the others wait. */
const AT_ONCE = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 600_000;
/** In a row, over all starts. */
const MOST_FAILURES = 8;
const FIRST_AFTER_FAILURE_MS = 30_000;

type Job = { readonly controller: AbortController; readonly done: Promise<void>; readonly first: Promise<void> };

export class Finisher {
  readonly #options: FinisherOptions;
  readonly #gate = new Gate(AT_ONCE);
  readonly #jobs = new Map<string, Job>();
  #isClosed = false;

  constructor(options: FinisherOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is saved; rejects with `archive/failed` when it has failed for the first time (it is still tried again then), and with
   * `archive/closed`. `note` is what is known to be missing of it.
   */
  async run(entry: Entry, note?: string): Promise<void> {
    if (this.#isClosed) throw closed();
    const job = this.#jobs.get(entry.recordingId) ?? this.#begin(entry, note);
    await job.first;
  }

  /** Stops what is at work on it, and waits for that. */
  async stop(recordingId: string, reason: Error = unknownRecording(recordingId)): Promise<void> {
    const job = this.#jobs.get(recordingId);
    job?.controller.abort(reason);
    await job?.done;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#jobs.keys()].map((recordingId) => this.stop(recordingId, closed())));
  }

  #begin(entry: Entry, note: string | undefined): Job {
    const controller = new AbortController();
    const first = new FirstEnd();
    const done = this.#work(entry, note, controller.signal, first)
      .catch((error: unknown) => {
        first.reject(error);
        if (!controller.signal.aborted)
          this.#options.log.error('a recording was given up', { recordingId: entry.recordingId, error: String(error) });
      })
      .finally(() => this.#jobs.delete(entry.recordingId));
    const job: Job = { controller, done, first: first.promise };
    this.#jobs.set(entry.recordingId, job);
    return job;
  }

  async #work(entry: Entry, note: string | undefined, signal: AbortSignal, first: FirstEnd): Promise<void> {
    const { clock, log } = this.#options;
    for (let waitMs = FIRST_WAIT_MS; ;) {
      try {
        await this.#gate.through(() => this.#once(entry, note, signal), { signal });
        first.resolve();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (isGone(entry.kept)) throw unknownRecording(entry.recordingId);
        const problem = error instanceof Error ? error.message : String(error);
        if (isAway(error)) {
          log.warn('a recording waits for the store', { recordingId: entry.recordingId, problem });
          await this.#putOff(entry, problem);
          await clock.sleep(waitMs, { signal });
          waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
          continue;
        }
        log.error('a recording has failed', { recordingId: entry.recordingId, problem });
        await this.#failed(entry, problem, first);
        if (entry.kept.failures >= MOST_FAILURES) return;
        await clock.sleep(Math.min(FIRST_AFTER_FAILURE_MS * 2 ** (entry.kept.failures - 1), LONGEST_WAIT_MS), { signal });
      }
    }
  }

  async #once(entry: Entry, note: string | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { finish, shelf, onSaved, log } = this.#options;
    const facts = await finish(entry, note, signal);
    signal.throwIfAborted();
    await shelf.record(entry, ...facts);
    // It is saved; what could not be taken away is taken away at the next start.
    await onSaved(entry).catch((error: unknown) =>
      log.warn('what a recording needs no more could not be deleted', { recordingId: entry.recordingId, error: String(error) }),
    );
  }

  /** The reason is on record once, however often it is tried. */
  async #putOff(entry: Entry, problem: string): Promise<void> {
    if (entry.kept.state === 'finishing' && entry.kept.problem === problem) return;
    await this.#recorded(entry, { type: 'finishingPutOff', atMs: this.#options.clock.wallMs(), data: {}, words: { problem } });
  }

  async #failed(entry: Entry, why: string, first: FirstEnd): Promise<void> {
    const isLast = entry.kept.failures + 1 >= MOST_FAILURES;
    const next = isLast ? 'What was recorded is kept: mend that, then start again' : 'What was recorded is kept, and it is tried again';
    const problem = `${why}. ${next}`;
    await this.#recorded(entry, { type: 'recordingFailed', atMs: this.#options.clock.wallMs(), data: {}, words: { problem } });
    this.#options.onFailed(entry, problem);
    first.reject(new ArchiveError('archive/failed', `the files of the recording ${entry.recordingId} could not be made: ${problem}`));
  }

  /** Where even that cannot be put on record (the disk is full) it is known until the next start, which tries again. */
  async #recorded(entry: Entry, fact: KeptFact & ({ type: 'finishingPutOff' } | { type: 'recordingFailed' })): Promise<void> {
    const { shelf, log } = this.#options;
    try {
      await shelf.record(entry, fact);
    } catch (error) {
      log.error('the state of a recording could not be put on record', { recordingId: entry.recordingId, error: String(error) });
      shelf.imagine(entry, fact);
    }
  }
}

/** How the first try that came to an end did: later ones change nothing of it. */
class FirstEnd {
  readonly promise: Promise<void>;
  resolve!: () => void;
  reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise<void>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Nobody need be waiting for it.
    this.promise.catch(() => undefined);
  }
}

/** Of a network, a service, its settings, a vault: nothing is wrong with the recording. */
function isAway(error: unknown): boolean {
  if (error instanceof ArchiveError && error.code === 'archive/locked') return true;
  return error instanceof StoreError && (error.code === 'store/unreachable' || error.code === 'store/refused');
}

function closed(): ArchiveError {
  return new ArchiveError('archive/closed', 'the archive has been closed: what is not finished is finished at the next start');
}
