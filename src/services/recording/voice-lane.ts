/** What one voice has said and nobody has written yet, slot by slot of 20 ms. */
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { mixInto } from '../../media/mixer.ts';
import type { SoundTrack } from './sound-track.ts';

/** Slots that a lane remembers: 10 s. */
export const LANE_SLOTS = 512;
const MASK = LANE_SLOTS - 1;
/** Times that waver about the edge of a slot do not tear a voice apart. */
const WAVER_MS = 11;

/** Where one stream of a voice has come to. */
export type StreamPlace = {
  /** The carrier's time of the last frame. */
  carrierMs: number | undefined;
  slot: number;
};

export class VoiceLane {
  /** Undefined for a mix that is nobody's own. */
  readonly track: SoundTrack | undefined;
  readonly #frames: (Int16Array | undefined)[] = Array.from({ length: LANE_SLOTS });
  #waiting = 0;

  constructor(track: SoundTrack | undefined) {
    this.track = track;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Somebody who speaks through two devices at once is heard from both. Do not write to the frame afterwards. */
  put(slot: number, frame: Int16Array): void {
    const place = slot & MASK;
    const before = this.#frames[place];
    if (!before) {
      this.#frames[place] = frame;
      this.#waiting++;
      return;
    }
    const both = new Int16Array(before);
    mixInto(both, frame);
    this.#frames[place] = both;
  }

  /** Takes what was said in that slot. */
  take(slot: number): Int16Array | undefined {
    if (this.#waiting === 0) return undefined;
    const place = slot & MASK;
    const frame = this.#frames[place];
    if (!frame) return undefined;
    this.#frames[place] = undefined;
    this.#waiting--;
    return frame;
  }

  /** Throws away what waits. */
  clear(): void {
    if (this.#waiting > 0) this.#frames.fill(undefined);
    this.#waiting = 0;
    this.track?.cut();
  }
}

/** The slot of a frame that lies at `atMs`, after what came before in its stream; undefined where that time is taken already. */
export function slotOf(place: StreamPlace, carrierMs: number, atMs: number): number | undefined {
  const next = place.slot + 1;
  const isNext = place.carrierMs !== undefined && Math.abs(carrierMs - place.carrierMs - FRAME_MS) <= FRAME_MS / 2;
  const slot = isNext && Math.abs(next * FRAME_MS - atMs) < WAVER_MS ? next : Math.round(atMs / FRAME_MS);
  place.carrierMs = carrierMs;
  if (slot <= place.slot || slot < 0) return undefined;
  place.slot = slot;
  return slot;
}

/** Whether these are the samples of one frame. */
export function isWhole(samples: Int16Array): boolean {
  return samples.length === FRAME_SAMPLES;
}
