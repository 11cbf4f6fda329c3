/** A leg of an app as Graph's `call`, and parties as Graph's identities. */
import { createHash } from 'node:crypto';
import type { AppLeg, Call as SwitchboardCall } from '../../switchboard/call.ts';
import type { Party } from '../../switchboard/directory.ts';
import type { Call, CallRoute, CallState } from '../../wire/graph/call.ts';
import type { IdentitySet, ParticipantInfo } from '../../wire/graph/identity.ts';
import { callEndInfo } from './result-info.ts';
import type { GraphSettings } from './settings.ts';

type ResourceWording = { readonly tenantId: string; readonly context: string; readonly callEnds: GraphSettings['callEnds'] };

/** What `GET` and `POST /communications/calls` answer: with its explicit nulls, as on the wire. */
export function callResource(call: SwitchboardCall, leg: AppLeg, { tenantId, context, callEnds }: ResourceWording): Call {
  const [source, target] = leg.direction === 'incoming' ? [leg.peer, leg.self] : [leg.self, leg.peer];
  const { legId, direction, callbackUri, isMediaActive, endedAs, endedBecause } = leg;
  const nulls = {
    subject: null,
    transcription: null,
    answeredBy: null,
    terminationReason: null,
    ringingTimeoutInSeconds: null,
    meetingCapability: null,
  };
  return {
    '@odata.type': '#microsoft.graph.call',
    '@odata.context': context,
    ...nulls,
    id: legId,
    state: stateOf(call, leg),
    direction,
    callbackUri,
    callChainId: call.callId,
    callRoutes: routesTo(leg.self, leg.forwardedFrom, tenantId),
    source: participant(source, tenantId),
    targets: [participant(target, tenantId)],
    requestedModalities: ['audio'],
    mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig', preFetchMedia: [] },
    mediaState: isMediaActive ? activeMedia : null,
    resultInfo: endedAs ? callEndInfo(endedAs, endedBecause ?? '', callEnds) : null,
    toneInfo: null,
    tenantId,
    myParticipantId: participantId(legId),
  };
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

/** Empty when the call came straight to its target. */
export function routesTo(final: Party, forwardedFrom: Party | undefined, tenantId: string): readonly CallRoute[] {
  if (!forwardedFrom) return [];
  return [
    {
      '@odata.type': '#microsoft.graph.callRoute',
      routingType: 'forwarded',
      original: identity(forwardedFrom, tenantId),
      final: identity(final, tenantId),
    },
  ];
}

export function participant(party: Party, tenantId: string): ParticipantInfo {
  return {
    '@odata.type': '#microsoft.graph.participantInfo',
    identity: identity(party, tenantId),
    endpointType: 'default',
    region: null,
    languageId: null,
    countryCode: null,
  };
}

function identity({ kind, id, name }: Party, tenantId: string): IdentitySet {
  const type = { '@odata.type': '#microsoft.graph.identity' };
  const set = { '@odata.type': '#microsoft.graph.communicationsIdentitySet' };
  switch (kind) {
    case 'person':
      return { ...set, user: { ...type, id, displayName: name, tenantId, identityProvider: 'AAD' } };
    case 'app':
      return { ...set, application: { ...type, id, displayName: name, tenantId } };
    case 'nobody':
      return { ...set, phone: { ...type, id } };
  }
}

/** Who somebody is within a call: the same for the same leg, and no leg's id. */
export function participantId(legId: string): string {
  const hex = createHash('sha256').update(`participant ${legId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
