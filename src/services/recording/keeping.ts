/** What is kept of a call from one moment to the next: the sound and the pictures of those who are there and have agreed. */
import type { OpenRecording } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { SegmentNote, SegmentRecord } from '../../media/segments/record.ts';
import { pulledOf } from './heard.ts';
import { MediaTimeline } from '../../call/media-timeline.ts';
import { ownerOf, type People } from './people.ts';
import { PictureSources, type Shown } from './picture-sources.ts';
import type { LiveFilm } from './live-film.ts';
import type { RecordedCall } from './recorded-call.ts';
import { SoundMixdown } from './sound-mixdown.ts';
import { SoundSources } from './sound-sources.ts';
import { Tracks, type TrackOwner } from './tracks.ts';

export type KeepingOptions = {
  readonly call: RecordedCall;
  readonly open: Pick<OpenRecording, 'write'>;
  /** By the clock, when the recording has its time 0. */
  readonly startedMs: number;
  readonly people: People;
  readonly mayRecord: (key: string) => boolean;
  readonly pictures: boolean;
  readonly film: LiveFilm | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export class Keeping {
  readonly #options: KeepingOptions;
  readonly #timeline: MediaTimeline;
  readonly #tracks: Tracks;
  readonly #mixdown: SoundMixdown;
  readonly #sounds: SoundSources;
  readonly #pictures: PictureSources;
  readonly #life = new AbortController();
  /** Who is there and recorded. */
  #recorded: ReadonlyMap<string, TrackOwner> = new Map();
  #leads: string | undefined;
  #self: Disposable | undefined;
  #isPaused = false;
  #isOver = false;

  constructor(options: KeepingOptions) {
    const { call, clock, mayRecord, log } = options;
    const { media, facts } = call;
    this.#options = options;
    this.#timeline = new MediaTimeline(clock, options.startedMs);
    const write = (record: SegmentRecord): boolean => this.#write(record);
    this.#tracks = new Tracks({ clock, write, onLane: (lane) => this.#mixdown.add(lane) });
    this.#mixdown = new SoundMixdown({ clock, timeline: this.#timeline, mix: this.#tracks.mix });
    const parts = { media, clock, timeline: this.#timeline, tracks: this.#tracks, log };
    this.#sounds = new SoundSources({ ...parts, mixdown: this.#mixdown });
    this.#pictures = new PictureSources({ ...parts, write, note: (note) => this.note(note), mayRecord });
    const { signal } = this.#life;
    facts.on('picturesChanged', () => this.look(), { signal });
    facts.on('dominantSpeakerChanged', () => this.look(), { signal });
    facts.on('mediaLost', () => this.#timeline.lost(), { signal });
    facts.on('mediaBack', () => this.#back(), { signal });
  }

  /** Since it began. */
  get nowMs(): number {
    return this.#timeline.nowMs;
  }

  momentOf(carrierMs: number): number | undefined {
    return this.#timeline.momentOf(carrierMs);
  }

  /** Whether what somebody who is there says is kept at this moment. */
  keeps(participantId: string): boolean {
    const { people, mayRecord } = this.#options;
    const who = people.find(participantId);
    return !this.#isOver && !this.#isPaused && who !== undefined && mayRecord(who.key);
  }

  async begin(): Promise<void> {
    await this.#tracks.begin();
    this.#hearSelf();
    this.look();
  }

  /** Something is otherwise: who is there, who has agreed, what is shown, who leads. */
  look(): void {
    if (this.#isOver) return;
    const { people, mayRecord, call } = this.#options;
    this.#meet();
    const hasApart = call.media.has.has('soundApart');
    const pulled = pulledOf({ people: people.list, isOtherSide: people.isOtherSide, hasApart, mayRecord });
    const mixIsTainted = !hasApart && people.list.some(({ key }) => !mayRecord(key));
    this.#sounds.follow(this.#isPaused ? [] : pulled, { mixIsTainted });
    this.#pictures.follow(this.#isPaused ? [] : this.#shown());
    this.#follow();
  }

  /** May not be recorded any more: what of them has yet to be written is not. */
  forget(key: string): void {
    this.#tracks.forget(key);
    // Where there is but a mix, they are in it.
    this.#tracks.forget('');
    this.look();
  }

  note(note: SegmentNote): void {
    if (!this.#isOver) this.#write({ kind: 'note', atMs: this.nowMs, note });
  }

  withdrawn(key: string): void {
    const who = this.#options.people.ofKey(key);
    if (who) this.note({ kind: 'withdrawn', personId: ownerOf(who).personId });
  }

  /** Writes what was said until now. */
  pause(): void {
    this.#mixdown.cut(this.nowMs);
    this.#isPaused = true;
    this.#self?.[Symbol.dispose]();
    this.#self = undefined;
    this.look();
  }

  resume(): void {
    this.#isPaused = false;
    this.#hearSelf();
    this.look();
  }

  /** Writes what was said until now, and lets go of everything. */
  end(): void {
    if (this.#isOver) return;
    if (!this.#isPaused) this.#mixdown.cut(this.nowMs);
    this.#self?.[Symbol.dispose]();
    this.#sounds.follow([]);
    this.#pictures.follow([]);
    this.#isOver = true;
    this.#life.abort();
    this.#tracks.free();
    const late = this.#mixdown.lateFrames;
    const frames = this.#sounds.lostFrames + late;
    if (frames > 0) this.#options.log.info('frames of sound came too late to be recorded', { frames, missingInTheMix: late });
  }

  #write(record: SegmentRecord): boolean {
    const { open, film } = this.#options;
    film?.write(record);
    return open.write(record);
  }

  #back(): void {
    this.#timeline.lost();
    this.look();
  }

  #hearSelf(): void {
    const { call } = this.#options;
    const { self } = call;
    if (!call.hearSelf || this.#self) return;
    const lane = this.#tracks.laneOf({ key: `self ${self.id}`, personId: self.id, name: self.name });
    this.#self = this.#sounds.followSelf((options) => call.hearSelf?.(options), lane);
  }

  /** Says in the log who comes and goes of those who are recorded. */
  #meet(): void {
    const { people, mayRecord } = this.#options;
    const before = this.#recorded;
    const now = people.list.filter(({ key }) => mayRecord(key)).map((who) => [who.key, ownerOf(who)] as const);
    this.#recorded = new Map(now);
    for (const [key, { personId, name }] of before) if (!this.#recorded.has(key)) this.note({ kind: 'left', personId, name });
    for (const [key, { personId, name }] of this.#recorded) if (!before.has(key)) this.note({ kind: 'joined', personId, name });
  }

  #shown(): readonly Shown[] {
    const { call, people, mayRecord, pictures } = this.#options;
    if (!pictures || !call.media.has.has('pictures')) return [];
    return call.media.shown.flatMap(({ participantId, of }) => {
      const who = people.find(participantId);
      return who && people.isHere(who.participantId) && mayRecord(who.key) ? [{ participantId, of, who }] : [];
    });
  }

  /** Whoever leads is told only of those who are recorded. */
  #follow(): void {
    if (this.#isPaused) return;
    const { call, people } = this.#options;
    const dominant = call.media.dominantSpeaker;
    const leads = dominant === undefined ? undefined : this.#recorded.get(people.find(dominant)?.key ?? '')?.personId;
    if (leads === this.#leads) return;
    this.#leads = leads;
    this.note(leads === undefined ? { kind: 'leads' } : { kind: 'leads', personId: leads });
  }
}
