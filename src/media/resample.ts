/** Changes the sample rate of a stream, by a windowed sinc in phases (8, 16, 24, 32 and 48 kHz into one another). */

/** Taps at the lower of the two rates: enough that speech keeps its band and nothing folds back. */
const TAPS = 24;

export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #taps: number;
  readonly #filter: Float32Array;
  /** The last `taps` inputs, then the block that is being worked on. */
  #line: Float32Array;
  /** Position of the next output, in steps of the upsampled rate, counted from the block's first input. */
  #position = 0;

  constructor(fromRate: number, toRate: number) {
    const divisor = gcd(fromRate, toRate);
    this.#up = toRate / divisor;
    this.#down = fromRate / divisor;
    this.#taps = Math.ceil(TAPS * Math.max(1, this.#down / this.#up));
    this.#filter = sinc(this.#taps * this.#up, 0.46 / Math.max(this.#up, this.#down), this.#up);
    this.#line = new Float32Array(this.#taps + 2_048);
  }

  /** Resamples `count` samples into `into`; returns how many came out. */
  process(samples: Int16Array, count: number, into: Int16Array): number {
    const taps = this.#taps;
    const up = this.#up;
    if (this.#line.length < taps + count) this.#grow(taps + count);
    const line = this.#line;
    const filter = this.#filter;
    for (let i = 0; i < count; i++) line[taps + i] = samples[i] ?? 0;
    let made = 0;
    for (; this.#position < count * up && made < into.length; this.#position += this.#down) {
      const newest = taps + Math.floor(this.#position / up);
      let sum = 0;
      for (let k = 0, h = this.#position % up; k < taps; k++, h += up) sum += (filter[h] ?? 0) * (line[newest - k] ?? 0);
      into[made++] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : Math.round(sum);
    }
    this.#position -= count * up;
    line.copyWithin(0, count, count + taps);
    return made;
  }

  #grow(length: number): void {
    const longer = new Float32Array(length);
    longer.set(this.#line.subarray(0, this.#taps));
    this.#line = longer;
  }
}

/** Resamples a whole sound at once. */
export function resampled(samples: Int16Array, fromRate: number, toRate: number): Int16Array {
  if (fromRate === toRate) return samples;
  const into = new Int16Array(Math.ceil((samples.length * toRate) / fromRate));
  return into.subarray(0, new Resampler(fromRate, toRate).process(samples, samples.length, into));
}

function sinc(length: number, cutoff: number, gain: number): Float32Array {
  const middle = (length - 1) / 2;
  const taps = Float32Array.from({ length }, (_, i) => {
    const x = 2 * Math.PI * cutoff * (i - middle);
    // Blackman's window.
    const window = 0.42 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1)) + 0.08 * Math.cos((4 * Math.PI * i) / (length - 1));
    return (x === 0 ? 1 : Math.sin(x) / x) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap * gain) / sum);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
