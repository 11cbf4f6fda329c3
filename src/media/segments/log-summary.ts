/** What a segment log holds, found in one pass: how long, whose tracks, chapters, pauses, who took consent back, and whether it ended in order. */
import { FRAME_MS } from '../frame.ts';
import type { SegmentNote, SegmentRecord, TrackInfo } from './record.ts';

export type TrackSummary = {
  readonly track: number;
  /** Undefined where the record that names it is lost. */
  readonly info: TrackInfo | undefined;
  /** From its first medium to the end of its last, in milliseconds of the recording; both 0 where nothing came. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly soundPackets: number;
  readonly soundBytes: number;
  readonly pictures: number;
  readonly pictureBytes: number;
  /** Of its first picture; 0 where there is none. */
  readonly width: number;
  readonly height: number;
};

export type LogSummary = {
  readonly recordingId: string | undefined;
  /** Wall time at 0, in milliseconds since 1970 UTC. */
  readonly wallMs: number | undefined;
  /** The whole time line, pauses included. */
  readonly durationMs: number;
  readonly tracks: readonly TrackSummary[];
  readonly chapters: readonly { readonly atMs: number; readonly title: string }[];
  readonly markers: readonly { readonly atMs: number; readonly label: string }[];
  /** One that was never resumed lasts to the end. */
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Everybody who joined or has a track, in the order in which they did. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** Who took consent back, and when last: that of theirs which lies before is in no file. */
  readonly withdrawn: ReadonlyMap<string, number>;
  readonly dropped: number;
  /** Of sound and pictures. */
  readonly mediaBytes: number;
  /** Undefined: it was cut off. */
  readonly ended: { readonly atMs: number; readonly why: string } | undefined;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads it to its end. To find several things in one pass, feed a `LogSummarizer`. */
export async function summaryOf(records: AsyncIterable<SegmentRecord>): Promise<LogSummary> {
  const summarizer = new LogSummarizer();
  for await (const record of records) summarizer.take(record);
  return summarizer.summary();
}

export class LogSummarizer {
  readonly #tracks = new Map<number, Writable<TrackSummary>>();
  readonly #people = new Map<string, string>();
  readonly #withdrawn = new Map<string, number>();
  readonly #chapters: { atMs: number; title: string }[] = [];
  readonly #markers: { atMs: number; label: string }[] = [];
  readonly #pauses: { fromMs: number; toMs: number }[] = [];
  #began: Extract<SegmentNote, { kind: 'began' }> | undefined;
  #ended: { readonly atMs: number; readonly why: string } | undefined;
  #pausedMs: number | undefined;
  #endMs = 0;
  #dropped = 0;
  #mediaBytes = 0;

  take(record: SegmentRecord): void {
    if (record.kind === 'note') return this.#note(record.note, record.atMs);
    const track = this.#trackOf(record.track);
    if (record.kind === 'track') {
      track.info = record.info;
      if (record.info.kind !== 'mixed') this.#people.set(record.info.personId, record.info.name);
      return;
    }
    const isSound = record.kind === 'sound';
    const toMs = record.atMs + (isSound ? FRAME_MS : 0);
    if (track.soundPackets + track.pictures === 0) track.fromMs = record.atMs;
    track.toMs = Math.max(track.toMs, toMs);
    this.#endMs = Math.max(this.#endMs, toMs);
    if (isSound) {
      track.soundPackets++;
      track.soundBytes += record.packet.length;
      this.#mediaBytes += record.packet.length;
    } else {
      if (track.pictures++ === 0) [track.width, track.height] = [record.width, record.height];
      track.pictureBytes += record.data.length;
      this.#mediaBytes += record.data.length;
    }
  }

  summary(): LogSummary {
    const durationMs = Math.max(this.#endMs, this.#ended?.atMs ?? 0);
    const open = this.#pausedMs === undefined ? [] : [{ fromMs: this.#pausedMs, toMs: durationMs }];
    return {
      recordingId: this.#began?.recordingId,
      wallMs: this.#began?.wallMs,
      durationMs,
      tracks: [...this.#tracks.values()].map((track) => ({ ...track })).sort((a, b) => a.track - b.track),
      chapters: [...this.#chapters],
      markers: [...this.#markers],
      pauses: [...this.#pauses, ...open],
      people: [...this.#people].map(([id, name]) => ({ id, name })),
      withdrawn: new Map(this.#withdrawn),
      dropped: this.#dropped,
      mediaBytes: this.#mediaBytes,
      ended: this.#ended,
    };
  }

  #note(note: SegmentNote, atMs: number): void {
    this.#endMs = Math.max(this.#endMs, atMs);
    switch (note.kind) {
      case 'began':
        this.#began = note;
        return;
      case 'paused':
        this.#pausedMs ??= atMs;
        return;
      case 'resumed':
        if (this.#pausedMs !== undefined) this.#pauses.push({ fromMs: this.#pausedMs, toMs: atMs });
        this.#pausedMs = undefined;
        return;
      case 'chapter':
        this.#chapters.push({ atMs, title: note.title });
        return;
      case 'marker':
        this.#markers.push({ atMs, label: note.label });
        return;
      case 'joined':
        this.#people.set(note.personId, note.name);
        return;
      case 'withdrawn':
        this.#withdrawn.set(note.personId, Math.max(atMs, this.#withdrawn.get(note.personId) ?? 0));
        return;
      case 'dropped':
        this.#dropped += note.records;
        return;
      case 'ended':
        this.#ended = { atMs, why: note.why };
        return;
      case 'left':
      case 'leads':
      case 'pictureOver':
    }
  }

  #trackOf(track: number): Writable<TrackSummary> {
    let found = this.#tracks.get(track);
    if (!found) {
      const nothing = { fromMs: 0, toMs: 0, soundPackets: 0, soundBytes: 0, pictures: 0, pictureBytes: 0, width: 0, height: 0 };
      found = { track, info: undefined, ...nothing };
      this.#tracks.set(track, found);
    }
    return found;
  }
}
