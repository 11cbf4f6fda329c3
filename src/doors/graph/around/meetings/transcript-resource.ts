/** A transcript as Graph's `callTranscript`. Source: Graph docs, resources/calltranscript. */
import type { Transcript } from '../../../../switchboard/meetings/transcripts.ts';
import type { CallArtifact } from '../../../../wire/graph/online-meeting.ts';

/** `base` is what the address of the content begins with. */
export function transcriptResource(transcript: Transcript, base: string): CallArtifact {
  const { transcriptId, meetingId, organizerId, tenantId, callId, startedMs, endedMs } = transcript;
  return {
    id: transcriptId,
    meetingId,
    callId,
    contentCorrelationId: callId,
    createdDateTime: new Date(startedMs).toISOString(),
    endDateTime: new Date(endedMs).toISOString(),
    meetingOrganizer: { application: null, device: null, user: { id: organizerId, displayName: null, tenantId } },
    transcriptContentUrl: `${base}/users/${organizerId}/onlineMeetings/${meetingId}/transcripts/${transcriptId}/content`,
  };
}
