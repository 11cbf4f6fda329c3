/**
 * Brings the frames of all voices together: each slot of 20 ms is written once everybody had 200 ms to come, first each voice by itself, then
 * their mix. Slots in which nobody says anything cost nothing.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { Mixer } from '../../media/mixer.ts';
import type { MediaTimeline } from './media-timeline.ts';
import type { SoundTrack } from './sound-track.ts';
import { LANE_SLOTS, type VoiceLane } from './voice-lane.ts';

const WAIT_MS = 200;
const TICK_MS = 100;
/** How far voices may lie apart before the oldest is written without the others. */
const MOST_SLOTS = LANE_SLOTS / 2;

export type SoundMixdownOptions = {
  readonly clock: Pick<Clock, 'after'>;
  readonly timeline: Pick<MediaTimeline, 'nowMs'>;
  readonly mix: SoundTrack;
};

export class SoundMixdown {
  readonly #options: SoundMixdownOptions;
  readonly #lanes: VoiceLane[] = [];
  readonly #mixer = new Mixer();
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  /** The slot that is written next. It stays behind the newest frame, so that what all are late with is not lost. */
  #cursor = 0;
  #newest = -1;
  #late = 0;
  #timer: Timer | undefined;
  readonly #onTick = (): void => {
    this.#timer = undefined;
    this.#write(Math.floor((this.#options.timeline.nowMs - WAIT_MS) / FRAME_MS));
    this.#arm();
  };

  constructor(options: SoundMixdownOptions) {
    this.#options = options;
  }

  /** Frames that came too late for their time. */
  get lateFrames(): number {
    return this.#late;
  }

  add(lane: VoiceLane): void {
    this.#lanes.push(lane);
  }

  put(lane: VoiceLane, slot: number, frame: Int16Array): void {
    if (slot - this.#cursor >= MOST_SLOTS) this.#write(slot - MOST_SLOTS);
    if (slot < this.#cursor) {
      this.#late++;
      return;
    }
    lane.put(slot, frame);
    if (slot > this.#newest) this.#newest = slot;
    this.#arm();
  }

  /** Writes all that was said before `untilMs`, and throws away the rest; what comes next leans on nothing. */
  cut(untilMs: number): void {
    const end = Math.floor(untilMs / FRAME_MS);
    this.#write(end);
    if (this.#cursor < end) this.#slot(this.#cursor++);
    this.#cursor = Math.max(this.#cursor, end);
    this.#newest = this.#cursor - 1;
    for (const lane of this.#lanes) lane.clear();
    this.#options.mix.cut();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#timer || this.#cursor > this.#newest) return;
    this.#timer = this.#options.clock.after(TICK_MS, this.#onTick);
  }

  /** Up to that slot, which is left out. */
  #write(limit: number): void {
    const end = Math.min(limit, this.#newest + 1);
    while (this.#cursor < end) this.#slot(this.#cursor++);
    // Beyond what anybody has said there is nothing to be written.
    if (this.#cursor > this.#newest && limit - this.#cursor >= MOST_SLOTS) this.#leap(limit);
  }

  #slot(slot: number): void {
    const { mix } = this.#options;
    const mixer = this.#mixer;
    mixer.begin();
    for (const lane of this.#lanes) {
      const frame = lane.take(slot);
      if (frame) {
        mixer.add(frame);
        lane.track?.say(frame, slot);
      } else lane.track?.rest(slot);
    }
    if (mixer.count === 0) return mix.rest(slot);
    mixer.all(this.#frame);
    mix.say(this.#frame, slot);
  }

  /** After a long silence. */
  #leap(limit: number): void {
    this.#slot(this.#cursor);
    this.#cursor = limit;
  }
}
