/** What is left of the sound that arrived, when all that is known to be in it is taken away. */
import type { BandSound } from './band-sound.ts';
import type { BandTrack } from './band-track.ts';
import type { Following } from './following.ts';
import { FRAME_POINTS } from './voiceprint.ts';

/** A copy of the track between two points, both of which it must have, without those finds. */
export function residue(track: BandTrack, from: number, to: number, finds: Iterable<Following>): BandSound {
  const sound = track.between(from, to);
  const rest = { re: sound.re.slice(), im: sound.im.slice() };
  for (const find of finds) takeAway(find, from, rest);
  return rest;
}

/** Frame by frame, each as loud as it is just there. */
function takeAway(find: Following, from: number, { re, im }: BandSound): void {
  const { turn } = find;
  const { re: soundRe, im: soundIm } = find.sound;
  const size = FRAME_POINTS;
  const [begin, last] = find.framesBetween(from, from + re.length);
  for (let frame = begin; frame < last; frame++) {
    const offset = find.placeIn(frame) - from;
    const first = Math.max(frame * size, -offset);
    const end = Math.min((frame + 1) * size, soundRe.length, re.length - offset);
    if (first >= end) continue;
    const gain = find.gainIn(frame);
    const cos = turn[0] * gain;
    const sin = turn[1] * gain;
    for (let point = first; point < end; point++) {
      const c = soundRe[point] ?? 0;
      const s = soundIm[point] ?? 0;
      const at = point + offset;
      re[at] = (re[at] ?? 0) - (c * cos - s * sin);
      im[at] = (im[at] ?? 0) - (c * sin + s * cos);
    }
  }
}
