/** How much of a known sound is in what arrived, at one place: one laid over the other. */
import { type BandSound, STRIDE } from './band-sound.ts';
import type { BandTrack } from './band-track.ts';
import { FRAME_POINTS, type Voiceprint } from './voiceprint.ts';

/** `re` and `im`: what they have in common, with its phase; `due` and `arrived`: the energy of each. */
export type LaidOver = { readonly re: number; readonly im: number; readonly due: number; readonly arrived: number };

/** The points of the sound from `from` to `to`, laid where the first of them is `at` on the track. */
export function laidOver(track: BandTrack, at: number, sound: BandSound, from: number, to: number): LaidOver {
  const first = Math.max(from, from + track.first - at);
  const last = Math.min(to, sound.re.length, from + track.end - at);
  const { re: thereRe, im: thereIm } = track;
  const { re: soundRe, im: soundIm } = sound;
  const offset = at - from - track.first;
  let re = 0;
  let im = 0;
  let due = 0;
  let arrived = 0;
  for (let i = first; i < last; i++) {
    const x = thereRe[offset + i] ?? 0;
    const y = thereIm[offset + i] ?? 0;
    const c = soundRe[i] ?? 0;
    const s = soundIm[i] ?? 0;
    re += x * c + y * s;
    im += y * c - x * s;
    due += c * c + s * s;
    arrived += x * x + y * y;
  }
  return { re, im, due, arrived };
}

/** The phase as a complex number of length 1. */
export function turnOf(re: number, im: number): readonly [number, number] {
  const length = Math.hypot(re, im);
  return length === 0 ? [1, 0] : [re / length, im / length];
}

export type BestPlace = { readonly at: number; readonly likeness: number; readonly turn: readonly [number, number] };

/** Where a part of the sound fits best, within `reach` points of a place. */
function bestPlace(
  track: BandTrack,
  sound: BandSound,
  { from, to, around, reach }: { readonly from: number; readonly to: number; readonly around: number; readonly reach: number },
): BestPlace {
  let best: BestPlace = { at: around, likeness: -1, turn: [1, 0] };
  for (let at = around - reach; at <= around + reach; at++) {
    const { re, im, due, arrived } = laidOver(track, at, sound, from, to);
    const strength = Math.hypot(re, im);
    const likeness = due * arrived === 0 ? 0 : strength / Math.sqrt(due * arrived);
    if (likeness > best.likeness) best = { at, likeness, turn: turnOf(re, im) };
  }
  return best;
}

/** The sample (from time 0) at which a known sound begins, when its head was found about a point: the best of all within a quarter of a millisecond. */
export function startOf(track: BandTrack, print: Voiceprint, point: number): number {
  const from = print.first * FRAME_POINTS;
  const to = from + print.headPoints;
  let best = { sample: (point - from) * STRIDE, likeness: -1 };
  for (let delay = 0; delay < STRIDE; delay++) {
    const { at, likeness } = bestPlace(track, print.sound(delay, to), { from, to, around: point, reach: 1 });
    if (likeness > best.likeness) best = { sample: (at - from) * STRIDE + delay, likeness };
  }
  return best.sample;
}
