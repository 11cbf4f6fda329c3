/** A leg of an app as Graph's `call`: what is answered when it is created or read. */
import type { AppLeg, Call as SwitchboardCall } from '../../../switchboard/call.ts';
import type { Party } from '../../../switchboard/directory.ts';
import type { TranscriptState } from '../../../switchboard/transcribing/transcribing.ts';
import type { Call, CallOptions, CallRoute, CallState, CallTranscriptionInfo } from '../../../wire/graph/call.ts';
import type { ParticipantInfo } from '../../../wire/graph/identity.ts';
import { conversationOf, organizerInfo } from './conversation.ts';
import { identityOf, participantInfoOf, type Viewer } from './parties.ts';
import { callEndInfo } from './result-info.ts';
import type { GraphSettings } from '../settings.ts';

type ResourceWording = {
  readonly viewer: Viewer;
  readonly tenantId: string;
  readonly callEnds: GraphSettings['callEnds'];
  /** By which the app may come back to the conversation. */
  readonly token: string | undefined;
};

/** With its explicit nulls, as on the wire. */
export function callResource(call: SwitchboardCall, leg: AppLeg, { viewer, tenantId, callEnds, token }: ResourceWording): Call {
  const { legId, direction, callbackUri, isMediaActive, endedAs, endedBecause, self, peer, ringMs } = leg;
  const source = direction === 'incoming' ? peer : self;
  const meetingInfo = call.group && organizerInfo(call.group, viewer);
  const nulls = { answeredBy: null, meetingCapability: null };
  return {
    '@odata.type': '#microsoft.graph.call',
    ...nulls,
    transcription: call.group?.transcription ? transcriptionInfo(call.group.transcription) : null,
    ringingTimeoutInSeconds: ringMs === undefined ? null : ringMs / 1000,
    id: legId,
    state: stateOf(call, leg),
    direction,
    callbackUri,
    callChainId: call.callId,
    callRoutes: routesTo(self, leg.forwardedFrom, viewer),
    source: participantInfoOf(source, viewer),
    targets: targetsOf(call, leg, viewer),
    requestedModalities: ['audio'],
    mediaConfig: mediaConfigOf(leg),
    mediaState: isMediaActive ? activeMedia : null,
    resultInfo: endedAs ? callEndInfo(endedAs, endedBecause ?? '', callEnds) : null,
    toneInfo: null,
    tenantId,
    myParticipantId: leg.participantId,
    subject: call.group?.subject ?? call.group?.meeting?.subject ?? null,
    callOptions: callOptionsOf(leg),
    terminationReason: leg.terminationReason ?? null,
    ...conversationOf(call.group, token),
    ...(meetingInfo ? { meetingInfo } : {}),
  };
}

/** The blob is for the service alone: it is told only to whoever has just sent it. */
function mediaConfigOf({ media }: AppLeg): NonNullable<Call['mediaConfig']> {
  if (media === 'hosted') return { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig', preFetchMedia: [] };
  return { '@odata.type': '#microsoft.graph.appHostedMediaConfig' };
}

export function transcriptionInfo({ state, sinceMs }: TranscriptState): CallTranscriptionInfo {
  return { '@odata.type': '#microsoft.graph.callTranscriptionInfo', state, lastModifiedDateTime: new Date(sinceMs).toISOString() };
}

export const activeMedia: NonNullable<Call['mediaState']> = { '@odata.type': '#microsoft.graph.callMediaState', audio: 'active' } as {
  audio: 'active';
};

/** An app that is being put through by another goes on in `established`. */
function stateOf({ offer }: SwitchboardCall, { state, legId }: AppLeg): CallState {
  switch (state) {
    case 'ringing':
      return 'incoming';
    case 'calling':
      return 'establishing';
    case 'transferring':
      return offer?.byLegId === legId ? 'transferring' : 'established';
    case 'ended':
      return 'terminated';
    case 'connecting':
    case 'connected':
      return 'established';
    case 'redirecting':
    case 'transferAccepted':
      return state;
  }
}

/** Whom the call was for. Whoever joins a meeting names nobody; of a group call those who are still rung for it are named. */
function targetsOf({ group }: SwitchboardCall, { direction, self, peer }: AppLeg, viewer: Viewer): readonly ParticipantInfo[] {
  if (direction === 'incoming') return [participantInfoOf(self, viewer)];
  if (!group) return [participantInfoOf(peer, viewer)];
  if (group.meeting) return [];
  const first = group.invitations.filter(({ byLegId }) => byLegId === undefined);
  return first.flatMap(({ targets }) => targets).map((party) => participantInfoOf(party, viewer));
}

function callOptionsOf({ direction, options }: AppLeg): CallOptions {
  return {
    '@odata.type': `#microsoft.graph.${direction}CallOptions`,
    hideBotAfterEscalation: options.isHiddenAfterEscalation,
    isContentSharingNotificationEnabled: options.isContentSharingNotificationEnabled,
    isDeltaRosterEnabled: options.isDeltaRosterEnabled,
    isInteractiveRosterEnabled: false,
  };
}

/** Empty when the call came straight to its target. */
export function routesTo(final: Party, forwardedFrom: Party | undefined, viewer: Viewer): readonly CallRoute[] {
  if (!forwardedFrom) return [];
  const type = { '@odata.type': '#microsoft.graph.callRoute' };
  return [{ ...type, routingType: 'forwarded', original: identityOf(forwardedFrom, viewer), final: identityOf(final, viewer) }];
}
