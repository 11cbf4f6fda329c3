/**
 * Keeps what is said and shown in one room: the mix of those who are named, each of them alone, and their pictures. Whoever is not heard by all
 * (muted, on hold, apart, in the lobby) is not in it. A tick makes no promise and waits for nothing: what the disk cannot take is dropped.
 */
import type { SoundEncoder } from '../../media/codec.ts';
import { FRAME_MS } from '../../media/frame.ts';
import { MIXED_TRACK, type SegmentNote, type SegmentRecord, type TrackInfo } from '../../media/segments/record.ts';
import type { EngineCommand, PictureKind } from '../port.ts';
import type { PictureFrame } from '../pictures/bridged-pictures.ts';
import type { KeptLog } from './kept-log.ts';
import { KeptVoice } from './kept-voice.ts';

type Keep = Extract<EngineCommand, { kind: 'keepRoom' }>;
type Person = Keep['people'][number];
type Speaker = { readonly legId: string; readonly frame: Int16Array };
type Picture = { -readonly [Key in keyof Shown]: Shown[Key] };
type Shown = Extract<SegmentRecord, { kind: 'picture' }>;
/** `legId` is who shows it now: one at a time. */
type PictureTrack = { readonly track: number; readonly personId: string; readonly of: PictureKind; legId: string | undefined };

const NO_BYTES = new Uint8Array(0);

export type RoomKeeperOptions = {
  readonly command: Keep;
  readonly log: KeptLog;
  /** The tick at which the recording has its time 0. */
  readonly startTick: number;
  /** The engine's clock at that tick, in milliseconds. */
  readonly startMs: number;
  readonly encoder: () => SoundEncoder | undefined;
};

export class RoomKeeper {
  readonly recordingId: string;
  readonly roomId: string;
  readonly #log: KeptLog;
  readonly #startTick: number;
  readonly #startMs: number;
  readonly #encoder: () => SoundEncoder | undefined;
  readonly #voices = new Map<string, KeptVoice>();
  readonly #pictures: PictureTrack[] = [];
  readonly #picture: Picture = { kind: 'picture', atMs: 0, track: 0, data: NO_BYTES, isKeyFrame: false, width: 0, height: 0 };
  readonly #mix: KeptVoice;
  /** Who was the only one in the mix when it was written last. */
  #heardAlone: KeptVoice | undefined;
  #people: ReadonlyMap<string, Person> = new Map();
  #leads: string | undefined;
  #isPaused = false;
  #tracks = MIXED_TRACK;
  #atMs = 0;

