/** What a call of a bot is made of. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { MediaNeed } from '../call/media.ts';
import type { CarrierCall } from '../call/platform.ts';
import type { Attendance } from './live/attendance.ts';
import type { RecordingMeans } from './recording.ts';
import type { Speaks } from './speaks.ts';

export type CallOptions = {
  readonly carrier: CarrierCall;
  readonly speech: Speaks;
  readonly clock: Clock;
  readonly log: Log;
  /** What its bot needs of it. */
  readonly needs?: readonly MediaNeed[] | undefined;
  /** Who has been at it, if that was kept before; it begins with this otherwise. */
  readonly attendance?: Attendance | undefined;
  /** By what it is recorded. */
  readonly recording?: RecordingMeans | undefined;
};
