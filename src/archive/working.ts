/** The work on recordings that goes on by itself: finishing, making of files, retention, deletion; and how these keep out of each other's way. */
import type { KeptFact } from './kept-fact.ts';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import type { FileContent, FileFormat, FileSummary } from '../media/files/recording-file.ts';
import type { BlobStore } from '../store/blob-store.ts';
import type { DataKeys } from './data-keys.ts';
import { Erasing, putAwayOf, type ErasedBy } from './erasing.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import { Finisher } from './finisher.ts';
import { finished } from './finishing.ts';
import { isSameFile } from './fold.ts';
import type { FilesOfLog } from './files-of-log.ts';
import type { KeptFiles, Writing } from './kept-files.ts';
import type { KeptLogs } from './kept-logs.ts';
import { Making } from './making.ts';
import type { Places } from './places.ts';
import type { ArchiveFacts, ErasureProof, KeptRecording } from './port.ts';
import { clearSpool } from './recovery.ts';
import { Retention } from './retention.ts';
import type { SilentSpan } from './silenced.ts';
import { Silencing } from './silencing.ts';
import { isGone, type Entry, type Shelf } from './shelf.ts';
import type { Trail } from './trail.ts';

export type WorkingOptions = {
  readonly shelf: Shelf;
  readonly keys: DataKeys;
  readonly places: Places;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly trail: Trail;
  readonly files: KeptFiles;
  readonly logs: KeptLogs;
  readonly makers: FilesOfLog;
  readonly scope: Scope;
  readonly tell: <Name extends keyof ArchiveFacts>(name: Name, fact: ArchiveFacts[Name]) => void;
  readonly view: (entry: Entry) => KeptRecording;
};

export class Working {
  readonly #options: WorkingOptions;
  readonly #finisher: Finisher;
  readonly #making: Making;
  readonly #erasing: Erasing;
  readonly #silencing: Silencing;
  readonly #retention: Retention;
  /** Deletions that are going on. */
  readonly #deleted = new Map<string, Promise<ErasureProof>>();

