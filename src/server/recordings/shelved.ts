/** An entry of an archive as the Graph door asks for it: of which meeting it is. */
import type { KeptRecording } from '../../archive/port.ts';
import type { ShelvedRecording } from '../../doors/graph/around/meetings/recording-shelf.ts';

/** The meeting that has this number or chat; undefined where there is none (any more). */
export type FindMeeting = (of: {
  readonly joinMeetingId: string | undefined;
  readonly threadId: string | undefined;
}) => { readonly meetingId: string; readonly organizerId: string } | undefined;

/** As Graph's recordings and transcripts are told: the meeting as the calendar has it. */
export function shelved(
  recording: KeptRecording,
  { tenantId, findMeeting }: { readonly tenantId: string; readonly findMeeting: FindMeeting },
): ShelvedRecording {
  const { recordingId, callId, joinMeetingId, threadId, organizer, madeBy, people, startedMs, endedMs, durationMs, savedMs } = recording;
  const meeting = findMeeting({ joinMeetingId, threadId });
  const meetingId = meeting?.meetingId ?? recording.meetingId;
  const end = endedMs ?? startedMs + durationMs;
  return {
    recordingId,
    tenantId,
    callId,
    ...(meetingId === undefined ? {} : { meetingId }),
    organizerId: meeting?.organizerId ?? organizer?.id ?? madeBy.id,
    personIds: people.map(({ id }) => id),
    startedMs,
    endedMs: end,
    savedMs: savedMs ?? end,
  };
}
