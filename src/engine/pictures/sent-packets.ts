/** What a slot sent lately: which packet of which layer each was, and under which numbers it went out. */
import type { Layer } from './layer.ts';

/** A power of two; some two seconds of a good picture. */
const ENTRIES = 512;

export type SentNumbers = { sequence: number; timestamp: number; pictureId: number; tl0: number };

export class SentPackets {
  readonly #sequences = new Int32Array(ENTRIES).fill(-1);
  readonly #origins = new Uint16Array(ENTRIES);
  readonly #timestamps = new Uint32Array(ENTRIES);
  readonly #pictureIds = new Uint16Array(ENTRIES);
  readonly #tl0s = new Uint8Array(ENTRIES);
  readonly #layers: (Layer | undefined)[] = Array.from({ length: ENTRIES });

  note(layer: Layer, origin: number, numbers: Readonly<SentNumbers>): void {
    const at = numbers.sequence & (ENTRIES - 1);
    this.#sequences[at] = numbers.sequence;
    this.#origins[at] = origin;
    this.#timestamps[at] = numbers.timestamp;
    this.#pictureIds[at] = numbers.pictureId;
    this.#tl0s[at] = numbers.tl0;
    this.#layers[at] = layer;
  }

  /** The layer's entry of what went out under that number, its numbers in `into`; −1 if it is not known (any more), or the layer keeps it no longer. */
  find(sequence: number, into: SentNumbers): number {
    const at = sequence & (ENTRIES - 1);
    const layer = this.#layers[at];
    if (!layer || this.#sequences[at] !== sequence) return -1;
    into.sequence = sequence;
    into.timestamp = this.#timestamps[at] ?? 0;
    into.pictureId = this.#pictureIds[at] ?? 0;
    into.tl0 = this.#tl0s[at] ?? 0;
    return layer.ring.find(this.#origins[at] ?? 0);
  }

  layerOf(sequence: number): Layer | undefined {
    return this.#layers[sequence & (ENTRIES - 1)];
  }

  /** What was shown before is nobody's business any more. */
  forget(): void {
    this.#sequences.fill(-1);
    this.#layers.fill(undefined);
  }
}
