/** Where a known sound should have been heard, and nothing was. */
import type { Span } from './heard.ts';
import type { Voiceprint } from './voiceprint.ts';

/** 50 ms: 60 ms that are cut at both edges. */
const LEAST_FRAMES = 5;

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
