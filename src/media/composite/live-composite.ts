/** A film that is made while the recording goes on: it never holds the recorder up, and is done a moment after it. */
import { FRAME_MS } from '../frame.ts';
import type { FileSummary } from '../files/recording-file.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { filmMakerOptions, filmSummary, type FilmOptions } from './compose-film.ts';
import { FilmMaker } from './film-maker.ts';
import { RecordOrder } from './record-order.ts';

/** `notMade`: what is in the sink is of no use; the film can be made of the recording afterwards. */
export type LiveOutcome = { readonly kind: 'made'; readonly summary: FileSummary } | { readonly kind: 'notMade'; readonly why: string };

/** Beyond that, pictures are left out; beyond the other, it is given up. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_RECORDS = 30_000;
/** Behind by no more than that, all is well; each so much more takes one picture of the film. */
const WELL_BEHIND_MS = 2_500;
const SLOWEST = 5;

export class LiveComposite implements AsyncDisposable {
  readonly #options: FilmOptions;
  readonly #stop = new AbortController();
  readonly #running: Promise<LiveOutcome>;
  #queue: SegmentRecord[] = [];
  #queuedBytes = 0;
  /** Tracks that missed a picture, up to their next key frame. */
  readonly #missing = new Set<number>();
  #newestMs = 0;
  #spoiled: string | undefined;
  #isEnding = false;
  #wake: (() => void) | undefined;
  #dropped = 0;

  constructor(options: FilmOptions) {
    this.#options = filmMakerOptions(options);
    options.signal?.addEventListener('abort', () => this.#stop.abort(options.signal?.reason), { once: true, signal: this.#stop.signal });
    if (options.signal?.aborted) this.#stop.abort(options.signal.reason);
    this.#running = this.#run();
  }

  /** Pictures that were left out because it was behind. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Never waits, and copies what it needs of the record, in which something else may be written afterwards. */
  write(record: SegmentRecord): void {
    if (this.#isEnding || this.#spoiled !== undefined) return;
    this.#newestMs = Math.max(this.#newestMs, record.atMs + (record.kind === 'sound' ? FRAME_MS : 0));
    if (record.kind === 'note' && record.note.kind === 'withdrawn') return this.#spoil('somebody took consent back who is in it');
    if (this.#queue.length >= MOST_RECORDS) return this.#spoil('the machine could not keep up with the recording');
    if (record.kind === 'picture' && !this.#hasRoomFor(record)) return;
    this.#queue.push(copied(record));
    this.#wake?.();
  }

  /** Resolves when the film is whole, or why there is none. */
  finish(): Promise<LiveOutcome> {
    this.#isEnding = true;
    this.#wake?.();
    return this.#running;
  }

  /** Leaves no child; what was written to the sink is of no use. Calm after `finish`. */
  async discard(): Promise<void> {
    this.#spoil('it was discarded');
    await this.#running;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard();
  }

  #hasRoomFor(picture: Extract<SegmentRecord, { kind: 'picture' }>): boolean {
    const isFull = this.#queuedBytes + picture.data.length > MOST_BYTES;
    if (isFull) this.#missing.add(picture.track);
    else if (picture.isKeyFrame) this.#missing.delete(picture.track);
    if (this.#missing.has(picture.track)) {
      this.#dropped++;
      return false;
    }
    this.#queuedBytes += picture.data.length;
    return true;
  }

  #spoil(why: string): void {
    this.#spoiled ??= why;
    this.#queue = [];
    this.#stop.abort(new Error(why));
    this.#wake?.();
  }

  async #run(): Promise<LiveOutcome> {
    const { signal } = this.#stop;
    let maker: FilmMaker | undefined;
    try {
      maker = await FilmMaker.begin({ ...filmMakerOptions(this.#options), signal });
      const order = new RecordOrder();
      for (let record = await this.#next(); record; record = await this.#next()) {
        for (const each of order.take(record)) await this.#give(maker, each);
      }
      for (const each of order.end()) await this.#give(maker, each);
      signal.throwIfAborted();
      const durationMs = this.#newestMs;
      if (durationMs === 0) return { kind: 'notMade', why: 'nothing was recorded' };
      const sizeBytes = await maker.finish(durationMs);
      return { kind: 'made', summary: filmSummary(this.#options, { sizeBytes, durationMs }) };
    } catch (error) {
      this.#spoil(error instanceof Error ? error.message : String(error));
      return { kind: 'notMade', why: this.#spoiled ?? String(error) };
    } finally {
      await maker?.release();
    }
  }

  async #give(maker: FilmMaker, record: SegmentRecord): Promise<void> {
    this.#stop.signal.throwIfAborted();
    maker.pace = Math.min(SLOWEST, Math.max(1, Math.floor((this.#newestMs - maker.atMs) / WELL_BEHIND_MS)));
    await maker.take(record);
  }

  async #next(): Promise<SegmentRecord | undefined> {
    while (this.#queue.length === 0 && !this.#isEnding && this.#spoiled === undefined) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const record = this.#queue.shift();
    if (record?.kind === 'picture') this.#queuedBytes -= record.data.length;
    return record;
  }
}

function copied(record: SegmentRecord): SegmentRecord {
  if (record.kind === 'sound') return { ...record, packet: new Uint8Array(record.packet) };
  if (record.kind === 'picture') return { ...record, data: new Uint8Array(record.data) };
  return record;
}
