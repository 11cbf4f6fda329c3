/** One bridged leg among the pictures: what the bot shows, what it watches, and what it is told that there is. */
import type { Clock } from '../../base/clock.ts';
import type { PictureKind } from '../port.ts';
import type { BridgedPictures, BridgedSink, WatchedPicture } from './bridged-pictures.ts';
import { FrameSource } from './frame-source.ts';
import { FrameWatch } from './frame-watch.ts';
import type { PictureSource, PictureSourceOptions } from './source.ts';

export type BotSideOptions = Pick<PictureSourceOptions, 'began' | 'layersChanged' | 'ended'> & {
  readonly legId: string;
  readonly sink: BridgedSink;
  readonly clock: Clock;
  /** What that leg shows, if this one may see it now. */
  readonly find: (legId: string, of: PictureKind) => PictureSource | undefined;
  /** All that this one may see now. */
  readonly all: () => readonly PictureSource[];
  readonly closed: () => void;
};

type Watched = WatchedPicture & { readonly watch: FrameWatch };

export class BotSide implements BridgedPictures {
  readonly legId: string;
  readonly #options: BotSideOptions;
  readonly #shown = new Map<PictureKind, FrameSource>();
  readonly #told = new Set<PictureSource>();
  #watched: readonly Watched[] = [];
  #isClosed = false;

  constructor(options: BotSideOptions) {
    this.#options = options;
    this.legId = options.legId;
  }

  source(of: PictureKind): PictureSource | undefined {
    return this.#shown.get(of)?.source;
  }

  show(of: PictureKind, bytes: Uint8Array, timestampUs: number): boolean {
    if (this.#isClosed) return false;
    let shown = this.#shown.get(of);
    if (!shown) {
      const { legId, sink, began, layersChanged, ended } = this.#options;
      shown = new FrameSource({ legId, of, began, layersChanged, ended, keyFrameWanted: () => sink.keyFrameWanted(of) });
      this.#shown.set(of, shown);
    }
    return shown.show(bytes, timestampUs, this.#options.clock.now());
  }

  stop(of: PictureKind): void {
    const shown = this.#shown.get(of);
    this.#shown.delete(of);
    shown?.source.close();
  }

  watch(pictures: readonly WatchedPicture[]): void {
    if (this.#isClosed) return;
    const before = this.#watched;
    this.#watched = pictures.map(({ legId, of, maxHeight }) => {
      const known = before.find((watched) => watched.legId === legId && watched.of === of);
      const watch = known?.watch ?? new FrameWatch({ legId, of, sink: this.#options.sink });
      watch.maxHeight = maxHeight ?? Number.POSITIVE_INFINITY;
      return { legId, of, maxHeight, watch };
    });
    for (const { watch } of before) if (!this.#watched.some((watched) => watched.watch === watch)) watch.stop();
    this.choose();
  }

  /** Who may be seen, or what there is to be seen, has changed; also every second. */
  choose(): void {
    const { find, all, sink, clock } = this.#options;
    const nowMs = clock.now();
    const seen = all();
    for (const source of this.#told) {
      if (seen.includes(source)) continue;
      this.#told.delete(source);
      sink.pictures(source.legId, source.of, false);
    }
    for (const source of seen) {
      if (this.#told.has(source)) continue;
      this.#told.add(source);
      sink.pictures(source.legId, source.of, true);
    }
    for (const { legId, of, watch } of this.#watched) watch.aim(find(legId, of), nowMs);
  }

  pulse(nowMs: number): void {
    for (const { source } of this.#shown.values()) source.pulse(nowMs);
  }

  second(nowMs: number, elapsedMs: number): void {
    for (const { source } of this.#shown.values()) source.second(nowMs, elapsedMs);
    this.choose();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { watch } of this.#watched) watch.stop();
    for (const of of this.#shown.keys()) this.stop(of);
    this.#options.closed();
  }
}
