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
  /** How long a connection that was lost is waited for. */
  readonly reconnectMs: number;
  /** An announcement is given up after this. */
  readonly announcementMs: number;
  /** How long an ended call waits for the recording of what was said last. */
  readonly lastRecordingMs: number;
  /** How long an ended call can still be read. */
  readonly endedGraceMs: number;
  /** How long one who is invited to a group rings. */
  readonly inviteRingMs: number;
  /** Whoever waits in a lobby for so long is sent away. Graph ends the call with 200/5855; the time is undocumented. */
  readonly lobbyMs: number;
  /** A meeting in which only apps are left ends after this. Undocumented. */
  readonly aloneMs: number;
  /** People and apps in one conversation. */
  readonly participants: number;
  /** How long each key sounds that an app sends, and the silence between two when it does not say. */
  readonly keyToneMs: number;
  readonly keyGapMs: number;
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
  reconnectMs: 15_000,
  announcementMs: 20_000,
  lastRecordingMs: 1_000,
  endedGraceMs: 30_000,
  inviteRingMs: 60_000,
  lobbyMs: 30 * 60_000,
  aloneMs: 5 * 60_000,
  participants: 300,
  keyToneMs: 120,
  keyGapMs: 120,
  tasksPerLeg: 20,
  calls: 1_000,
};
