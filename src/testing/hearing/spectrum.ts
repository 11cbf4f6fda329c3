/** The fast Fourier transform of complex sound, in place, with tables that are made once. */

export class Spectrum {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #swaps: Int32Array;

  /** `size` is a power of two. */
  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new TypeError(`a spectrum has a power of two of points, and not ${String(size)}`);
    this.size = size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    const swaps: number[] = [];
    for (let i = 1, j = 0; i < size; i++) {
      let bit = size >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) swaps.push(i, j);
    }
    this.#swaps = Int32Array.from(swaps);
  }

  /** Cooley and Tukey 1965, two halvings at a time. The way back is the same with `re` and `im` exchanged, `size` times as large. */
  transform(re: Float64Array, im: Float64Array): void {
    this.#reorder(re, im);
    const { size } = this;
    let quarter = 1;
    if ((31 - Math.clz32(size)) & 1) {
      halve(re, im, size);
      quarter = 2;
    }
    for (; quarter < size; quarter <<= 2) this.#quarter(re, im, quarter);
  }

  /** Makes spectra of four times `quarter` points out of four each. */
  #quarter(re: Float64Array, im: Float64Array, quarter: number): void {
    const { size } = this;
    const [cos, sin] = [this.#cos, this.#sin];
    const step = size / (quarter * 4);
    for (let i = 0; i < quarter; i++) {
      const c = cos[i * step] ?? 0;
      const s = sin[i * step] ?? 0;
      const c2 = cos[i * step * 2] ?? 0;
      const s2 = sin[i * step * 2] ?? 0;
      for (let first = i; first < size; first += quarter * 4) {
        const second = first + quarter;
        const third = second + quarter;
        const fourth = third + quarter;
        const secondRe = re[second] ?? 0;
        const secondIm = im[second] ?? 0;
        const fourthRe = re[fourth] ?? 0;
        const fourthIm = im[fourth] ?? 0;
        const bRe = secondRe * c2 - secondIm * s2;
        const bIm = secondRe * s2 + secondIm * c2;
        const dRe = fourthRe * c2 - fourthIm * s2;
        const dIm = fourthRe * s2 + fourthIm * c2;
        const aRe = re[first] ?? 0;
        const aIm = im[first] ?? 0;
        const cRe = re[third] ?? 0;
        const cIm = im[third] ?? 0;
        const evenRe = cRe + dRe;
        const evenIm = cIm + dIm;
        const oddRe = cRe - dRe;
        const oddIm = cIm - dIm;
        const turnedEvenRe = evenRe * c - evenIm * s;
        const turnedEvenIm = evenRe * s + evenIm * c;
        const turnedOddRe = oddRe * s + oddIm * c;
        const turnedOddIm = oddIm * s - oddRe * c;
        re[first] = aRe + bRe + turnedEvenRe;
        im[first] = aIm + bIm + turnedEvenIm;
        re[third] = aRe + bRe - turnedEvenRe;
        im[third] = aIm + bIm - turnedEvenIm;
        re[second] = aRe - bRe + turnedOddRe;
        im[second] = aIm - bIm + turnedOddIm;
        re[fourth] = aRe - bRe - turnedOddRe;
        im[fourth] = aIm - bIm - turnedOddIm;
      }
    }
  }

  #reorder(re: Float64Array, im: Float64Array): void {
    const swaps = this.#swaps;
    for (let k = 0; k < swaps.length; k += 2) {
      const i = swaps[k] ?? 0;
      const j = swaps[k + 1] ?? 0;
      const x = re[i] ?? 0;
      const y = im[i] ?? 0;
      re[i] = re[j] ?? 0;
      im[i] = im[j] ?? 0;
      re[j] = x;
      im[j] = y;
    }
  }
}

/** Makes spectra of two points out of one each. */
function halve(re: Float64Array, im: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 2) {
    const x = re[i + 1] ?? 0;
    const y = im[i + 1] ?? 0;
    re[i + 1] = (re[i] ?? 0) - x;
    im[i + 1] = (im[i] ?? 0) - y;
    re[i] = (re[i] ?? 0) + x;
    im[i] = (im[i] ?? 0) + y;
  }
}
