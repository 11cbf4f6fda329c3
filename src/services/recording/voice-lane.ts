/** One voice: what its streams have brought and nobody has written yet, slot by slot of 20 ms, and the track it goes to. */
import { FRAME_SAMPLES } from '../../media/frame.ts';
import { mixInto } from '../../media/mixer.ts';
import type { SoundQueue } from './sound-queue.ts';
import type { SoundTrack } from './sound-track.ts';

export class VoiceLane {
  /** Undefined for a mix that is nobody's own. */
  readonly track: SoundTrack | undefined;
  #queues: readonly SoundQueue[] = [];
  #both: Int16Array | undefined;

  constructor(track: SoundTrack | undefined) {
    this.track = track;
  }

  /** Of one more stream. Those that are over stay until they are empty. */
  add(queue: SoundQueue): void {
    this.#queues = [...this.#queues.filter((each) => !each.isOver || !each.isEmpty), queue];
  }

  get isEmpty(): boolean {
    for (const queue of this.#queues) if (!queue.isEmpty) return false;
    return true;
  }

  /** Of what comes first; infinite where nothing does. */
  get slot(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues) {
      const slot = queue.slot;
      if (slot < first) first = slot;
    }
    return first;
  }

  /** Takes what was said in that slot. Somebody who speaks through two devices at once is heard from both. */
  take(slot: number): Int16Array | undefined {
    let said: Int16Array | undefined;
    for (const queue of this.#queues) {
      const frame = queue.take(slot);
      if (frame) said = said ? this.#together(said, frame) : frame;
    }
    return said;
  }

  /** Throws away what waits. */
  clear(): void {
    for (const queue of this.#queues) queue.clear();
    this.track?.cut();
  }

  #together(one: Int16Array, other: Int16Array): Int16Array {
    const both = (this.#both ??= new Int16Array(FRAME_SAMPLES));
    if (one !== both) both.set(one);
    mixInto(both, other);
    return both;
  }
}

/** Whether these are the samples of one frame. */
export function isWhole(samples: Int16Array): boolean {
  return samples.length === FRAME_SAMPLES;
}
