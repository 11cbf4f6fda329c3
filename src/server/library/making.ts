/** Files and transcripts that are being made for somebody, and how far they are. */
import type { KeptRecording, RecordingArchive, Viewer } from '../../archive/port.ts';
import type { Log } from '../../base/log.ts';
import { nameOfFile, type KeptFile } from '../../views/library-files.ts';
import type { LibraryNews, RecordingDetail } from '../../wire/live/library.ts';

type Made = LibraryNews['making'][number];

/** What a second pass over the sound is called among what is being made. */
const TRANSCRIPT = 'transcript';

/** Failures are remembered for those who come back; of so many files at most. */
const ENTRIES = 500;

export type MakingOptions = {
  readonly tell: (made: Made) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
};

export class Making {
  readonly #options: MakingOptions;
  readonly #made = new Map<string, Made>();
  readonly #own = new Set<string>();

  constructor(options: MakingOptions) {
    this.#options = options;
  }

  of(recordingId: string): RecordingDetail['making'] {
    return [...this.#made.values()]
      .filter((each) => each.recordingId === recordingId)
      .map(({ name, done, problem }) => ({ name, done, problem }));
  }

  /** Goes on by itself; asked for again while it is being made, it is made once. */
  start(archive: RecordingArchive, viewer: Viewer, recordingId: string, file: KeptFile): void {
    const { signal } = this.#options;
    this.#follow(recordingId, nameOfFile(file), () => archive.make(viewer, recordingId, file.content, file.format, { signal }));
  }

  /** Begins it and tells how it ends. */
  #follow(recordingId: string, name: string, work: () => Promise<unknown>): void {
    const key = `${recordingId}/${name}`;
    if (this.#own.has(key)) return;
    this.#own.add(key);
    this.#set({ recordingId, name, done: 0 });
    const { signal, log } = this.#options;
    void work()
      .then(
        () => this.#over(key, { recordingId, name, done: 1 }),
        (error: unknown) => {
          if (signal.aborted) return;
          log.warn('something of a recording could not be made', { recordingId, name, error });
          this.#set({ recordingId, name, done: 0, problem: error instanceof Error ? error.message : String(error) });
        },
      )
      .finally(() => this.#own.delete(key));
  }

  /** Of a second pass, whoever wanted it. */
  told({ recordingId, done, problem }: Omit<Made, 'name'>): void {
    const made = { recordingId, name: TRANSCRIPT, done, ...(problem !== undefined && { problem }) };
    if (done >= 1) this.#over(`${recordingId}/${TRANSCRIPT}`, made);
    else this.#set(made);
  }

  /** What an archive tells, of whatever makes it. */
  progress(recordingId: string, name: string, done: number): void {
    const entry = { recordingId, name, done };
    if (done >= 1 && !this.#own.has(`${recordingId}/${name}`)) this.#over(`${recordingId}/${name}`, entry);
    else this.#set({ ...entry, done: Math.min(1, Math.max(0, done)) });
  }

  /** Whatever is there now is not being made any more; of what was erased nothing is. */
  settle({ recordingId, state, files }: Pick<KeptRecording, 'recordingId' | 'state' | 'files'>): void {
    const names = new Set(files.map(nameOfFile));
    for (const [key, each] of this.#made) {
      if (each.recordingId !== recordingId || this.#own.has(key)) continue;
      if (names.has(each.name) || state === 'failed' || state === 'erased') this.#made.delete(key);
    }
  }

  #over(key: string, made: Made): void {
    this.#made.delete(key);
    this.#options.tell(made);
  }

  #set(made: Made): void {
    const key = `${made.recordingId}/${made.name}`;
    this.#made.delete(key);
    this.#made.set(key, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > ENTRIES && oldest !== undefined) this.#made.delete(oldest);
    this.#options.tell(made);
  }
}