  constructor(options: WorkingOptions) {
    this.#options = options;
    const { shelf, clock, log, scope, tell, view } = options;
    this.#erasing = new Erasing(options);
    this.#making = new Making({ make: (...of) => this.#make(...of) });
    this.#silencing = new Silencing(options);
    this.#finisher = new Finisher({
      shelf,
      clock,
      log,
      finish: async (entry, note, signal) => {
        const { recordingId } = entry;
        const onOutlined = async (facts: readonly KeptFact[]): Promise<void> => {
          if (entry.kept.outlined.tracks.length > 0) return;
          // Where even that cannot be put on record, what follows tells why.
          await shelf
            .record(entry, ...facts)
            .catch((error: unknown) => log.warn('who is in a recording is not on record', { recordingId, error: String(error) }));
        };
        const key = await shelf.keyOf(entry);
        return finished(options, { recordingId, key, kind: entry.kept.kind, note, signal, onOutlined });
      },
      onSaved: async (entry) => {
        tell('recordingSaved', { recording: view(entry) });
        await clearSpool(entry.recordingId, options);
      },
      onFailed: (entry, problem) => tell('recordingFailed', { recording: view(entry), problem }),
    });
    this.#retention = new Retention({
      clock,
      all: () => Array.from(shelf.entries(), ({ kept }) => kept),
      erase: async (recordingId) => {
        const entry = shelf.get(recordingId);
        if (entry) await this.erase(entry, { why: entry.kept.erasedWhy ?? 'retention', as: 'house' });
      },
      onError: (recordingId, error) =>
        log.warn('a recording could not be deleted; it is tried again', { recordingId, error: String(error) }),
      run: (work) => scope.run(work, (error) => log.error('retention failed', { error: String(error) })),
    });
  }

  /** Nobody writes any more: makes its files. Rejects with `archive/failed` and `archive/closed`. */
  async ended(entry: Entry, why: string, problem: string | undefined): Promise<KeptRecording> {
    const { shelf, clock, log, view } = this.#options;
    const endedMs = clock.wallMs();
    const fact = { type: 'recordingEnded', atMs: endedMs, data: { endedMs }, words: { why } } as const;
    try {
      await shelf.record(entry, fact);
    } catch (error) {
      // The disk is full, it may be. What was recorded is there, and the next start finds it.
      log.error('the end of a recording could not be put on record', { recordingId: entry.recordingId, error: String(error) });
      shelf.imagine(entry, fact);
    }
    await this.#finisher.run(entry, problem);
    return view(entry);
  }

  /** What an earlier run left undone. */
  async recover(): Promise<void> {
    const { shelf, log } = this.#options;
    this.#retention.look();
    for (const entry of shelf.entries()) if (entry.kept.isUntidy && entry.kept.state === 'saved') this.#tidy(entry);
    const isUndone = ({ kept }: Entry): boolean => ['recording', 'finishing', 'failed'].includes(kept.state);
    const left = [...shelf.entries()].filter((entry) => entry.isOfEarlierRun && isUndone(entry));
    await Promise.all(
      left.map(async (entry) => {
        const { recordingId } = entry;
        log.info('a recording of an earlier run is finished', { recordingId, state: entry.kept.state });
        if (entry.kept.state === 'recording') shelf.resume(entry);
        await this.#finisher
          .run(entry)
          .catch((error: unknown) => log.warn('a recording is not finished', { recordingId, error: String(error) }));
      }),
    );
  }

  /** Sets the timer of retention anew. */
  look(): void {
    this.#retention.look();
  }

  /** Rejects with `archive/busy`, `archive/cannot`, and as the stores do. */
  async make(entry: Entry, content: FileContent, format: FileFormat, cancel: Cancel): Promise<FileSummary> {
    const { makers, view } = this.#options;
    const { recordingId } = entry;
    if (entry.kept.state === 'failed') {
      // Whoever asks has mended what was wrong, it may be.
      await this.#finisher.stop(recordingId);
      await this.#finisher.run(entry);
    }
    if (entry.kept.state !== 'saved') {
      const what = entry.kept.state === 'recording' ? 'it is still being recorded' : 'it is still being finished';
      throw new ArchiveError('archive/busy', `no file can be made of the recording ${recordingId} yet: ${what}`);
    }
    makers.check(view(entry), content, format);
    if (this.#silencing.isBusy(recordingId)) throw beingSilenced(recordingId);
    const known = entry.kept.files.find((file) => isSameFile(file, { content, format }));
    return known ?? this.#making.make(entry, content, format, cancel);
  }

  /** A file that is written while the recording goes on. */
  async take(entry: Entry, content: FileContent, format: FileFormat, write: Writing): Promise<FileSummary> {
    const { shelf, files, clock } = this.#options;
    const { recordingId } = entry;
    return this.#making.take(entry, content, format, async (signal) => {
      const owner = { recordingId, key: await shelf.keyOf(entry), edition: entry.kept.edition };
      const data = await files.put(owner, content, format, signal, write);
      signal.throwIfAborted();
      await shelf.record(entry, { type: 'fileKept', atMs: clock.wallMs(), data, words: undefined });
      return data;
    });
  }

  /** Somebody took back what was said before: a file that is being written has it, and is made anew later, of the log. */
  withdrawn({ recordingId }: Entry): void {
    const reason = new ArchiveError(
      'archive/cannot',
      `a film of the recording ${recordingId} is not gone on with: somebody took consent back`,
    );
    void this.#making.stop(recordingId, reason);
  }

  /** Rejects with `archive/busy`, `archive/held`, and as the stores do. */
  async silence(entry: Entry, spans: readonly SilentSpan[]): Promise<void> {
    const { makers, log } = this.#options;
    const { recordingId, kept } = entry;
    if (kept.state !== 'saved')
      throw new ArchiveError('archive/busy', `nothing can be taken out of the recording ${recordingId} before it is saved`);
    if (this.#silencing.isBusy(recordingId)) throw beingSilenced(recordingId);
    const films = kept.files.filter(({ content, format }) => !makers.isQuick(content, format));
    await this.#silencing.run(entry, spans, () => this.#making.stop(recordingId, beingSilenced(recordingId)));
    for (const { content, format } of films) {
      this.make(entry, content, format, {}).catch((error: unknown) =>
        log.warn('a film could not be made anew', { recordingId, error: String(error) }),
      );
    }
  }

  /** Stops what is at work on it, and leaves nothing. Rejects with `archive/held`, and with `archive/not-erased` where it has to be tried again. */
  async erase(entry: Entry, by: ErasedBy): Promise<ErasureProof> {
    const { recordingId } = entry;
    const known = this.#deleted.get(recordingId);
    if (known) return known;
    const deleted = this.#erase(entry, by).finally(() => {
      this.#deleted.delete(recordingId);
      this.#retention.look();
    });
    this.#deleted.set(recordingId, deleted);
    return deleted;
  }

  async close(): Promise<void> {
    const closed = new ArchiveError('archive/closed', 'the archive has been closed');
    this.#retention[Symbol.dispose]();
    await this.#finisher.close();
    await this.#silencing.close(closed);
    await this.#making.close(closed);
    await this.#options.logs.dropAll();
    await Promise.allSettled(this.#deleted.values());
  }

  async #erase(entry: Entry, by: ErasedBy): Promise<ErasureProof> {
    const { logs, tell } = this.#options;
    const { recordingId } = entry;
    if (entry.kept.state === 'erased') throw unknownRecording(recordingId);
    const putAway = putAwayOf(entry.kept);
    await this.#erasing.begin(entry, by.why);
    await Promise.all([this.#finisher.stop(recordingId), this.#making.stop(recordingId), this.#silencing.stop(recordingId)]);
    await logs.drop(recordingId);
    const proof = await this.#erasing.goOn(entry, putAway, by);
    tell('recordingErased', { recordingId, why: by.why === 'retention' ? 'retention' : 'asked' });
    return proof;
  }

  #tidy(entry: Entry): void {
    const { scope, log } = this.#options;
    scope.run(
      () => this.#silencing.tidy(entry),
      (error) => log.warn('what was taken out of a recording is not deleted yet', { recordingId: entry.recordingId, error: String(error) }),
    );
  }

  async #make(entry: Entry, content: FileContent, format: FileFormat, signal: AbortSignal): Promise<FileSummary> {
    const { shelf, logs, files, clock, tell } = this.#options;
    const { recordingId } = entry;
    const key = await shelf.keyOf(entry);
    const onProgress = (done: number): void => tell('progress', { recordingId, content, format, done });
    const owner = { recordingId, key, edition: entry.kept.edition };
    return logs.fetched(owner, entry.kept.logs, async (log, summary) => {
      const data = await files.make(owner, content, format, { records: () => log, summary, signal, onProgress });
      if (isGone(entry.kept)) throw unknownRecording(recordingId);
      await shelf.record(entry, { type: 'fileKept', atMs: clock.wallMs(), data, words: undefined });
      onProgress(1);
      return data;
    });
  }
}

function beingSilenced(recordingId: string): ArchiveError {
  return new ArchiveError('archive/busy', `something is being taken out of the recording ${recordingId}: ask again when that is done`);
}
