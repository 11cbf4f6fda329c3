/** Graph's identities and ours: who is in a call, and who is to be called. */
import type { CallInfo, Party, Target } from '../../call/platform.ts';
import type { Participant } from '../../call/roster.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { Identity, IdentitySet, InvitationParticipantInfo } from '../../wire/graph/identity.ts';
import type { Participant as WireParticipant } from '../../wire/graph/participant.ts';

const kinds: readonly (readonly [keyof IdentitySet, Party['kind']])[] = [
  ['user', 'user'],
  ['phone', 'phone'],
  ['guest', 'guest'],
  ['applicationInstance', 'app'],
  ['application', 'app'],
  ['encrypted', 'unknown'],
];

/** Whoever an identity set is about: people before the apps through which they came. */
function partyOf(set: IdentitySet | null | undefined): Party {
  for (const [property, kind] of kinds) {
    const found: Identity | null | undefined = set?.[property];
    if (!found) continue;
    const { id, displayName } = found;
    return { kind, id: id ?? '', ...(displayName ? { name: displayName } : {}) };
  }
  return { kind: 'unknown', id: '' };
}

/** One of the roster. The bot is known by its own participant id, or else by its app id. */
export function participantOf(
  { id, info, isMuted, isInLobby, meetingRole }: WireParticipant,
  { selfId, appId }: { readonly selfId: string | undefined; readonly appId: string },
): Participant {
  const { identity: set } = info;
  const isSelf = selfId === undefined ? set.application?.id === appId : id === selfId;
  const role = typeof meetingRole === 'string' && !['', 'none', 'unknown'].includes(meetingRole) ? { role: meetingRole } : {};
  return { id, party: partyOf(set), isMuted, isInLobby, isSelf, ...role };
}

export function invitationTo(target: Target): InvitationParticipantInfo {
  return {
    '@odata.type': '#microsoft.graph.invitationParticipantInfo',
    identity: {
      '@odata.type': '#microsoft.graph.identitySet',
      ...('user' in target ? { user: identity(target.user) } : {}),
      ...('app' in target ? { application: identity(target.app) } : {}),
      ...('phone' in target ? { phone: identity(target.phone) } : {}),
    } as IdentitySet,
  };
}

/** What a call's first message says of it. */
export function infoOf(id: string, call: Call, direction: CallInfo['direction']): CallInfo {
  const forwarded = call.callRoutes?.find((route) => route.routingType === 'forwarded');
  return {
    id,
    chainId: call.callChainId ?? id,
    direction: call.direction ?? direction,
    from: partyOf(call.source?.identity),
    to: partyOf(call.targets?.[0]?.identity),
    ...(forwarded ? { forwardedFrom: partyOf(forwarded.original) } : {}),
  };
}

function identity(id: string): Identity & { readonly '@odata.type': string } {
  return { '@odata.type': '#microsoft.graph.identity', id };
}
