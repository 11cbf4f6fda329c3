/** Keeps cameras and screens of those who may be recorded, as they come: every frame, no transcoding. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { CarrierMedia, PictureFrame, PictureKind } from '../../call/media.ts';
import type { SegmentNote, SegmentRecord } from '../../media/segments/record.ts';
import type { MediaTimeline, Reading, StreamPlace } from '../../call/media-timeline.ts';
import { ownerOf, type Present } from './people.ts';
import type { Tracks } from './tracks.ts';

export type PictureSourcesOptions = {
  readonly media: Pick<CarrierMedia, 'watch'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly timeline: MediaTimeline;
  readonly tracks: Tracks;
  readonly write: (record: SegmentRecord) => boolean;
  readonly note: (note: SegmentNote) => void;
  readonly mayRecord: (key: string) => boolean;
  readonly log: Log;
};

/** `participantId` is the carrier's, for whom it shows. */
export type Shown = { readonly participantId: string; readonly of: PictureKind; readonly who: Present };

type Source = {
  readonly shown: Shown;
  readonly stop: AbortController;
  track: number | undefined;
  lastMs: number;
  readonly place: StreamPlace;
  /** What came before it was known how its times are read. */
  readonly held: { readonly frame: PictureFrame; readonly reading: Reading }[];
};
type PictureRecord = Extract<SegmentRecord, { kind: 'picture' }>;

/** After a frame was dropped the next one that can be understood is a key frame: it is asked for by watching anew. */
const ANEW_MS = 1_000;
/** The stream keeps what is more. */
const MOST_HELD = 60;

export class PictureSources {
  readonly #options: PictureSourcesOptions;
  readonly #open = new Map<string, Source>();
  #wanted: readonly Shown[] = [];
  /** So that one who is too many is told once. */
  #refused = new Set<string>();

  constructor(options: PictureSourcesOptions) {
    this.#options = options;
  }

  /** From now on these and no others. Where the carrier does not send as many, screens come first. */
  follow(shown: readonly Shown[]): void {
    this.#wanted = shown;
    const wanted = new Map(shown.toSorted((a, b) => rank(a) - rank(b)).map((each) => [nameOf(each), each]));
    for (const [name, source] of this.#open) if (!wanted.has(name)) this.#close(name, source);
    for (const [name, each] of wanted) if (!this.#open.has(name)) this.#begin(name, each);
    this.#refused = new Set([...this.#refused].filter((name) => wanted.has(name)));
  }

  #begin(name: string, shown: Shown): void {
    const { media, log } = this.#options;
    const place: StreamPlace = { carrierMs: 0, reading: undefined };
    const source: Source = { shown, stop: new AbortController(), track: undefined, lastMs: 0, place, held: [] };
    try {
      const stream = media.watch(shown.participantId, shown.of, { signal: source.stop.signal });
      this.#open.set(name, source);
      void this.#pump(stream, name, source).catch((error: unknown) => {
        if (!source.stop.signal.aborted) log.warn('pictures of somebody who is recorded broke off', { error });
      });
    } catch (error) {
      if (!this.#refused.has(name)) log.warn('a picture cannot be recorded', { participantId: shown.participantId, of: shown.of, error });
      this.#refused.add(name);
    }
  }

  async #pump(stream: AsyncIterable<PictureFrame>, name: string, source: Source): Promise<void> {
    const { timeline } = this.#options;
    const { held, place, stop } = source;
    for await (const frame of stream) {
      if (stop.signal.aborted) return;
      const reading = timeline.read(place, frame.atMs);
      if (reading.isSettled && held.length === 0) {
        if (!this.#keep(frame, reading, name, source)) return;
        continue;
      }
      held.push({ frame, reading });
      if (held.length === 1) void this.#release(name, source);
      while (held.length >= MOST_HELD) await timeline.settled();
    }
    while (held.length > 0 && !stop.signal.aborted) await timeline.settled();
    if (this.#open.get(name) === source) this.#close(name, source);
  }

  async #release(name: string, source: Source): Promise<void> {
    const { held, stop } = source;
    while (held.length > 0 && !stop.signal.aborted) {
      await this.#options.timeline.settled();
      while (held[0]?.reading.isSettled && !stop.signal.aborted) {
        const { frame, reading } = held[0];
        held.shift();
        if (!this.#keep(frame, reading, name, source)) return;
      }
    }
  }

  /** False: it was dropped. */
  #keep(frame: PictureFrame, reading: Reading, name: string, source: Source): boolean {
    if (this.#write(frame, reading, source)) return true;
    source.held.length = 0;
    this.#close(name, source);
    this.#options.clock.after(ANEW_MS, () => this.follow(this.#wanted));
    return false;
  }

  #write(frame: PictureFrame, { offsetMs }: Reading, source: Source): boolean {
    const { tracks, write } = this.#options;
    const { data, isKeyFrame, width, height } = frame;
    const atMs = Math.max(source.lastMs, 0, Math.round(frame.atMs + offsetMs));
    source.lastMs = atMs;
    source.track ??= tracks.takePicture(ownerOf(source.shown.who), source.shown.of, atMs);
    return write({ kind: 'picture', atMs, track: source.track, data, isKeyFrame, width, height } satisfies PictureRecord);
  }

  #close(name: string, source: Source): void {
    const { held, stop, shown } = source;
    // It was shown until now.
    if (this.#options.mayRecord(shown.who.key)) held.every(({ frame, reading }) => this.#write(frame, reading, source));
    held.length = 0;
    const { track } = source;
    this.#open.delete(name);
    stop.abort();
    if (track === undefined) return;
    this.#options.tracks.returnPicture(track);
    this.#options.note({ kind: 'pictureOver', track });
  }
}

function nameOf({ participantId, of, who }: Shown): string {
  return `${of} ${participantId} ${who.key}`;
}

function rank({ of }: Shown): number {
  return of === 'screen' ? 0 : 1;
}
