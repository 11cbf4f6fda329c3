/** A first look at a quarter of the cost: whether a beginning may lie in a window at all, by the band in which it is strongest. */
import { Spectrum } from './spectrum.ts';
import { BAND_POINTS, BANDS, type Voiceprint } from './voiceprint.ts';

const spectrum = new Spectrum(BAND_POINTS);
const workRe = new Float64Array(BAND_POINTS);
const workIm = new Float64Array(BAND_POINTS);

/** What is less like than this in its best band is not there. */
const LEAST_LIKE = 0.26;

export class PlacesInBand {
  readonly #re = new Float64Array(BAND_POINTS);
  readonly #im = new Float64Array(BAND_POINTS);
  readonly #energies = new Float64Array(BAND_POINTS + 1);

  /** The spectrum of the window in this band. */
  hear(re: Float64Array, im: Float64Array): void {
    this.#re.set(re);
    this.#im.set(im);
    workRe.set(re);
    workIm.set(im);
    spectrum.transform(workIm, workRe);
    const energies = this.#energies;
    const size = workRe.length;
    for (let i = 0; i < size; i++) {
      const x = workRe[i] ?? 0;
      const y = workIm[i] ?? 0;
      energies[i + 1] = (energies[i] ?? 0) + x * x + y * y;
    }
  }

  /** In the first `count` places of the window. */
  mayHave(print: Voiceprint, count: number): boolean {
    const [heardRe, heardIm, energies] = [this.#re, this.#im, this.#energies];
    const { re, im, band, bandEnergy } = print.spectrum;
    const size = heardRe.length;
    const from = band * size;
    for (let i = 0; i < size; i++) {
      const x = heardRe[i] ?? 0;
      const y = heardIm[i] ?? 0;
      const c = re[from + i] ?? 0;
      const s = im[from + i] ?? 0;
      workRe[i] = x * c + y * s;
      workIm[i] = y * c - x * s;
    }
    spectrum.transform(workIm, workRe);
    // The transforms leave out their divisions by the length; this makes up for all of them.
    const enough = (LEAST_LIKE * LEAST_LIKE * bandEnergy) / BAND_POINTS;
    const points = Math.ceil(print.headPoints / BANDS);
    const to = Math.min(BAND_POINTS - points, Math.ceil(count / BANDS) + 1);
    for (let at = 0; at < to; at++) {
      const x = workRe[at] ?? 0;
      const y = workIm[at] ?? 0;
      if (x * x + y * y > enough * ((energies[at + points] ?? 0) - (energies[at] ?? 0))) return true;
    }
    return false;
  }
}
