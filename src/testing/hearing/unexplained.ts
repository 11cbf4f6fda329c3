/** Whether something sounds for a while that no find explains. */
import type { BandSound } from './band-sound.ts';
import { FRAME_POINTS } from './voiceprint.ts';

/** Of one point: about −65 dB below full scale. */
const LEAST_ENERGY = 200;
/** Of what arrived: codecs and jitter leave no more of what was taken away. */
const LEAST_SHARE = 0.1;
const WHILE_FRAMES = 30;

/** In `least` of any 30 frames of 10 ms, `rest` is what is left of `arrived` without the finds. */
export function isUnexplained(rest: BandSound, arrived: BandSound, least: number): boolean {
  const frames = Math.floor(rest.re.length / FRAME_POINTS);
  const are = new Uint8Array(frames);
  let count = 0;
  for (let frame = 0; frame < frames; frame++) {
    const left = energyIn(rest, frame);
    if (left > LEAST_ENERGY * FRAME_POINTS && left > LEAST_SHARE * energyIn(arrived, frame)) {
      are[frame] = 1;
      count++;
    }
    if (frame >= WHILE_FRAMES) count -= are[frame - WHILE_FRAMES] ?? 0;
    if (count >= least) return true;
  }
  return false;
}

function energyIn({ re, im }: BandSound, frame: number): number {
  let energy = 0;
  const to = (frame + 1) * FRAME_POINTS;
  for (let i = frame * FRAME_POINTS; i < to; i++) {
    const x = re[i] ?? 0;
    const y = im[i] ?? 0;
    energy += x * x + y * y;
  }
  return energy;
}
