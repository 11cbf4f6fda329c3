/**
 * Takes stretches out of the sound of saved recordings. All that is put away is made anew beside what was there, and holds from one fact on; so a
 * kill leaves the one or the other, whole. What does not hold is deleted then, at the next start at the latest.
 */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import type { FilesOfLog } from './files-of-log.ts';
import { lookedThrough } from './finishing.ts';
import type { KeptFact } from './kept-fact.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KeptLogs } from './kept-logs.ts';
import { nameIn, type Places } from './places.ts';
import { clearSpool } from './recovery.ts';
import { replaceLog, settleLog } from './replacing.ts';
import { isGone, type Entry, type Shelf } from './shelf.ts';
import { silenced, type SilentSpan } from './silenced.ts';

export type SilencingOptions = {
  readonly shelf: Shelf;
  readonly places: Places;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly files: KeptFiles;
  readonly logs: KeptLogs;
  readonly makers: FilesOfLog;
};

type Job = { readonly controller: AbortController; readonly done: Promise<void> };

export class Silencing {
  readonly #options: SilencingOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(options: SilencingOptions) {
    this.#options = options;
  }

  isBusy(recordingId: string): boolean {
    return this.#jobs.has(recordingId);
  }

  /** `alone` stops what else is at work on it. Rejects with `archive/held`, the reason of `stop`, and as the stores do; it is what it was then. */
  run(entry: Entry, spans: readonly SilentSpan[], alone: () => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const done = alone()
      .then(() => this.#work(entry, spans, controller.signal))
      .finally(() => this.#jobs.delete(entry.recordingId));
    this.#jobs.set(entry.recordingId, { controller, done });
    return done;
  }

  async stop(recordingId: string, reason: Error = unknownRecording(recordingId)): Promise<void> {
    const job = this.#jobs.get(recordingId);
    job?.controller.abort(reason);
    await job?.done.catch(() => undefined);
  }

  async close(reason: Error): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((recordingId) => this.stop(recordingId, reason)));
  }

  /** Deletes what was put away of editions that do not hold. Rejects as the store does; it is to be tried again. */
  async tidy(entry: Entry): Promise<void> {
    const { shelf, places, blobs, clock } = this.#options;
    const { recordingId, kept } = entry;
    const prefix = places.prefix(recordingId);
    for (const { key } of await blobs.list(prefix)) {
      const name = key.slice(prefix.length);
      if (name !== nameIn(kept.edition, name.replace(/^edition-\d+\//, ''))) await blobs.delete(key);
    }
    if (!isGone(entry.kept)) await shelf.record(entry, { type: 'silencingEnded', atMs: clock.wallMs(), data: {}, words: undefined });
  }

  async #work(entry: Entry, spans: readonly SilentSpan[], signal: AbortSignal): Promise<void> {
    const { shelf, logs, places, clock, log } = this.#options;
    const { recordingId, kept } = entry;
    const old = { recordingId, key: await shelf.keyOf(entry), edition: kept.edition };
    const data = { edition: old.edition + 1 };
    await shelf.record(entry, { type: 'silencingBegan', atMs: clock.wallMs(), data, words: undefined });
    try {
      const facts = await logs.fetched(old, kept.logs, async (records, summary) => {
        await settleLog({ places, clock }, recordingId);
        await replaceLog({ places, clock }, old, silenced(records, summary, spans, clock), signal);
        return this.#madeAnew(entry, { ...old, ...data }, signal);
      });
      await shelf.inTurn(entry, async () => {
        signal.throwIfAborted();
        if (entry.kept.hold) throw new ArchiveError('archive/held', `the recording ${recordingId} is held, and stays as it is`);
        await shelf.record(entry, ...facts);
      });
    } catch (error) {
      // What was made of the other edition goes; where that cannot be now, at the next start.
      if (!isGone(entry.kept)) await this.tidy(entry).catch((cause: unknown) => log.warn('something is left of a recording that was to be made anew', { recordingId, error: String(cause) })); // prettier-ignore
      throw signal.aborted ? signal.reason : error;
    } finally {
      await logs.drop(recordingId);
      await clearSpool(recordingId, { places, clock }).catch(() => undefined);
    }
    await this.tidy(entry);
  }

  async #madeAnew(
    entry: Entry,
    owner: { readonly recordingId: string; readonly key: Uint8Array; readonly edition: number },
    signal: AbortSignal,
  ): Promise<readonly KeptFact[]> {
    const { files, logs, makers, clock } = this.#options;
    const log = logs.spooled(owner.recordingId, owner.key);
    const { summary, waveforms } = await lookedThrough(log, signal);
    const made: KeptFact[] = [];
    for (const { content, format } of entry.kept.files) {
      // Films are encoded for longer; they are made when this holds.
      if (!makers.isQuick(content, format)) continue;
      const data = await files.make(owner, content, format, { records: () => log, summary, signal, onProgress: () => undefined });
      made.push({ type: 'fileKept', atMs: clock.wallMs(), data, words: undefined });
    }
    await files.putWaveforms(owner, waveforms.waveforms(summary));
    const data = { edition: owner.edition, logs: await logs.putAway(owner, signal) };
    return [{ type: 'soundSilenced', atMs: clock.wallMs(), data, words: undefined }, ...made];
  }
}
