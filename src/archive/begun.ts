/** Recordings that are going on: begun here, or lent to another process that writes their log. */
import { mkdir } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { aesSeal } from '../media/segments/aes-seal.ts';
import { SegmentWriter } from '../media/segments/segment-writer.ts';
import { refusedByDisk } from '../store/refusal.ts';
import { logKeyOf } from './data-keys.ts';
import { GrowingRecording, storeError } from './open-recording.ts';
import type { Places } from './places.ts';
import type { KeptRecording, LentRecording, OpenRecording, RecordingAbout } from './port.ts';
import type { Entry, Shelf } from './shelf.ts';
import type { SoFar } from './view.ts';

export type BegunOptions = {
  readonly shelf: Shelf;
  readonly places: Places;
  readonly clock: Clock;
  readonly onGrown: (entry: Entry) => void;
  /** Somebody took back what was said before. */
  readonly onWithdrawn: (entry: Entry) => void;
  /** Nobody writes any more; `problem` is what could not be written. */
  readonly onEnded: (entry: Entry, why: string, problem: string | undefined) => Promise<KeptRecording>;
  /** Leaves nothing of it. */
  readonly onDiscarded: (entry: Entry) => Promise<void>;
};

type Going = { readonly soFar: () => SoFar; readonly leave: () => Promise<void> };

export class Begun {
  readonly #options: BegunOptions;
  readonly #going = new Map<string, Going>();

  constructor(options: BegunOptions) {
    this.#options = options;
  }

  /** What is known so far of one that is going on. */
  soFar(recordingId: string): SoFar | undefined {
    return this.#going.get(recordingId)?.soFar();
  }

  async begin(about: RecordingAbout, keepMs: number | null): Promise<OpenRecording> {
    const { shelf, places, clock, onGrown, onWithdrawn, onEnded, onDiscarded } = this.#options;
    const entry = await shelf.begin(about, { startedMs: clock.wallMs(), keepMs });
    const { recordingId } = entry;
    return this.#orDiscarded(entry, async () => {
      const seal = aesSeal(logKeyOf(await shelf.keyOf(entry)));
      const writer = await SegmentWriter.open({ folder: places.logFolder(recordingId), clock, seal });
      const growing = new GrowingRecording({
        recordingId,
        writer,
        clock,
        onGrown: () => onGrown(entry),
        onWithdrawn: () => onWithdrawn(entry),
        onEnded: (why, problem) => onEnded(entry, why, problem).finally(() => this.#going.delete(recordingId)),
        onDiscarded: () => onDiscarded(entry).finally(() => this.#going.delete(recordingId)),
      });
      this.#going.set(recordingId, { soFar: () => growing.soFar, leave: () => growing.leave() });
      growing.write({ kind: 'note', atMs: 0, note: { kind: 'began', wallMs: entry.kept.startedMs, recordingId } });
      await growing.flush();
      return growing;
    });
  }

  async lend(about: RecordingAbout, keepMs: number | null): Promise<LentRecording> {
    const { shelf, places, clock, onEnded, onDiscarded } = this.#options;
    const startedAt = clock.now();
    const entry = await shelf.begin(about, { startedMs: clock.wallMs(), keepMs });
    const { recordingId, kept } = entry;
    return this.#orDiscarded(entry, async () => {
      const folder = places.logFolder(recordingId);
      await clock.hold(() => mkdir(folder, { recursive: true, mode: 0o700 }));
      const key = Buffer.from(logKeyOf(await shelf.keyOf(entry))).toString('base64');
      this.#going.set(recordingId, {
        soFar: () => ({ durationMs: Math.round(clock.now() - startedAt) }),
        leave: () => Promise.resolve(),
      });
      const over = <T>(work: Promise<T>): Promise<T> => work.finally(() => this.#going.delete(recordingId));
      let finishing: Promise<KeptRecording> | undefined;
      return {
        recordingId,
        place: { recordingId, folder, key, startedMs: kept.startedMs },
        finish: (why) => (finishing ??= over(onEnded(entry, why, undefined))),
        discard: () => over(onDiscarded(entry)),
      };
    });
  }

  /** Leaves those that are going on as a crash would: on disk, to be finished at the next start. */
  async leave(): Promise<void> {
    await Promise.allSettled([...this.#going.values()].map(({ leave }) => leave()));
  }

  /** Nothing stays of what could not be begun. */
  async #orDiscarded<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      this.#going.delete(entry.recordingId);
      // What is left is deleted at the next start.
      await this.#options.onDiscarded(entry).catch(() => undefined);
      throw refusedByDisk('begin a recording', storeError(cause));
    }
  }
}
