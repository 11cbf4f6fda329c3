/** Who was in a call, as `/calls/{callId}/attendance` tells pages. Times are milliseconds since 1970 UTC. */

/** One row for each time that somebody came. `leftAs` says why they left, and is absent while they are there, as `spokenMs` may be 0 then. */
export type AttendanceRow = {
  readonly name: string;
  readonly number: string;
  readonly kind: 'person' | 'bot';
  readonly joinedMs?: number | undefined;
  readonly leftMs?: number | undefined;
  readonly leftAs?: string | undefined;
  readonly waitedMs: number;
  readonly thereMs: number;
  readonly spokenMs: number;
};

export type AttendanceSheet = {
  readonly callId: string;
  readonly subject?: string | undefined;
  readonly isMeeting: boolean;
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  readonly rows: readonly AttendanceRow[];
};
