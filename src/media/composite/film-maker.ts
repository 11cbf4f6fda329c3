/** Makes a film of records in their order, one picture after the other: what is to be seen is decided and decoded a little ahead of what is drawn. */
import { setMaxListeners } from 'node:events';
import { MIXED_TRACK, type SegmentRecord } from '../segments/record.ts';
import { FilmWriter, type FilmWriterOptions } from './film-writer.ts';
import type { Layout, Placement, Size } from './layout.ts';
import { Scene } from './scene.ts';
import { Stage } from './stage.ts';
import { TrackPictures, type Wanted } from './track-pictures.ts';
import { Words } from './words.ts';

export type FilmMakerOptions = FilmWriterOptions & {
  readonly layout: Layout;
  readonly hiddenUntil?: ReadonlyMap<string, number> | undefined;
};

/** One picture of the film that is decided and not drawn yet. */
type Step = {
  readonly atMs: number;
  readonly isPaused: boolean;
  readonly leader: string | undefined;
  readonly placements: readonly Placement[];
  readonly tiles: readonly { readonly name: string; readonly wanted: Wanted | undefined }[];
};

/** Steps between decision and drawing, in which decoders work. */
const AHEAD = 8;
/** A picture in which nothing is new is left out, but for one a second. */
const STILL_MS = 1_000;
/** With no more cameras than that, each is decoded in the size of who leads: who begins to lead is clear at once. */
const FEW_CAMERAS = 4;
/** A mix that is made anew comes so late at most. */
const SOUND_LATE_MS = 3_000;
/** So many steps may pass without giving others their turn. */
const STEPS_A_TURN = 16;

export class FilmMaker {
  readonly #options: FilmMakerOptions;
  readonly #writer: FilmWriter;
  readonly #scene: Scene;
  readonly #stage: Stage;
  readonly #tracks = new Map<number, TrackPictures>();
  readonly #steps: Step[] = [];
  #drawn: Step | undefined;
  #writtenMs = -STILL_MS;
  #nextMs = 0;
  #count = 0;
  #pace = 1;

  static async begin(options: FilmMakerOptions): Promise<FilmMaker> {
    // Every child listens for it.
    if (options.signal) setMaxListeners(0, options.signal);
    return new FilmMaker(options, await FilmWriter.begin(options));
  }

  private constructor(options: FilmMakerOptions, writer: FilmWriter) {
    this.#options = options;
    this.#writer = writer;
    this.#scene = new Scene(options);
    this.#stage = new Stage(options.size, new Words(options));
  }

  /** How far it is, in milliseconds of the recording. */
  get atMs(): number {
    return this.#nextMs;
  }

  /** Makes every so-manieth picture alone, from now on. */
  set pace(every: number) {
    this.#pace = every;
  }

  /** In the order of times. Resolves when it wants the next one. */
  async take(record: SegmentRecord): Promise<void> {
    while (this.#showsUntil() < record.atMs) await this.#step();
    this.#scene.take(record);
    if (record.kind === 'sound' && record.track === MIXED_TRACK) await this.#writer.sound(record.atMs, record.packet);
    else if (record.kind === 'picture') this.#picturesOf(record.track).take(record);
    else if (record.kind === 'note' && record.note.kind === 'pictureOver') this.#tracks.get(record.note.track)?.over();
  }

  /** Resolves with the length of the file in bytes. */
  async finish(durationMs: number): Promise<number> {
    while (this.#nextMs < durationMs) await this.#step();
    for (let step = this.#steps.shift(); step; step = this.#steps.shift()) await this.#show(step);
    return this.#writer.finish(durationMs);
  }

  /** At the very end, whether it was finished or not. Leaves no child. */
  async release(): Promise<void> {
    for (const track of this.#tracks.values()) await track.kill();
    await this.#writer.release();
  }

  /** The next picture shows what came by then: half of them are a little early, half a little late. */
  #showsUntil(): number {
    return this.#nextMs + (500 * this.#pace) / this.#options.fps;
  }

  async #step(): Promise<void> {
    const { layout } = this.#options;
    const scene = this.#scene;
    scene.settle(this.#nextMs);
    const { placements, leader, isPaused } = scene;
    const largest = placements[0]?.box;
    const isFew = layout === 'speaker' && scene.cameras <= FEW_CAMERAS;
    const tiles: { name: string; wanted: Wanted | undefined }[] = [];
    for (const { shows, box, ...what } of placements) {
      const personId = 'personId' in what ? what.personId : '';
      const track = shows === 'others' || isPaused ? undefined : scene.trackOf(personId, shows === 'screen' ? 'screen' : 'camera');
      const pictures = track === undefined ? undefined : this.#tracks.get(track);
      const size: Size = isFew && shows === 'person' && largest ? largest : box;
      tiles.push({ name: scene.nameOf(personId), wanted: await pictures?.want(size) });
    }
    this.#steps.push({ atMs: this.#nextMs, isPaused, leader, placements, tiles });
    this.#nextMs = (Math.round((this.#nextMs * this.#options.fps) / 1_000 + this.#pace) * 1_000) / this.#options.fps;
    const first = this.#steps.length > AHEAD ? this.#steps.shift() : undefined;
    if (first) await this.#show(first);
    if (++this.#count % STEPS_A_TURN === 0)
      await this.#options.clock.hold(() => new Promise<void>((resolve) => void setImmediate(resolve)));
  }

  async #show(step: Step): Promise<void> {
    const isNew = step.isPaused ? await this.#showPause() : await this.#showTiles(step);
    this.#drawn = step;
    if (isNew || step.atMs - this.#writtenMs >= STILL_MS) {
      this.#writtenMs = step.atMs;
      await this.#writer.picture(this.#stage.canvas.data, step.atMs);
    }
    await this.#writer.silentUntil(step.atMs - SOUND_LATE_MS);
    for (const track of this.#tracks.values()) {
      await track.tidy((decoder) => this.#steps.some(({ tiles }) => tiles.some(({ wanted }) => wanted?.decoder === decoder)));
    }
  }

  async #showPause(): Promise<boolean> {
    if (this.#drawn?.isPaused === true) return false;
    await this.#stage.paused();
    return true;
  }

  async #showTiles({ placements, tiles, leader }: Step): Promise<boolean> {
    const before = this.#drawn;
    const isAnew = before === undefined || before.isPaused || before.placements !== placements;
    if (isAnew) this.#stage.clear();
    let isNew = isAnew;
    for (const [i, placement] of placements.entries()) {
      const { name = '', wanted } = tiles[i] ?? {};
      const old = before?.tiles[i]?.wanted;
      const isLeading = this.#options.layout === 'gallery' && 'personId' in placement && placement.personId === leader;
      const isSame = !isAnew && old?.decoder === wanted?.decoder && old?.number === wanted?.number && before.leader === leader;
      if (isSame) continue;
      const picture = await wanted?.decoder.picture(wanted.number);
      await this.#stage.draw({ placement, name, picture, isLeading });
      isNew = true;
    }
    return isNew;
  }

  #picturesOf(track: number): TrackPictures {
    let pictures = this.#tracks.get(track);
    if (!pictures) {
      pictures = new TrackPictures(this.#options);
      this.#tracks.set(track, pictures);
    }
    return pictures;
  }
}
