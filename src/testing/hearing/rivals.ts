/** Which of several finds explain what arrived, when sounds lie over one another, begin alike, or hold one another. */
import { POINTS_PER_MS } from './band-sound.ts';
import type { BandTrack } from './band-track.ts';
import type { Following } from './following.ts';
import { residue } from './residue.ts';
import { FRAME_MS, FRAME_POINTS } from './voiceprint.ts';

/** So near, two explanations are equally good. */
const EQUAL = 0.98;
/** A find of which others explain more than this is no find of its own. */
const OWN_SHARE = 0.5;
/** How like it must be, when all that is known to sound beside it is taken away: less the longer it is. */
const LEAST_LIKE = 0.28;
const LESS_LIKE_BY_MS = 60;

/** While it goes on, its first 1.5 s are looked at. */
const ENOUGH_FRAMES = 150;

/** Those that stand, in order of time. The track must still have the sound in which they were found. */
export function thatStand<T extends { readonly following: Following }>(finds: readonly T[], track: BandTrack): readonly T[] {
  const standing: T[] = [];
  const explained = new Map(finds.map(({ following }) => [following, following.explained]));
  for (const find of finds.toSorted((a, b) => byWorth(a.following, b.following, explained))) {
    const beside = standing.map(({ following }) => following).filter((other) => overlaps(find.following, other));
    if (verdict(find.following, beside, track)) standing.push(find);
  }
  return standing.toSorted((a, b) => a.following.fromMs - b.following.fromMs);
}

function overlaps(a: Following, b: Following): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs;
}

/** What explains more comes first; of equals what came in one piece, what still goes on, what is whole, what began earlier. */
function byWorth(a: Following, b: Following, explained: ReadonlyMap<Following, number>): number {
  const [ofA, ofB] = [explained.get(a) ?? 0, explained.get(b) ?? 0];
  if (Math.min(ofA, ofB) < EQUAL * Math.max(ofA, ofB)) return ofB - ofA;
  return rank(a) - rank(b) || a.fromMs - b.fromMs || ofB - ofA;
}

function rank(following: Following): number {
  return (following.isShifted ? 3 : 0) + (following.isWhole ? 1 : following.isOver ? 2 : 0);
}

/** `at`: how much of it had been heard, in steps of 200 ms; -1 when it was over. */
type Verdict = { readonly at: number; readonly beside: readonly Following[]; readonly areOver: boolean; readonly stands: boolean };
const verdicts = new WeakMap<Following, Verdict>();
const STEP_FRAMES = 20;

/** Looked for anew only when more of it was heard, or something else beside it. */
function verdict(find: Following, beside: readonly Following[], track: BandTrack): boolean {
  const at = find.isOver ? -1 : Math.floor(Math.min(find.heardFrames, find.print.first + ENOUGH_FRAMES) / STEP_FRAMES);
  const areOver = beside.every(({ isOver }) => isOver);
  const last = verdicts.get(find);
  const isSame = last?.at === at && last.areOver === areOver && last.beside.length === beside.length;
  if (isSame && last.beside.every((other, i) => other === beside[i])) return last.stands;
  const isSo = stands(find, beside, track);
  verdicts.set(find, { at, beside, areOver, stands: isSo });
  return isSo;
}

/** Looks for it in what is left of the sound without the others. */
function stands(find: Following, beside: readonly Following[], track: BandTrack): boolean {
  let strength = 0;
  let due = 0;
  let arrived = 0;
  let ms = 0;
  const size = FRAME_POINTS;
  const { re: soundRe, im: soundIm } = find.sound;
  const [cos, sin] = find.turn;
  const place = find.placeIn(find.print.first);
  const first = Math.max(find.print.first, Math.ceil((track.first - place) / FRAME_POINTS));
  const last = find.isOver ? find.heardFrames : Math.min(find.heardFrames, find.print.first + ENOUGH_FRAMES);
  if (first >= last) return false;
  const from = place + first * FRAME_POINTS;
  const { re, im } = residue(track, from, Math.min(track.end, place + last * FRAME_POINTS), beside);
  for (let frame = first; frame < last; frame++) {
    if (find.isSilentIn(frame) || find.placeIn(frame) !== place) continue;
    ms += FRAME_MS;
    const end = Math.min(re.length, (frame + 1 - first) * size, soundRe.length - first * size);
    for (let i = (frame - first) * size; i < end; i++) {
      const x = re[i] ?? 0;
      const y = im[i] ?? 0;
      const c = soundRe[first * size + i] ?? 0;
      const s = soundIm[first * size + i] ?? 0;
      strength += (x * c + y * s) * cos + (y * c - x * s) * sin;
      due += c * c + s * s;
      arrived += x * x + y * y;
    }
  }
  if (due === 0 || arrived === 0) return false;
  return strength > OWN_SHARE * find.gain * due && strength / Math.sqrt(due * arrived) > LEAST_LIKE + LESS_LIKE_BY_MS / Math.max(ms, 1);
}

/** How long after its end a find may still have to give way. */
export const RIPE_POINTS: number = 2_000 * POINTS_PER_MS;
