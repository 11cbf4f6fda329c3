/**
 * Which moment of the transcript a time of the carrier's media clock is. Where the bot records the same call, that of the recording, so that a
 * word is found in its sound; else by a reading of its own, which also goes on where the recording has heard nothing yet.
 */
import type { Clock } from '../../base/clock.ts';
import { MediaTimeline, type StreamPlace } from '../../call/media-timeline.ts';
import type { CallRecording } from './transcribed-call.ts';

export class TimeLine {
  readonly #own: MediaTimeline;
  readonly #recording: CallRecording | undefined;

  /** Begins now; with a recording, when that began. */
  constructor(clock: Pick<Clock, 'now' | 'after'>, recording?: CallRecording) {
    this.#own = new MediaTimeline(clock, clock.now() - (recording?.durationMs ?? 0));
    this.#recording = recording;
  }

  /** Since it began. */
  get nowMs(): number {
    return this.#own.nowMs;
  }

  /** The carrier's media may come back with another clock. */
  lost(): void {
    this.#own.lost();
  }

  /** A frame of that stream has come now. */
  read(place: StreamPlace, carrierMs: number): void {
    this.#own.read(place, carrierMs);
  }

  momentOf(carrierMs: number): number {
    const recorded = this.#recording?.state === 'recording' ? this.#recording.momentOf(carrierMs) : undefined;
    return Math.max(0, recorded ?? this.#own.momentOf(carrierMs) ?? this.#own.nowMs);
  }
}
