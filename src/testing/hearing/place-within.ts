/** Where a part of a known sound fits best within a longer stretch of what arrived: all places at once, by way of the spectra. */
import type { BandSound } from './band-sound.ts';
import type { BandTrack } from './band-track.ts';
import { type BestPlace, turnOf } from './laid-over.ts';
import { Spectrum } from './spectrum.ts';

const spectra = new Map<number, Spectrum>();

type Stretch = { readonly from: number; readonly to: number; readonly around: number; readonly reach: number };

/** The points of the sound from `from` to `to`, the first of them laid within `reach` points of `around`. Both must be kept by the track. */
export function placeWithin(track: BandTrack, sound: BandSound, { from, to, around, reach }: Stretch): BestPlace {
  const length = Math.min(to, sound.re.length) - from;
  const first = around - reach;
  const spectrum = spectrumOf(length + 2 * reach + 1);
  const { size } = spectrum;
  const [heardRe, heardIm] = [new Float64Array(size), new Float64Array(size)];
  const [partRe, partIm] = [new Float64Array(size), new Float64Array(size)];
  const kept = Math.max(first, track.first);
  const heard = track.between(kept, Math.max(kept, Math.min(track.end, around + reach + length)));
  heardRe.set(heard.re, kept - first);
  heardIm.set(heard.im, kept - first);
  partRe.set(sound.re.subarray(from, from + length));
  partIm.set(sound.im.subarray(from, from + length));
  const due = energyIn(partRe, partIm, 0, length);
  const arrived = new Float64Array(2 * reach + 1);
  let energy = energyIn(heardRe, heardIm, 0, length);
  for (let i = 0; i <= 2 * reach; i++) {
    arrived[i] = energy;
    energy += energyIn(heardRe, heardIm, i + length, i + length + 1) - energyIn(heardRe, heardIm, i, i + 1);
  }
  spectrum.transform(heardRe, heardIm);
  spectrum.transform(partRe, partIm);
  for (let i = 0; i < size; i++) {
    const x = heardRe[i] ?? 0;
    const y = heardIm[i] ?? 0;
    const c = partRe[i] ?? 0;
    const s = partIm[i] ?? 0;
    heardRe[i] = (x * c + y * s) / size;
    heardIm[i] = (y * c - x * s) / size;
  }
  // Back: the same transform with both parts exchanged.
  spectrum.transform(heardIm, heardRe);
  let best: BestPlace = { at: around, likeness: -1, turn: [1, 0] };
  for (let i = 0; i <= 2 * reach; i++) {
    const [re, im, power] = [heardRe[i] ?? 0, heardIm[i] ?? 0, due * (arrived[i] ?? 0)];
    const likeness = power <= 1 ? 0 : Math.hypot(re, im) / Math.sqrt(power);
    if (likeness > best.likeness) best = { at: first + i, likeness, turn: turnOf(re, im) };
  }
  return best;
}

function spectrumOf(points: number): Spectrum {
  const size = 1 << (32 - Math.clz32(points - 1));
  const known = spectra.get(size) ?? new Spectrum(size);
  spectra.set(size, known);
  return known;
}

function energyIn(re: Float64Array, im: Float64Array, from: number, to: number): number {
  let energy = 0;
  for (let i = from; i < to; i++) energy += (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
  return energy;
}
