/** Finds a known sound that is no text: a WAV file that was played, or the echo of what somebody said. */
import { POINTS_PER_MS, STRIDE } from './band-sound.ts';
import { BandTrack } from './band-track.ts';
import type { Ear } from './ear.ts';
import { followTogether } from './follow-together.ts';
import { Following } from './following.ts';
import type { Span } from './heard.ts';
import { startOf } from './laid-over.ts';
import { MOST_PLACES, PlacesIn } from './places.ts';
import { FRAME_POINTS, voiceprintOf, WINDOW_POINTS } from './voiceprint.ts';

/** `atMs`: where its first sample lies; `likeness`: 0 to 1; `gainDb`: against the sound as it was made; `gaps`: where it was lost. */
export type FoundSound = { readonly atMs: number; readonly likeness: number; readonly gainDb: number; readonly gaps: readonly Span[] };

const LEAST_LIKE = 0.24;
const LEAST_SHARE = 0.6;

/** The first place from `fromMs` on at which most of it was heard. Throws a `TypeError` when less than 120 ms of it sound. */
export function findSound(ear: Ear, sound: Int16Array, { fromMs }: { readonly fromMs?: number | undefined } = {}): FoundSound | undefined {
  const print = voiceprintOf({ samples: sound });
  if (!print) throw new TypeError('a sound that is to be found must sound for 120 ms at least');
  if (ear.startMs === undefined || ear.endMs === undefined) return undefined;
  const places = new PlacesIn();
  const start = Math.floor(Math.max(ear.startMs - 1, fromMs ?? -Infinity) * POINTS_PER_MS);
  const end = Math.ceil(ear.endMs * POINTS_PER_MS);
  for (let next = start; next < end; next += MOST_PLACES) {
    const track = trackFrom(ear, next, next + WINDOW_POINTS);
    places.hear(track.between(next, next + WINDOW_POINTS));
    const candidates = places.isSounding(0, MOST_PLACES) ? places.find(print, MOST_PLACES, LEAST_LIKE) : [];
    for (const { at } of candidates) {
      const first = startOf(track, print, next + at);
      const atMs = first / (POINTS_PER_MS * STRIDE);
      // It may begin with silence, and then its beginning lies before what was found of it.
      if (fromMs !== undefined && atMs < fromMs) continue;
      const found = followed(ear, new Following(print, first, track), track, Math.floor(first / STRIDE) + print.last * FRAME_POINTS);
      if (found.isThere(LEAST_SHARE) && found.isWhole) {
        const { likeness, gain, gaps } = found;
        return { atMs, likeness, gainDb: 20 * Math.log10(gain), gaps };
      }
    }
  }
  return undefined;
}

function trackFrom(ear: Ear, from: number, to: number): BandTrack {
  const track = new BandTrack(ear, from - 100 * POINTS_PER_MS);
  track.extend(to);
  return track;
}

/** To its end, piece by piece. */
function followed(ear: Ear, following: Following, window: BandTrack, last: number): Following {
  followTogether([following], window);
  const track = trackFrom(ear, window.first, window.end);
  const end = last + 300 * POINTS_PER_MS;
  while (!following.isOver && track.end < end) {
    track.extend(Math.min(end, track.end + 1_000 * POINTS_PER_MS));
    followTogether([following], track);
  }
  return following;
}
