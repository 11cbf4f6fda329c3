/** A leg as Graph's `participant`: in the roster, and when it is read. Source: Graph docs, resources/participant; captured rosters. */
import type { Call, Leg } from '../../../switchboard/call.ts';
import { isKeeper } from '../../../switchboard/keeping/keeping.ts';
import { roleOf } from '../../../switchboard/roles.ts';
import type { Participant } from '../../../wire/graph/participant.ts';
import { mediaStreamsOf } from './media-streams.ts';
import { identityOf, participantInfoOf, type Viewer } from './parties.ts';

/** `sequence` is of the roster that it stands in; `call` where that is known still. */
type ParticipantWording = { readonly viewer: Viewer; readonly sequence: number; readonly call: Call | undefined };

/** The last four properties are undeclared, but captured. What a raised hand looks like in `publishedStates` nobody has written down. */
export function participantResource(leg: Leg, { viewer, sequence, call }: ParticipantWording): Participant {
  return {
    '@odata.type': '#microsoft.graph.participant',
    id: leg.participantId,
    info: { ...participantInfoOf(leg.self, viewer), participantId: leg.participantId },
    isInLobby: leg.isInLobby,
    isMuted: leg.isMuted,
    mediaStreams: mediaStreamsOf(leg, { hasPictures: call?.group !== undefined }),
    metadata: null,
    recordingInfo: recordingInfo(leg, viewer, call !== undefined && isKeeper(call, leg)),
    removedState: null,
    restrictedExperience: null,
    rosterSequenceNumber: sequence,
    publishedStates: [],
    meetingRole: call?.group?.meeting ? roleOf(call, leg) : 'none',
    replacementLink: null,
    isIdentityAnonymized: false,
  };
}

/** One who is gone, as a delta has it; `reason` in plain words. */
export function removedParticipant(leg: Leg, options: ParticipantWording & { readonly reason: string }): Participant {
  const removedState = { '@odata.type': '#microsoft.graph.removedState', reason: options.reason };
  return { ...participantResource(leg, options), mediaStreams: [], removedState };
}

/** Apps say so of themselves; whoever has the switchboard record has it said. */
function recordingInfo(leg: Leg, viewer: Viewer, isKept: boolean): Participant['recordingInfo'] {
  const recordingStatus = isKept ? 'recording' : leg.kind === 'app' ? leg.recording : 'unknown';
  if (recordingStatus === 'unknown') return null;
  const info = { '@odata.type': '#microsoft.graph.recordingInfo', recordingStatus };
  return { ...info, initiator: identityOf(leg.self, viewer) };
}
