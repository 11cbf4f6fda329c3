/** The tracks of one recording: a number for the mix, and for each voice, camera and screen of a person; whoever comes again goes on with theirs. */
import type { Clock } from '../../base/clock.ts';
import type { PictureKind } from '../../call/media.ts';
import { MIXED_TRACK, type SegmentRecord, type TrackInfo } from '../../media/segments/record.ts';
import { SoundTrack } from './sound-track.ts';
import { VoiceLane } from './voice-lane.ts';

/** Whose track it is. `key` tells people apart also where the carrier gives no id. */
export type TrackOwner = { readonly key: string; readonly personId: string; readonly name: string };

export type TracksOptions = {
  readonly clock: Pick<Clock, 'hold'>;
  readonly write: (record: SegmentRecord) => boolean;
  /** A voice that speaks for the first time. */
  readonly onLane: (lane: VoiceLane) => void;
};

/** `isTaken`: somebody's picture goes to it now. Two windows of one person at once are two tracks. */
type PictureTrack = { readonly key: string; readonly of: PictureKind; readonly track: number; isTaken: boolean };

export class Tracks {
  readonly mix: SoundTrack;
  readonly #options: TracksOptions;
  readonly #lanes = new Map<string, VoiceLane>();
  readonly #sounds: SoundTrack[] = [];
  readonly #pictures: PictureTrack[] = [];
  #next = MIXED_TRACK;

  constructor(options: TracksOptions) {
    this.#options = options;
    this.mix = this.#sound(() => this.#declare({ kind: 'mixed' }, 0));
  }

  /** The mix is the first of all, whether anybody speaks or not. */
  begin(): Promise<void> {
    return this.mix.prepare();
  }

  /** Of a person; without one the lane of a mix that is nobody's own. */
  laneOf(owner: TrackOwner | undefined): VoiceLane {
    const key = owner?.key ?? '';
    const known = this.#lanes.get(key);
    if (known) return known;
    const lane = new VoiceLane(owner && this.#sound((atMs) => this.#declare({ kind: 'voice', ...named(owner) }, atMs)));
    this.#lanes.set(key, lane);
    this.#options.onLane(lane);
    return lane;
  }

  /** Throws away what waits of them. */
  forget(key: string): void {
    this.#lanes.get(key)?.clear();
  }

  takePicture(owner: TrackOwner, of: PictureKind, atMs: number): number {
    let free = this.#pictures.find((each) => each.key === owner.key && each.of === of && !each.isTaken);
    if (!free)
      this.#pictures.push((free = { key: owner.key, of, track: this.#declare({ kind: of, ...named(owner) }, atMs), isTaken: true }));
    free.isTaken = true;
    return free.track;
  }

  returnPicture(track: number): void {
    const taken = this.#pictures.find((each) => each.track === track);
    if (taken) taken.isTaken = false;
  }

  free(): void {
    for (const sound of this.#sounds) sound.free();
  }

  #sound(declare: (atMs: number) => number): SoundTrack {
    const { clock, write } = this.#options;
    const sound = new SoundTrack({ clock, write, declare });
    this.#sounds.push(sound);
    return sound;
  }

  #declare(info: TrackInfo, atMs: number): number {
    const track = info.kind === 'mixed' ? MIXED_TRACK : ++this.#next;
    this.#options.write({ kind: 'track', atMs, track, info });
    return track;
  }
}

function named({ personId, name }: TrackOwner): { readonly personId: string; readonly name: string } {
  return { personId, name };
}
