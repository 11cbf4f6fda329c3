/** Recordings as this door serves them: whoever keeps them fills this port, for both halves of a house. Where nothing is kept there are none. */
import { Facts, type FactSource } from '../../../../base/facts.ts';

/** One that is saved. Times are milliseconds since 1970 UTC. */
export type ShelvedRecording = {
  readonly recordingId: string;
  readonly tenantId: string;
  /** Graph's call chain id. */
  readonly callId: string;
  /** Absent for a call that was no meeting. */
  readonly meetingId?: string | undefined;
  /** Whoever holds the meeting, or began the call. */
  readonly organizerId: string;
  /** The people who were recorded. */
  readonly personIds: readonly string[];
  readonly startedMs: number;
  readonly endedMs: number;
  /** When it could be had; later than its end. */
  readonly savedMs: number;
};

export type ShelfQuery = {
  readonly tenantId: string;
  readonly meetingId?: string | undefined;
  readonly callId?: string | undefined;
  /** Whoever holds the meeting. */
  readonly organizerId?: string | undefined;
  /** Whoever took part in a call. */
  readonly personId?: string | undefined;
  readonly isOfMeeting: boolean;
};

/** What is asked for must fit all that is named. */
export function fits(recording: ShelvedRecording, query: ShelfQuery): boolean {
  const { tenantId, meetingId, callId, organizerId, personId, isOfMeeting } = query;
  return (
    recording.tenantId === tenantId &&
    (recording.meetingId !== undefined) === isOfMeeting &&
    (meetingId === undefined || recording.meetingId === meetingId) &&
    (callId === undefined || recording.callId === callId) &&
    (organizerId === undefined || recording.organizerId === organizerId) &&
    (personId === undefined || recording.personIds.includes(personId))
  );
}

/** The film if it is made, else the sound of all in one. */
type ShelvedContent = {
  readonly type: string;
  readonly sizeBytes: number;
  /** Bytes `from` (inclusive) to `to` (exclusive). */
  read(from: number, to: number): Promise<Uint8Array>;
};

export interface RecordingShelf {
  /** Saved ones, oldest first. */
  list(query: ShelfQuery): Promise<readonly ShelvedRecording[]>;
  /** Undefined for one that is not there (any more). `appId` asks, for whoever keeps account of it. */
  open(recordingId: string, by: { readonly appId: string }): Promise<ShelvedContent | undefined>;
  readonly facts: FactSource<{ saved: ShelvedRecording }>;
}

export const noRecordings: RecordingShelf = {
  list: () => Promise.resolve([]),
  open: () => Promise.resolve(undefined),
  facts: new Facts<{ saved: ShelvedRecording }>(),
};
