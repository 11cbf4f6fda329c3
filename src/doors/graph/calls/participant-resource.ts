/** A leg as Graph's `participant`: in the roster, and when it is read. Source: Graph docs, resources/participant; captured rosters. */
import type { Leg } from '../../../switchboard/call.ts';
import type { MediaStream, Participant } from '../../../wire/graph/participant.ts';
import { identityOf, participantInfoOf, type Viewer } from './parties.ts';

/** `sequence` is of the roster that it stands in. The last four properties are undeclared, but captured. */
export function participantResource(leg: Leg, { viewer, sequence }: { readonly viewer: Viewer; readonly sequence: number }): Participant {
  return {
    '@odata.type': '#microsoft.graph.participant',
    id: leg.participantId,
    info: { ...participantInfoOf(leg.self, viewer), participantId: leg.participantId },
    isInLobby: leg.isInLobby,
    isMuted: leg.isMuted,
    mediaStreams: leg.state === 'ended' ? [] : [audioStream(leg)],
    metadata: null,
    recordingInfo: recordingInfo(leg, viewer),
    removedState: null,
    restrictedExperience: null,
    rosterSequenceNumber: sequence,
    publishedStates: [],
    meetingRole: 'none',
    replacementLink: null,
    isIdentityAnonymized: false,
  };
}

/** One who is gone, as a delta has it; `reason` in plain words. */
export function removedParticipant(
  leg: Leg,
  options: { readonly viewer: Viewer; readonly sequence: number; readonly reason: string },
): Participant {
  const removedState = { '@odata.type': '#microsoft.graph.removedState', reason: options.reason };
  return { ...participantResource(leg, options), mediaStreams: [], removedState };
}

function audioStream(leg: Leg): MediaStream {
  return {
    '@odata.type': '#microsoft.graph.mediaStream',
    mediaType: 'audio',
    label: 'main-audio',
    sourceId: sourceIdOf(leg),
    direction: directionOf(leg),
    // An app's own mute is the service's as well. Source: Graph docs, api/call-mute.
    serverMuted: leg.isMuted && (leg.isMutedByOther || leg.kind === 'app'),
  };
}

/** Whoever is on hold, or waits in the lobby, is not heard. */
function directionOf(leg: Leg): MediaStream['direction'] {
  if (!leg.isSoundUp) return 'inactive';
  return leg.isOnHold || leg.isInLobby ? 'receiveOnly' : 'sendReceive';
}

/** A number, the same for the same leg. */
function sourceIdOf({ participantId }: Leg): string {
  return String(Number.parseInt(participantId.slice(0, 8), 16) || 1);
}

/** Only apps record. */
function recordingInfo(leg: Leg, viewer: Viewer): Participant['recordingInfo'] {
  if (leg.kind !== 'app' || leg.recording === 'unknown') return null;
  const info = { '@odata.type': '#microsoft.graph.recordingInfo', recordingStatus: leg.recording };
  return { ...info, initiator: identityOf(leg.self, viewer) };
}
