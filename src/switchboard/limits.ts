/** The switchboard's patience and bounds; all may be set. */

export type Limits = {
  /** An app must answer, reject or redirect within this. Graph: 15 s. */
  readonly appAnswerMs: number;
  /** How long a person rings when nobody said otherwise and there is no forwarding. */
  readonly personRingMs: number;
  /** How long the target of a transfer rings. */
  readonly transferRingMs: number;
  /** Redirection where the app gave no time-out: to one, to many. Graph: 55 s, 60 s. */
  readonly redirectOneMs: number;
  readonly redirectManyMs: number;
  /** An app that does not say keepAlive for this long loses its call. Graph: 45 min. */
  readonly keepAliveMs: number;
  /** Whoever took a call must have sound within this. */
  readonly connectMs: number;
  /** An announcement is given up after this. */
  readonly announcementMs: number;
  /** How long an ended call waits for the recording of what was said last. */
  readonly lastRecordingMs: number;
  /** How long an ended call can still be read. */
  readonly endedGraceMs: number;
  /** Prompts and recordings that may wait on one call. */
  readonly tasksPerLeg: number;
  /** Calls that are up at once. */
  readonly calls: number;
};

export const defaultLimits: Limits = {
  appAnswerMs: 15_000,
  personRingMs: 60_000,
  transferRingMs: 30_000,
  redirectOneMs: 55_000,
  redirectManyMs: 60_000,
  keepAliveMs: 45 * 60_000,
  connectMs: 20_000,
  announcementMs: 20_000,
  lastRecordingMs: 1_000,
  endedGraceMs: 30_000,
  tasksPerLeg: 20,
  calls: 1_000,
};
