/** Makes one file, from all records of a recording in their order. */
import type { Clock } from '../../base/clock.ts';
import type { SegmentRecord } from '../segments/record.ts';

export interface FileMaker {
  /** What is not of this file is passed over. A promise: wait for it before the next record. */
  take(record: SegmentRecord): Promise<void> | undefined;
  /** Fills it to the end of the recording and writes what is missing; resolves with its length in bytes. */
  finish(): Promise<number>;
  /** Once, at the very end, whether it was finished or not: lets go of what it holds. */
  release(): Promise<void>;
}

/** One track of sound, or one of pictures with its sound, of a recording of that length. */
export type MakerOptions = { readonly clock: Clock; readonly durationMs: number; readonly soundTrack: number | undefined };

/** Samples at 16 kHz by which an Opus encoder in low-delay mode is behind: what is decoded begins with so many that nobody said. */
export const ENCODER_DELAY = 40;
