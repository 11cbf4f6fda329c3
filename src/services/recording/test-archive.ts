/** An archive in memory for tests of recording: what was written can be heard, and it can fail. */
import type { KeptRecording, OpenRecording, RecordingAbout, RecordingArchive } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import { FRAME_SAMPLES } from '../../media/frame.ts';
import { opusDecoder } from '../../media/opus.ts';
import type { SegmentNote, SegmentRecord, TrackInfo } from '../../media/segments/record.ts';
import { StoreError } from '../../store/errors.ts';

export class TestArchive implements Pick<RecordingArchive, 'begin' | 'make' | 'get'> {
  readonly recordings: TestRecording[] = [];
  readonly made: string[] = [];
  /** What `begin` fails with. */
  failure: Error | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(about: RecordingAbout): Promise<OpenRecording> {
    if (this.failure) return Promise.reject(this.failure);
    const recording = new TestRecording(`rec-${String(this.recordings.length + 1)}`, about, this.#clock);
    this.recordings.push(recording);
    return Promise.resolve(recording);
  }

  make: RecordingArchive['make'] = (viewer, recordingId, content, format) => {
    this.made.push(`${recordingId} ${content.kind} ${format} by ${viewer.name}`);
    return Promise.resolve({ content, format, mime: 'video/webm', sizeBytes: 1, durationMs: 1 });
  };

  get(_: unknown, recordingId: string): Promise<KeptRecording> {
    const found = this.recordings.find((each) => each.recordingId === recordingId);
    return found ? Promise.resolve(found.kept()) : Promise.reject(new Error('archive/unknown'));
  }

  get only(): TestRecording {
    const [only, ...more] = this.recordings;
    if (!only || more.length > 0) throw new Error(`there are ${String(this.recordings.length)} recordings`);
    return only;
  }
}

class TestRecording implements OpenRecording {
  readonly recordingId: string;
  readonly about: RecordingAbout;
  readonly records: SegmentRecord[] = [];
  /** What is dropped, as by a disk that is behind. */
  drops: (record: SegmentRecord) => boolean = () => false;
  dropped = 0;
  isDiscarded = false;
  finishFailure: Error | undefined;
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #full = new AbortController();
  #endedMs: number | undefined;

  constructor(recordingId: string, about: RecordingAbout, clock: Clock) {
    this.recordingId = recordingId;
    this.about = about;
    this.#clock = clock;
    this.#startedMs = clock.wallMs();
  }

  get signal(): AbortSignal {
    return this.#full.signal;
  }

  get isFinished(): boolean {
    return this.#endedMs !== undefined;
  }

  /** The disk is full. */
  fill(): void {
    this.#full.abort(new StoreError('store/full', 'there is no space left'));
  }

  write(record: SegmentRecord): boolean {
    if (this.isFinished || this.isDiscarded) throw new Error('written after its end');
    if (this.signal.aborted || this.drops(record)) {
      this.dropped++;
      return false;
    }
    // What is written is used again by whoever wrote it.
    this.records.push(record.kind === 'sound' ? { ...record, packet: record.packet.slice() } : { ...record });
    return true;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  finish(): Promise<KeptRecording> {
    if (this.finishFailure) return Promise.reject(this.finishFailure);
    this.#endedMs = this.#clock.wallMs();
    return Promise.resolve(this.kept());
  }

  discard(): Promise<void> {
    this.isDiscarded = true;
    return Promise.resolve();
  }

  get tracks(): readonly { readonly track: number; readonly info: TrackInfo }[] {
    return this.records.flatMap((each) => (each.kind === 'track' ? [{ track: each.track, info: each.info }] : []));
  }

  get notes(): readonly (SegmentNote & { readonly atMs: number })[] {
    return this.records.flatMap((each) => (each.kind === 'note' ? [{ ...each.note, atMs: each.atMs }] : []));
  }

  trackOf(name: string, kind: 'voice' | 'camera' | 'screen' = 'voice'): number {
    const found = this.tracks.filter(({ info }) => info.kind === kind && info.name === name);
    if (found.length !== 1) throw new Error(`${name} has ${String(found.length)} tracks`);
    return found[0]?.track ?? -1;
  }

  /** When there is sound in a track, in slots of 20 ms: `[from, to)`. */
  soundOf(track: number): Extract<SegmentRecord, { kind: 'sound' }>[] {
    return this.records.filter((each) => each.kind === 'sound').filter((each) => each.track === track);
  }

  /** What is heard in a track from one moment to another; `seeks`: by somebody who has not heard what came before. */
  async heard(track: number, fromMs: number = 0, toMs: number = Number.POSITIVE_INFINITY, seeks: boolean = false): Promise<Int16Array> {
    const packets = this.soundOf(track).filter(({ atMs }) => atMs < toMs && (!seeks || atMs >= fromMs));
    const end = Math.min(toMs, (packets.at(-1)?.atMs ?? 0) + 20);
    const samples = new Int16Array(Math.max(0, (end - fromMs) * 16));
    const decoder = await opusDecoder();
    const frame = new Int16Array(FRAME_SAMPLES);
    for (const { atMs, packet } of packets) {
      decoder.decode(packet, frame);
      if (atMs >= fromMs) samples.set(frame.subarray(0, samples.length - (atMs - fromMs) * 16), (atMs - fromMs) * 16);
    }
    decoder.free();
    return samples;
  }

  kept(): KeptRecording {
    return {
      ...this.about,
      recordingId: this.recordingId,
      state: this.isFinished ? 'saved' : 'recording',
      startedMs: this.#startedMs,
      durationMs: (this.#endedMs ?? this.#clock.wallMs()) - this.#startedMs,
      people: [],
      tracks: this.tracks,
      chapters: [],
      markers: [],
      pauses: [],
      files: [],
      grants: [],
    };
  }
}
