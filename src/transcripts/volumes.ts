/** Transcripts that are in memory: read when somebody asks, each once, and forgotten again, those longest unused first. */
import type { Clock } from '../base/clock.ts';
import type { Volume } from './volume.ts';

export type VolumesOptions = { readonly clock: Pick<Clock, 'now'>; readonly load: (recordingId: string) => Promise<Volume> };

const MOST = 32;
/** Of all of them: some thirty hours of speech. */
const MOST_SEGMENTS = 50_000;

export class Volumes {
  readonly #options: VolumesOptions;
  readonly #loading = new Map<string, Promise<Volume>>();
  readonly #loaded = new Map<string, Volume>();

  constructor(options: VolumesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#loaded.size;
  }

  loaded(): Iterable<Volume> {
    return this.#loaded.values();
  }

  /** Rejects as reading does; it is read anew the next time then. */
  async get(recordingId: string): Promise<Volume> {
    const known = this.#loaded.get(recordingId) ?? (await (this.#loading.get(recordingId) ?? this.#load(recordingId)));
    known.usedMs = this.#options.clock.now();
    return known;
  }

  /** Nothing of it is in memory any more. */
  drop(recordingId: string): void {
    this.#loaded.get(recordingId)?.drop();
    this.#loaded.delete(recordingId);
    this.#loading.delete(recordingId);
  }

  #load(recordingId: string): Promise<Volume> {
    const loading = this.#options.load(recordingId).then(
      (volume) => {
        // It may have been deleted while it was read.
        if (this.#loading.get(recordingId) === loading) {
          this.#loading.delete(recordingId);
          this.#loaded.set(recordingId, volume);
          this.#makeRoom(volume);
        }
        return volume;
      },
      (error: unknown) => {
        if (this.#loading.get(recordingId) === loading) this.#loading.delete(recordingId);
        throw error;
      },
    );
    this.#loading.set(recordingId, loading);
    return loading;
  }

  #makeRoom(newest: Volume): void {
    let segments = 0;
    for (const { said } of this.#loaded.values()) segments += said.size;
    const oldestFirst = [...this.#loaded].filter(([, volume]) => volume !== newest && volume.isAtRest);
    oldestFirst.sort(([, a], [, b]) => a.usedMs - b.usedMs);
    for (const [recordingId, { said }] of oldestFirst) {
      if (this.#loaded.size <= MOST && segments <= MOST_SEGMENTS) return;
      this.#loaded.delete(recordingId);
      segments -= said.size;
    }
  }
}
