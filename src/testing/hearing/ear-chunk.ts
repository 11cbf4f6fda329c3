/** One second of what arrived, with what is asked of it most kept beside it; old sound is packed to half its size. */
import { keyIn } from './keys-in-sound.ts';
import { decodeG711, encodeG711 } from '../../media/g711.ts';
import { levelDb } from '../../media/level.ts';

export const CHUNK_SAMPLES = 16_000;
/** Levels and keys are known for every 20 ms. */
export const FRAME_SAMPLES = 320;
const FRAMES: number = CHUNK_SAMPLES / FRAME_SAMPLES;

export class EarChunk {
  #samples: Int16Array | undefined = new Int16Array(CHUNK_SAMPLES);
  /** µ-law, for which nothing here is too quiet or too loud. */
  #packed: Uint8Array | undefined;
  #levels: Float32Array | undefined;
  #keys: readonly (string | undefined)[] | undefined;

  write(at: number, samples: Int16Array): void {
    this.#samples = this.samples;
    this.#packed = undefined;
    this.#samples.set(samples, at);
    this.#levels = undefined;
    this.#keys = undefined;
  }

  /** Do not write to it. */
  get samples(): Int16Array {
    if (this.#samples) return this.#samples;
    const samples = new Int16Array(CHUNK_SAMPLES);
    if (this.#packed) decodeG711('pcmu', this.#packed, samples);
    return samples;
  }

  pack(): void {
    if (!this.#samples) return;
    this.#packed = new Uint8Array(CHUNK_SAMPLES);
    encodeG711('pcmu', this.#samples, CHUNK_SAMPLES, this.#packed, 0);
    this.#samples = undefined;
  }

  /** In dB below full scale, one for each frame. */
  get levels(): Float32Array {
    const { samples } = this;
    this.#levels ??= Float32Array.from({ length: FRAMES }, (_, i) => levelDb(samples, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
    return this.#levels;
  }

  /** The key that sounds in each frame. */
  get keys(): readonly (string | undefined)[] {
    const { levels, samples } = this;
    this.#keys ??= Array.from(levels, (level, i) => keyIn(samples.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES), level));
    return this.#keys;
  }
}
