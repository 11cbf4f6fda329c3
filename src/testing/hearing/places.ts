/** Where in a window of sound a known beginning may lie: correlation by way of the spectra, against what sounds there. */
import type { BandSound } from './band-sound.ts';
import { PlacesInBand } from './places-in-band.ts';
import { BAND_POINTS, BANDS, HEAD_POINTS, type HeadSpectrum, spectrum, type Voiceprint, WINDOW_POINTS } from './voiceprint.ts';

/** So many places fit into a window. */
export const MOST_PLACES: number = WINDOW_POINTS - HEAD_POINTS;

export type Place = { readonly at: number; readonly likeness: number };

/** Voices are periodic: within 10 ms of the best place all others are the same find. */
const APART_POINTS = 40;

/** A window of sound, made ready once for all that is looked for in it. */
export class PlacesIn {
  readonly #re = new Float64Array(WINDOW_POINTS);
  readonly #im = new Float64Array(WINDOW_POINTS);
  readonly #energies = new Float64Array(WINDOW_POINTS + 1);
  readonly #bands: readonly PlacesInBand[] = Array.from({ length: BANDS }, () => new PlacesInBand());
  readonly #made = new Set<number>();
  readonly #workRe = new Float64Array(WINDOW_POINTS);
  readonly #workIm = new Float64Array(WINDOW_POINTS);

  hear(sound: BandSound): void {
    const [re, im, energies] = [this.#re, this.#im, this.#energies];
    const size = re.length;
    re.fill(0).set(sound.re.subarray(0, size));
    im.fill(0).set(sound.im.subarray(0, size));
    for (let i = 0; i < size; i++) {
      const x = re[i] ?? 0;
      const y = im[i] ?? 0;
      energies[i + 1] = (energies[i] ?? 0) + x * x + y * y;
    }
    spectrum.transform(re, im);
    this.#made.clear();
  }

  /** Made once it is needed. */
  #band(number: number): PlacesInBand | undefined {
    const band = this.#bands[number];
    const size = BAND_POINTS;
    if (!this.#made.has(number))
      band?.hear(this.#re.subarray(number * size, (number + 1) * size), this.#im.subarray(number * size, (number + 1) * size));
    this.#made.add(number);
    return band;
  }

  /** Whether anything sounds in those points. */
  isSounding(from: number, to: number): boolean {
    return (this.#energies[to] ?? 0) - (this.#energies[from] ?? 0) > (to - from) * LEAST_ENERGY;
  }

  /** The first `count` places at which the beginning is at least so like. */
  find(print: Voiceprint, count: number, least: number): Place[] {
    if (!this.#band(print.spectrum.band)?.mayHave(print, count)) return [];
    this.#correlate(print.spectrum);
    const found: Place[] = [];
    const [workRe, workIm, energies] = [this.#workRe, this.#workIm, this.#energies];
    const { headPoints } = print;
    const floor = headPoints * LEAST_ENERGY;
    // Compared in squares, and without a division: most places are far below.
    const enough = least * least * print.headEnergy;
    for (let at = 0; at < count; at++) {
      const re = workRe[at] ?? 0;
      const im = workIm[at] ?? 0;
      const power = re * re + im * im;
      const energy = (energies[at + headPoints] ?? 0) - (energies[at] ?? 0);
      if (power <= enough * energy || energy <= floor) continue;
      const likeness = Math.sqrt(power / (energy * print.headEnergy));
      const last = found.at(-1);
      if (!last || at - last.at > APART_POINTS) found.push({ at, likeness });
      else if (likeness > last.likeness) found[found.length - 1] = { at, likeness };
    }
    return found;
  }

  #correlate({ re, im }: HeadSpectrum): void {
    const [heardRe, heardIm, workRe, workIm] = [this.#re, this.#im, this.#workRe, this.#workIm];
    const size = heardRe.length;
    const share = 1 / size;
    for (let i = 0; i < size; i++) {
      const x = heardRe[i] ?? 0;
      const y = heardIm[i] ?? 0;
      const c = re[i] ?? 0;
      const s = im[i] ?? 0;
      workRe[i] = (x * c + y * s) * share;
      workIm[i] = (y * c - x * s) * share;
    }
    // Back: the same transform with both parts exchanged.
    spectrum.transform(this.#workIm, this.#workRe);
  }
}

/** Of one point: about −75 dB below full scale. */
const LEAST_ENERGY = 20;
