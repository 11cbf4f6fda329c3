/**
 * Brings the frames of all voices together: the oldest that waits is written first, once everybody had 200 ms to come, in each voice by itself and
 * in their mix. After a stall streams are read one after the other: as long as frames come that are late, it is waited a little. What comes
 * later still is in its own voice alone. Slots in which nobody says anything cost nothing.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { Mixer } from '../../media/mixer.ts';
import type { MediaTimeline, Reading } from '../../call/media-timeline.ts';
import type { SoundQueue } from './sound-queue.ts';
import type { SoundTrack } from './sound-track.ts';
import type { VoiceLane } from './voice-lane.ts';

const WAIT_MS = 200;
const TICK_MS = 100;
/** After something late came others may bring what is as late: for so long nothing is written, and at most 1 s in a row. Streams keep ten. */
const LATE_TICKS = 3;
const MOST_IDLE_TICKS = 10;
/** Of all that waits after a stall, so that others have their turn: 1 s. */
const MOST_AT_ONCE = 50;

export type SoundMixdownOptions = {
  readonly clock: Pick<Clock, 'after'>;
  readonly timeline: Pick<MediaTimeline, 'nowMs' | 'settle'>;
  readonly mix: SoundTrack;
};

export class SoundMixdown {
  readonly #options: SoundMixdownOptions;
  readonly #lanes: VoiceLane[] = [];
  readonly #mixer = new Mixer();
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  /** The slot after the last of the mix. */
  #cursor = 0;
  #late = 0;
  #lateTicks = 0;
  #idleTicks = 0;
  #timer: Timer | undefined;
  readonly #onTick = (): void => {
    this.#timer = undefined;
    if (this.#isWaiting()) return this.#arm(TICK_MS);
    const isMore = this.#write(Math.floor((this.#options.timeline.nowMs - WAIT_MS) / FRAME_MS), MOST_AT_ONCE);
    if (isMore) this.#arm(0);
    else if (this.#lanes.some((lane) => !lane.isEmpty)) this.#arm(TICK_MS);
  };

  constructor(options: SoundMixdownOptions) {
    this.#options = options;
  }

  /** Frames that came too late for the mix. */
  get lateFrames(): number {
    return this.#late;
  }

  add(lane: VoiceLane): void {
    this.#lanes.push(lane);
  }

  /** Only where the queue, which is one of a lane, has room. */
  put(queue: SoundQueue, frame: Int16Array, carrierMs: number, reading: Reading): void {
    queue.put(frame, carrierMs, reading);
    const atMs = carrierMs + reading.offsetMs;
    if (reading.isSettled && this.#options.timeline.nowMs - atMs > WAIT_MS + FRAME_MS) this.#lateTicks = LATE_TICKS;
    this.#arm(TICK_MS);
  }

  /** Writes all that was said before `untilMs`, and throws away the rest; what comes next leans on nothing. */
  cut(untilMs: number): void {
    const end = Math.floor(untilMs / FRAME_MS);
    this.#options.timeline.settle();
    this.#write(end, Number.POSITIVE_INFINITY);
    if (this.#cursor < end) this.#rest();
    this.#cursor = Math.max(this.#cursor, end);
    for (const lane of this.#lanes) lane.clear();
    this.#options.mix.cut();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #arm(ms: number): void {
    this.#timer ??= this.#options.clock.after(ms, this.#onTick);
  }

  #isWaiting(): boolean {
    for (const lane of this.#lanes) if (lane.track?.isAwaited && !lane.isEmpty) return true;
    if (this.#lateTicks === 0) {
      this.#idleTicks = 0;
      return false;
    }
    this.#lateTicks--;
    return this.#idleTicks++ < MOST_IDLE_TICKS;
  }

  /** Up to that slot, which is left out. Whether there is more of it. */
  #write(limit: number, most: number): boolean {
    let slot = this.#first();
    for (let written = 0; slot < limit; written++) {
      if (written >= most) return true;
      if (slot < this.#cursor) this.#apart(slot);
      else {
        if (slot > this.#cursor) this.#rest();
        this.#slot(slot);
        this.#cursor = slot + 1;
      }
      slot = this.#first();
    }
    return false;
  }

  #first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) {
      const slot = lane.slot;
      if (slot < first) first = slot;
    }
    return first;
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
    mixer.all(this.#frame);
    mix.say(this.#frame, slot);
  }

  /** The mix has gone on. */
  #apart(slot: number): void {
    for (const lane of this.#lanes) {
      const frame = lane.take(slot);
      if (!frame) continue;
      this.#late++;
      lane.track?.say(frame, slot);
    }
  }

  /** Nobody says anything after what was written last. */
  #rest(): void {
    for (const { track } of this.#lanes) track?.rest(this.#cursor);
    this.#options.mix.rest(this.#cursor);
  }
}
