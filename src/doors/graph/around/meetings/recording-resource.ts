/** A recording as Graph's `callRecording`. Source: Graph docs, resources/callrecording. */
import type { CallArtifact } from '../../../../wire/graph/online-meeting.ts';
import type { ShelvedRecording } from './recording-shelf.ts';

/** `base` is what the address of the content begins with. */
export function recordingResource(recording: ShelvedRecording, base: string): CallArtifact {
  const { recordingId, meetingId, organizerId, tenantId, callId, startedMs, endedMs } = recording;
  const of = meetingId === undefined ? `adhocCalls/${callId}` : `onlineMeetings/${meetingId}`;
  return {
    id: recordingId,
    meetingId: meetingId ?? null,
    callId,
    contentCorrelationId: callId,
    createdDateTime: new Date(startedMs).toISOString(),
    endDateTime: new Date(endedMs).toISOString(),
    meetingOrganizer: { application: null, device: null, user: { id: organizerId, displayName: null, tenantId } },
    recordingContentUrl: `${base}/users/${organizerId}/${of}/recordings/${recordingId}/content`,
  };
}
