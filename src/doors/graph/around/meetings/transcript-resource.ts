/** A transcript as Graph's `callTranscript`. Source: Graph docs, resources/calltranscript. */
import type { CallArtifact } from '../../../../wire/graph/online-meeting.ts';
import type { ShelvedTranscript } from './transcript-shelf.ts';

/** `base` is what the address of the content begins with. */
export function transcriptResource(transcript: ShelvedTranscript, base: string): CallArtifact {
  const { recordingId: id, meetingId, organizerId, tenantId, callId, startedMs, endedMs } = transcript;
  const of = meetingId === undefined ? `adhocCalls/${callId}` : `onlineMeetings/${meetingId}`;
  return {
    id,
    meetingId: meetingId ?? null,
    callId,
    contentCorrelationId: callId,
    createdDateTime: new Date(startedMs).toISOString(),
    endDateTime: new Date(endedMs).toISOString(),
    meetingOrganizer: { application: null, device: null, user: { id: organizerId, displayName: null, tenantId } },
    transcriptContentUrl: `${base}/users/${organizerId}/${of}/transcripts/${id}/content`,
  };
}
