/** Where a known sound should have been heard, and nothing was. */
import type { Span } from './heard.ts';
import type { Voiceprint } from './voiceprint.ts';

/** 50 ms: 60 ms that are cut at both edges. */
const LEAST_FRAMES = 5;
/** 250 ms at the end may be unlike it, if not much of that is 12 dB too quiet. */
const GARBLED_FRAMES = 25;
const GARBLED_SHARE = 0.4;
const FAINTER = 10 ** -1.2;

type Followed = { readonly print: Voiceprint; readonly heardFrames: number; msOf(frame: number): number };

export function gapsIn(followed: Followed, isLost: (frame: number) => boolean): Span[] {
  const { print, heardFrames } = followed;
  const gaps: Span[] = [];
  let first = 0;
  let count = 0;
  for (let frame = print.first; frame <= heardFrames; frame++) {
    const isHere = frame < heardFrames;
    if (isHere && print.sounding[frame] === 0) continue;
    const isLostHere = isHere && isLost(frame);
    if (isLostHere && count++ === 0) first = frame;
    if (isLostHere || count === 0) continue;
    if (count >= LEAST_FRAMES) gaps.push({ fromMs: followed.msOf(first), toMs: followed.msOf(frame) });
    count = 0;
  }
  return gaps;
}

/** Whether something as strong came in those last frames, made up by the receiver. `strength`: the energy of what arrived, 1 where it is as due. */
export function isGarbled(first: number, end: number, strength: (frame: number) => number): boolean {
  if (end - first > GARBLED_FRAMES) return false;
  let lost = 0;
  for (let frame = first; frame < end; frame++) if (strength(frame) < FAINTER) lost++;
  return lost < GARBLED_SHARE * (end - first);
}
