/** Makes files that somebody asks for from a kept segment log, each once, however many ask at once; they are kept from then on. */
import { orAborted, type Cancel } from '../base/cancel.ts';
import type { FileContent, FileFormat, FileSummary } from '../media/files/recording-file.ts';
import { unknownRecording } from './errors.ts';
import { Gate } from './gate.ts';
import { nameOfFile } from './places.ts';
import type { Entry } from './shelf.ts';

export type MakingOptions = {
  /** Makes it and puts it on record. */
  readonly make: (entry: Entry, content: FileContent, format: FileFormat, signal: AbortSignal) => Promise<FileSummary>;
};

type Job = { readonly controller: AbortController; readonly done: Promise<FileSummary>; waiting: number };

/** Encoding takes a core and more. */
const AT_ONCE = 1;

export class Making {
  readonly #options: MakingOptions;
  readonly #gate = new Gate(AT_ONCE);
  readonly #jobs = new Map<string, Map<string, Job>>();

  constructor(options: MakingOptions) {
    this.#options = options;
  }

  /** Rejects with the signal's reason; it is called off when nobody waits for it any more, and nothing of it is left. */
  async make(entry: Entry, content: FileContent, format: FileFormat, { signal }: Cancel = {}): Promise<FileSummary> {
    signal?.throwIfAborted();
    const job = this.#jobOf(entry, content, format);
    job.waiting++;
    try {
      return await orAborted(job.done, signal);
    } finally {
      job.waiting--;
      if (job.waiting === 0) job.controller.abort(signal?.reason);
    }
  }

  /** One that comes from elsewhere, while the recording goes on: it waits for nobody's turn, and is stopped like the others. */
  async take(
    entry: Entry,
    content: FileContent,
    format: FileFormat,
    work: (signal: AbortSignal) => Promise<FileSummary>,
  ): Promise<FileSummary> {
    return this.#begin(entry, nameOfFile(content, format), work).done;
  }

  /** Stops what is being made of it, and waits for that. */
  async stop(recordingId: string, reason: Error = unknownRecording(recordingId)): Promise<void> {
    const jobs = [...(this.#jobs.get(recordingId)?.values() ?? [])];
    for (const { controller } of jobs) controller.abort(reason);
    await Promise.allSettled(jobs.map(({ done }) => done));
  }

  async close(reason: Error): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((recordingId) => this.stop(recordingId, reason)));
  }

  #jobOf(entry: Entry, content: FileContent, format: FileFormat): Job {
    const known = this.#jobs.get(entry.recordingId)?.get(nameOfFile(content, format));
    // One that was called off is on its way out.
    if (known && !known.controller.signal.aborted) return known;
    return this.#begin(entry, nameOfFile(content, format), (signal) =>
      this.#gate.through(() => this.#options.make(entry, content, format, signal), { signal }),
    );
  }

  #begin({ recordingId }: Entry, name: string, work: (signal: AbortSignal) => Promise<FileSummary>): Job {
    const jobs = this.#jobs.get(recordingId) ?? new Map<string, Job>();
    this.#jobs.set(recordingId, jobs);
    const controller = new AbortController();
    const done = work(controller.signal).finally(() => {
      if (jobs.get(name) === job) jobs.delete(name);
      if (jobs.size === 0 && this.#jobs.get(recordingId) === jobs) this.#jobs.delete(recordingId);
    });
    // Whoever waited may be gone.
    done.catch(() => undefined);
    const job: Job = { controller, done, waiting: 0 };
    jobs.set(name, job);
    return job;
  }
}
