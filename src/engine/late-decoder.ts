/** A decoder that is made when the first sound comes: nobody who never speaks has one. */
import type { SoundDecoder } from '../media/codec.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';

export class LateDecoder implements SoundDecoder {
  readonly #take: () => SoundDecoder | undefined;
  #decoder: SoundDecoder | undefined;

  /** `take` gives a decoder, or none at this moment. */
  constructor(take: () => SoundDecoder | undefined) {
    this.#take = take;
  }

  /** Sound has come, and is to be decoded soon. */
  prepare(): void {
    this.#decoder ??= this.#take();
  }

  decode(payload: Uint8Array, into: Int16Array): number {
    this.prepare();
    return this.#decoder ? this.#decoder.decode(payload, into) : silence(into);
  }

  conceal(into: Int16Array, next: Uint8Array | undefined): number {
    return this.#decoder ? this.#decoder.conceal(into, next) : silence(into);
  }

  free(): void {
    this.#decoder?.free();
  }
}

function silence(into: Int16Array): number {
  into.fill(0, 0, FRAME_SAMPLES);
  return FRAME_SAMPLES;
}
