/** Pictures that come in over a media bridge: whose there are, and those that somebody watches. */
import type { Cancel } from '../../../base/cancel.ts';
import type { CarrierMedia, PictureKind } from '../../../call/media.ts';
import { CallError } from '../../../call/errors.ts';
import { PictureStream } from '../../../call/picture-stream.ts';
import type { FrameHeader } from '../../../wire/bridge/frame.ts';
import type { BridgeLine } from './bridge-line.ts';
import type { BridgeTime } from './media-time.ts';
import { isUnnamed, type Sources } from './sources.ts';

export type PicturesInOptions = {
  readonly line: BridgeLine;
  readonly sources: Sources;
  readonly time: BridgeTime;
  /** How many pictures the bridge sends at once. */
  readonly most: number;
  readonly tell: (participantId: string, of: PictureKind, isOn: boolean) => void;
};

type Watching = {
  readonly participantId: string;
  readonly of: PictureKind;
  readonly maxHeight: number | undefined;
  readonly stream: PictureStream;
};
/** `told` is by which name it was told of. */
type Source = { readonly of: PictureKind; told: string; sequence: number | undefined };

export class PicturesIn {
  readonly #options: PicturesInOptions;
  readonly #watching = new Set<Watching>();
  readonly #on = new Map<number, Source>();
  /** What is watched, by source. */
  #bySource = new Map<number, Watching[]>();
  #asked = '';
  #isOver = false;

  constructor(options: PicturesInOptions) {
    this.#options = options;
  }

  get shown(): CarrierMedia['shown'] {
    return [...this.#on].map(([sourceId, { of }]) => ({ participantId: this.#options.sources.participantOf(sourceId), of }));
  }

  watch(
    participantId: string,
    of: PictureKind,
    { maxHeight, signal }: Cancel & { readonly maxHeight?: number | undefined } = {},
  ): PictureStream {
    signal?.throwIfAborted();
    this.#checkRoom(participantId, of);
    const watching: Watching = { participantId, of, maxHeight, stream: new PictureStream({ signal, onLeft: () => this.#leave(watching) }) };
    if (this.#isOver) watching.stream.end();
    else this.#watching.add(watching);
    this.refresh();
    return watching.stream;
  }

  frame(header: FrameHeader, media: Uint8Array): void {
    const atMs = this.#options.time.seen(header.timestampUs / 1000);
    const watching = this.#bySource.get(header.sourceId);
    if (!watching) return;
    const source = this.#on.get(header.sourceId);
    if (source) {
      const isNext = source.sequence === undefined || header.sequence === (source.sequence + 1) >>> 0;
      source.sequence = header.sequence;
      if (!isNext && !header.isFirst) for (const { stream } of watching) stream.cut();
    }
    const { isKeyFrame, width, height } = header;
    const frame = { codec: 'vp8', data: media, isKeyFrame, atMs, width, height } as const;
    for (const { stream } of watching) stream.push(frame);
  }

  /** Pictures of that source can be watched, or no longer. */
  changed(sourceId: number, of: PictureKind, isOn: boolean): void {
    const known = this.#on.get(sourceId);
    if ((known !== undefined) === isOn) return;
    const told = known?.told ?? this.#options.sources.participantOf(sourceId);
    if (isOn) this.#on.set(sourceId, { of, told, sequence: undefined });
    else this.#on.delete(sourceId);
    this.#options.tell(told, of, isOn);
    this.refresh();
  }

  /** The bridge is there (again): it knows of nothing, and tells anew what there is to be seen. */
  ready(): void {
    this.#asked = '';
    for (const { stream } of this.#watching) stream.cut();
    this.refresh();
  }

  refresh(): void {
    const { sources, line } = this.#options;
    this.#name();
    this.#bySource = new Map();
    for (const watching of this.#watching) {
      const id = sources.idOf(watching.participantId, watching.of);
      if (id !== undefined) this.#bySource.set(id, [...(this.#bySource.get(id) ?? []), watching]);
    }
    const pictures = [...this.#bySource].map(([sourceId, watching]) => ({ sourceId, ...highest(watching) }));
    const asking = JSON.stringify(pictures);
    if (asking === this.#asked || (this.#asked === '' && pictures.length === 0)) return;
    if (line.order({ kind: 'watch', pictures })) this.#asked = asking;
  }

  /** A participant has left: whoever watches them has come to the end. */
  gone(participantId: string): void {
    for (const watching of this.#watching) {
      if (watching.participantId !== participantId) continue;
      this.#watching.delete(watching);
      watching.stream.end();
    }
    this.refresh();
  }

  end(): void {
    this.#isOver = true;
    for (const { stream } of this.#watching) stream.end();
    this.#watching.clear();
  }

  /** The roster is often later than the bridge: who was told of by a number is told of anew by her id. */
  #name(): void {
    const { sources, tell } = this.#options;
    for (const [sourceId, source] of this.#on) {
      const { told, of } = source;
      if (!isUnnamed(told)) continue;
      const name = sources.participantOf(sourceId);
      if (isUnnamed(name)) continue;
      source.told = name;
      tell(told, of, false);
      tell(name, of, true);
    }
  }

  /** Several who watch the same picture count as one. */
  #checkRoom(participantId: string, of: PictureKind): void {
    const { most } = this.#options;
    const watched = new Set([...this.#watching].map((each) => `${each.participantId} ${each.of}`));
    if (watched.size < most || watched.has(`${participantId} ${of}`)) return;
    const message = `this carrier sends a bot ${String(most)} pictures at once, and so many are watched. Instead: leave one of them first, by ending its loop or by the signal it was begun with`;
    throw new CallError('call/cannot', message);
  }

  #leave(watching: Watching): void {
    if (this.#watching.delete(watching)) this.refresh();
  }
}

/** The highest that somebody wants; whoever does not say wants all. */
function highest(watching: readonly Watching[]): { readonly maxHeight?: number } {
  const heights = watching.map(({ maxHeight }) => maxHeight);
  return heights.includes(undefined) ? {} : { maxHeight: Math.max(...heights.map((height) => height ?? 0)) };
}
