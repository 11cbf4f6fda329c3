/** Follows one layer at a time, and goes over to another where that begins a key frame: nothing is shown by halves. */
import type { Layer, LayerTaker } from './layer.ts';

/** What is done with the packets. */
export type FollowedBy = {
  /** From this packet on it is another layer; a key frame begins with it. `take` is called with it next. */
  begin(layer: Layer, entry: number, nowMs: number): void;
  take(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void;
};

export class Following implements LayerTaker {
  readonly #by: FollowedBy;
  #current: Layer | undefined;
  #pending: Layer | undefined;

  constructor(by: FollowedBy) {
    this.#by = by;
  }

  /** The layer whose packets are taken now. */
  get current(): Layer | undefined {
    return this.#current;
  }

  /** Goes over to that layer as soon as a key frame of it begins. */
  aim(layer: Layer, nowMs: number): void {
    if (layer === this.#current) return this.#wait(undefined);
    if (layer !== this.#pending) this.#wait(layer);
    layer.askKeyFrame(nowMs);
  }

  /** Takes nothing any more. */
  stop(): void {
    this.#wait(undefined);
    this.#current?.remove(this);
    this.#current = undefined;
  }

  /** What is followed, or waited for, begins with a key frame soon. */
  askKeyFrame(nowMs: number): void {
    (this.#pending ?? this.#current)?.askKeyFrame(nowMs);
  }

  packet(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void {
    if (layer === this.#pending) {
      if (layer.ring.keyStarts[entry] !== 1) return;
      this.#current?.remove(this);
      this.#current = layer;
      this.#pending = undefined;
      this.#by.begin(layer, entry, nowMs);
    } else if (layer !== this.#current) return;
    this.#by.take(layer, entry, packet, nowMs);
  }

  #wait(layer: Layer | undefined): void {
    this.#pending?.remove(this);
    this.#pending = layer;
    layer?.add(this);
  }
}