  constructor({ command, log, startTick, startMs, encoder }: RoomKeeperOptions) {
    this.recordingId = command.recordingId;
    this.roomId = command.roomId;
    this.#log = log;
    this.#startTick = startTick;
    this.#startMs = startMs;
    this.#encoder = encoder;
    this.#note({ kind: 'began', wallMs: command.place.startedMs, recordingId: command.recordingId }, 0);
    this.#mix = this.#voice({ kind: 'mixed' });
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether something has yet to ring out. */
  get isBusy(): boolean {
    return this.#mix.isBusy;
  }

  /** Whom it keeps from this tick on, and whether it does. */
  change({ people, isPaused = false }: Keep, tick: number): void {
    const before = this.#people;
    this.#at(tick);
    this.#people = new Map(people.map((person) => [person.legId, person]));
    for (const person of personsOf(before)) if (!isAmong(this.#people, person)) this.#note({ kind: 'left', ...named(person) });
    for (const person of personsOf(this.#people)) if (!isAmong(before, person)) this.#note({ kind: 'joined', ...named(person) });
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#note({ kind: isPaused ? 'paused' : 'resumed' });
    for (const voice of this.#voices.values()) voice.restart();
    this.#mix.restart();
  }

  /** Whether what the leg shows is kept. */
  keeps(legId: string): boolean {
    return !this.#isPaused && this.#people.has(legId);
  }

  /** Takes what is heard at this tick of everybody who is heard by all; `leads` is the leg of whoever leads. */
  hear(sounding: readonly Speaker[], isHeard: (leg: Speaker) => boolean, leads: Speaker | undefined, tick: number): void {
    if (this.#isPaused || tick < this.#startTick) return;
    this.#at(tick);
    this.#mix.begin();
    for (const voice of this.#voices.values()) voice.begin();
    let alone = this.#heardAlone;
    for (const leg of sounding) {
      const person = this.#people.get(leg.legId);
      if (!person || !isHeard(leg)) continue;
      this.#mix.add(leg.frame);
      const voice = this.#voiceOf(person);
      voice.add(leg.frame);
      alone = this.#mix.count === 1 ? voice : undefined;
    }
    if (alone !== this.#heardAlone) alone?.standAlone();
    this.#heardAlone = alone;
    for (const voice of this.#voices.values()) voice.write(tick, this.#atMs);
    if (alone?.hasWritten(tick)) this.#mix.echo(alone);
    else this.#mix.write(tick, this.#atMs);
    this.#follow(leads && this.#people.get(leads.legId)?.personId);
  }

  /** Takes one whole frame; false if the disk is behind. */
  show({ legId, of, isKeyFrame, timestampUs, width, height }: Readonly<PictureFrame>, bytes: Uint8Array): boolean {
    const person = this.#people.get(legId);
    if (!person || this.#isPaused) return false;
    const picture = this.#picture;
    picture.atMs = Math.max(0, Math.round(timestampUs / 1_000 - this.#startMs));
    picture.track = this.#trackOf(person, of, picture.atMs).track;
    picture.data = bytes;
    picture.isKeyFrame = isKeyFrame;
    picture.width = width;
    picture.height = height;
    const isTaken = this.#log.write(picture);
    picture.data = NO_BYTES;
    return isTaken;
  }

  /** What the leg showed is over. */
  pictureOver(legId: string, of: PictureKind, tick: number): void {
    const shown = this.#pictures.find((each) => each.legId === legId && each.of === of);
    if (!shown) return;
    shown.legId = undefined;
    this.#at(tick);
    this.#note({ kind: 'pictureOver', track: shown.track });
  }

  /** Writes the end, and frees all that it has; resolves when that is on disk. */
  async end(why: string, tick: number): Promise<void> {
    this.#at(tick);
    this.#note({ kind: 'ended', why });
    this.free();
    await this.#log.close();
  }

  free(): void {
    this.#mix.free();
    for (const voice of this.#voices.values()) voice.free();
    this.#voices.clear();
  }

  #at(tick: number): void {
    this.#atMs = Math.max(this.#atMs, (tick - this.#startTick) * FRAME_MS);
  }

  #note(note: SegmentNote, atMs: number = this.#atMs): void {
    this.#log.write({ kind: 'note', atMs, note });
  }

  #follow(personId: string | undefined): void {
    if (personId === this.#leads) return;
    this.#leads = personId;
    this.#note(personId === undefined ? { kind: 'leads' } : { kind: 'leads', personId });
  }

  #voiceOf({ personId, name }: Person): KeptVoice {
    let voice = this.#voices.get(personId);
    if (!voice) {
      this.#voices.set(personId, (voice = this.#voice({ kind: 'voice', personId, name })));
      voice.begin();
    }
    return voice;
  }

  #voice(info: TrackInfo): KeptVoice {
    const track = this.#track(info, this.#atMs);
    return new KeptVoice({ track, encoder: this.#encoder, write: (record) => this.#log.write(record) });
  }

  /** Two windows of one person that show something at once are two tracks. */
  #trackOf({ legId, personId, name }: Person, of: PictureKind, atMs: number): PictureTrack {
    let free: PictureTrack | undefined;
    for (const shown of this.#pictures) {
      if (shown.personId !== personId || shown.of !== of) continue;
      if (shown.legId === legId) return shown;
      if (shown.legId === undefined) free ??= shown;
    }
    if (!free) this.#pictures.push((free = { track: this.#track({ kind: of, personId, name }, atMs), personId, of, legId }));
    free.legId = legId;
    return free;
  }

  #track(info: TrackInfo, atMs: number): number {
    const track = this.#tracks++;
    this.#log.write({ kind: 'track', atMs, track, info });
    return track;
  }
}

function personsOf(people: ReadonlyMap<string, Person>): readonly Person[] {
  return [...new Map([...people.values()].map((person) => [person.personId, person])).values()];
}

function isAmong(people: ReadonlyMap<string, Person>, { personId }: Person): boolean {
  return [...people.values()].some((person) => person.personId === personId);
}

function named({ personId, name }: Person): { readonly personId: string; readonly name: string } {
  return { personId, name };
}
