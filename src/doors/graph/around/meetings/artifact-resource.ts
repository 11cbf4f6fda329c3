/** A transcript or a recording as Graph's `callTranscript` and `callRecording`. */
import type { Artifact } from '../../../../switchboard/meetings/artifacts.ts';
import type { CallArtifact } from '../../../../wire/graph/online-meeting.ts';

/** `base` is what the address of the content begins with. */
export function artifactResource(artifact: Artifact, base: string): CallArtifact {
  const { kind, artifactId, meetingId, organizerId, tenantId, callId, startedMs, endedMs } = artifact;
  const url = `${base}/users/${organizerId}/onlineMeetings/${meetingId}/${kind}s/${artifactId}/content`;
  return {
    id: artifactId,
    meetingId,
    callId,
    contentCorrelationId: callId,
    createdDateTime: new Date(startedMs).toISOString(),
    endDateTime: new Date(endedMs).toISOString(),
    meetingOrganizer: { application: null, device: null, user: { id: organizerId, displayName: null, tenantId } },
    ...(kind === 'transcript' ? { transcriptContentUrl: url } : { recordingContentUrl: url }),
  };
}
