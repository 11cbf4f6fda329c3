/** A known sound made ready to be looked for: the spectrum of its beginning, and where in it something sounds. */
import { type BandSound, energyOf, growingBandSound, POINTS_PER_MS, wholeBandSound } from './band-sound.ts';
import { Spectrum } from './spectrum.ts';
import type { Spoken } from './spoken.ts';

/** Places are compared over so many points, of which the beginning takes up to `HEAD_POINTS`. */
export const WINDOW_POINTS = 4_096;
export const HEAD_POINTS = 1_600;
/** 10 ms. */
export const FRAME_POINTS = 40;
export const FRAME_MS: number = FRAME_POINTS / POINTS_PER_MS;
/** Frames that are so much quieter than the loudest say nothing about what was heard. */
const FAINT = 10 ** -2.5;
/** 120 ms: what is shorter could be anything. */
const LEAST_FRAMES = 12;

/** The spectrum of a window falls into bands of 1 kHz; one of them, as sound, has a point each millisecond. */
export const BANDS = 4;
export const BAND_POINTS: number = WINDOW_POINTS / BANDS;

export const spectrum: Spectrum = new Spectrum(WINDOW_POINTS);

export type Voiceprint = {
  /** As band sound, begun so many samples (0 to 3) after a point; what lies beyond the point `to` may be missing yet. */
  sound(delay: number, to?: number): BandSound;
  /** Frames from the beginning of the sound; 1 where it sounds. */
  readonly sounding: Uint8Array;
  /** The first frame that sounds, and the one after the last. */
  readonly first: number;
  readonly last: number;
  /** What sounds first: its length in points, and its energy. */
  readonly headPoints: number;
  readonly headEnergy: number;
  /** Made once it is needed. */
  readonly spectrum: HeadSpectrum;
};

/** `band`: in which the head is strongest, and its energy there. */
export type HeadSpectrum = { readonly re: Float64Array; readonly im: Float64Array; readonly band: number; readonly bandEnergy: number };

const made = new WeakMap<Int16Array, Voiceprint | 'too short'>();

/** Made once for each sound; undefined for one that is too short to be told from others. */
export function voiceprintOf({ samples }: Pick<Spoken, 'samples'>): Voiceprint | undefined {
  const known = made.get(samples) ?? printOf(samples) ?? 'too short';
  made.set(samples, known);
  return known === 'too short' ? undefined : known;
}

function printOf(samples: Int16Array): Voiceprint | undefined {
  const sound = wholeBandSound(samples);
  const sounding = soundingFrames(sound);
  const first = sounding.indexOf(1);
  const last = sounding.lastIndexOf(1) + 1;
  if (first < 0 || sounding.reduce((sum, is) => sum + is, 0) < LEAST_FRAMES) return undefined;
  const from = first * FRAME_POINTS;
  const to = Math.min(last * FRAME_POINTS, from + HEAD_POINTS, sound.re.length);
  const sounds: ((to: number) => BandSound)[] = [() => sound];
  let ofHead: HeadSpectrum | undefined;
  const delayed = (delay: number, upTo: number = Infinity): BandSound => (sounds[delay] ??= growingBandSound(samples, delay))(upTo);
  return {
    sound: delayed,
    sounding,
    first,
    last,
    headPoints: to - from,
    headEnergy: energyOf(sound, from, to),
    get spectrum() {
      return (ofHead ??= headSpectrum(sound, from, to));
    },
  };
}

function headSpectrum(sound: BandSound, from: number, to: number): HeadSpectrum {
  const [re, im] = [new Float64Array(WINDOW_POINTS), new Float64Array(WINDOW_POINTS)];
  re.set(sound.re.subarray(from, to));
  im.set(sound.im.subarray(from, to));
  spectrum.transform(re, im);
  return { re, im, ...strongestBand(re, im) };
}

function strongestBand(re: Float64Array, im: Float64Array): Pick<HeadSpectrum, 'band' | 'bandEnergy'> {
  let best = { band: 0, bandEnergy: 0 };
  for (let band = 0; band < BANDS; band++) {
    let bandEnergy = 0;
    for (let i = band * BAND_POINTS; i < (band + 1) * BAND_POINTS; i++) bandEnergy += (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
    if (bandEnergy > best.bandEnergy) best = { band, bandEnergy };
  }
  return best;
}

function soundingFrames(sound: BandSound): Uint8Array {
  const count = Math.ceil(sound.re.length / FRAME_POINTS);
  const energies = Float64Array.from({ length: count }, (_, i) =>
    energyOf(sound, i * FRAME_POINTS, Math.min(sound.re.length, (i + 1) * FRAME_POINTS)),
  );
  const least = Math.max(1e3, energies.reduce((most, energy) => Math.max(most, energy), 0) * FAINT);
  return Uint8Array.from(energies, (energy) => (energy > least ? 1 : 0));
}
