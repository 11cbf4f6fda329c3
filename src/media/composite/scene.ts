/** Who is there, what they show and who leads, at one moment of a recording: a fold over its records. */
import type { SegmentNote, SegmentRecord, TrackInfo } from '../segments/record.ts';
import { layOut, type Layout, type Placement, type Size } from './layout.ts';

export type SceneOptions = {
  readonly layout: Layout;
  readonly size: Size;
  /** Until when nothing of a person may be seen, in milliseconds of the recording: they took consent back then. */
  readonly hiddenUntil?: ReadonlyMap<string, number> | undefined;
};

/** Who leads stays large for so long at least, so that a picture does not jump at every cough. */
const HOLD_MS = 2_000;

type Kind = TrackInfo['kind'];

export class Scene {
  readonly #options: SceneOptions;
  readonly #tracks = new Map<number, TrackInfo>();
  /** Tracks that show something now, by whose and what they are. */
  readonly #shown = new Map<string, number>();
  /** In the order in which they came. */
  readonly #people = new Map<string, string>();
  readonly #screens: string[] = [];
  /** In the order of seats: who begins to lead changes places with who led. */
  #seats: string[] = [];
  #leader: string | undefined;
  #nextLeader: string | undefined;
  #ledSinceMs = -HOLD_MS;
  #isPaused = false;
  #placements: readonly Placement[] | undefined;

  constructor(options: SceneOptions) {
    this.#options = options;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get leader(): string | undefined {
    return this.#leader;
  }

  /** Changes its identity whenever anything is at another place. */
  get placements(): readonly Placement[] {
    const { layout, size } = this.#options;
    const people = layout === 'speaker' ? this.#seats : [...this.#people.keys()];
    this.#placements ??= layOut({ layout, size, people, screenOf: this.#screens.at(-1) });
    return this.#placements;
  }

  nameOf(personId: string): string {
    return this.#people.get(personId) ?? '';
  }

  /** The track of which somebody's pictures come now; undefined while they show none. */
  trackOf(personId: string, kind: 'camera' | 'screen'): number | undefined {
    return this.#shown.get(`${kind} ${personId}`);
  }

  get cameras(): number {
    return this.#shown.size - this.#screens.length;
  }

  take(record: SegmentRecord): void {
    switch (record.kind) {
      case 'track':
        this.#tracks.set(record.track, record.info);
        return;
      case 'note':
        return this.#note(record.note, record.atMs);
      case 'sound':
      case 'picture': {
        const info = this.#tracks.get(record.track);
        if (!info || info.kind === 'mixed' || this.#isHidden(info.personId, record.atMs)) return;
        if (!this.#people.has(info.personId)) this.#join(info.personId, info.name);
        if (record.kind === 'picture') this.#show(record.track, info.personId, info.kind);
      }
    }
  }

  /** Time goes on: who leads now may become large. */
  settle(atMs: number): void {
    if (this.#nextLeader === undefined || this.#nextLeader === this.#leader || atMs - this.#ledSinceMs < HOLD_MS) return;
    const seat = this.#seats.indexOf(this.#nextLeader);
    if (seat < 0) return;
    [this.#seats[0], this.#seats[seat]] = [this.#nextLeader, this.#seats[0] ?? this.#nextLeader];
    this.#leader = this.#nextLeader;
    this.#ledSinceMs = atMs;
    this.#changed();
  }

  #note(note: SegmentNote, atMs: number): void {
    switch (note.kind) {
      case 'joined':
        if (!this.#isHidden(note.personId, atMs)) this.#join(note.personId, note.name);
        return;
      case 'left':
        return this.#leave(note.personId);
      case 'leads':
        // When nobody does, who led last stays.
        this.#nextLeader = note.personId ?? this.#nextLeader;
        return;
      case 'pictureOver': {
        const info = this.#tracks.get(note.track);
        if (info && info.kind !== 'mixed') this.#hide(info.personId, info.kind);
        return;
      }
      case 'paused':
      case 'resumed':
        this.#isPaused = note.kind === 'paused';
        return this.#changed();
      case 'began':
      case 'chapter':
      case 'marker':
      case 'withdrawn':
      case 'dropped':
      case 'ended':
    }
  }

  #join(personId: string, name: string): void {
    if (this.#people.get(personId) === name) return;
    if (!this.#people.has(personId)) this.#seats.push(personId);
    this.#people.set(personId, name);
    this.#changed();
  }

  #leave(personId: string): void {
    if (!this.#people.delete(personId)) return;
    this.#seats = this.#seats.filter((seat) => seat !== personId);
    this.#hide(personId, 'camera');
    this.#hide(personId, 'screen');
    if (this.#nextLeader === personId) this.#nextLeader = undefined;
    if (this.#leader === personId) this.#leader = undefined;
    this.#changed();
  }

  #show(track: number, personId: string, kind: Kind): void {
    const key = `${kind} ${personId}`;
    if (this.#shown.get(key) === track) return;
    if (kind === 'screen' && !this.#shown.has(key)) this.#screens.push(personId);
    this.#shown.set(key, track);
    this.#changed();
  }

  #hide(personId: string, kind: Kind): void {
    if (!this.#shown.delete(`${kind} ${personId}`)) return;
    if (kind === 'screen') this.#screens.splice(this.#screens.indexOf(personId), 1);
    this.#changed();
  }

  #isHidden(personId: string, atMs: number): boolean {
    return atMs < (this.#options.hiddenUntil?.get(personId) ?? 0);
  }

  #changed(): void {
    this.#placements = undefined;
  }
}
