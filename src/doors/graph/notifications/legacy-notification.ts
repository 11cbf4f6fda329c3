/** An incoming call in the words of Skype's calling bots, as an app may hear of it first. Source: microsoft-graph-docs issue 8310; Teams docs, call-notifications. */
import type { Call } from '../../../wire/graph/call.ts';
import type { IdentitySet, ParticipantInfo } from '../../../wire/graph/identity.ts';

export type LegacyIncoming = {
  readonly id: string;
  readonly participants: readonly LegacyParticipant[];
  readonly isMultiparty: boolean;
  readonly threadId?: string | undefined;
  readonly presentedModalityTypes: readonly string[];
  readonly callState: 'incoming';
  readonly tenantId: string;
};

type LegacyParticipant = {
  readonly identity: string;
  readonly participantId: string;
  readonly endpointId: string;
  readonly languageId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly region?: string | undefined;
  readonly originator: boolean;
  readonly isHidden: boolean;
  readonly endPointType: string;
  readonly removeFromDefaultAudioRoutingGroup: boolean;
};

/** `call` is what Graph's format has as `resourceData`, its `id` included. */
export function legacyIncoming(call: Call, legId: string): LegacyIncoming {
  const { source, targets, chatInfo, tenantId, requestedModalities, incomingContext, myParticipantId } = call;
  const participants = [
    ...(source ? [participant(source, incomingContext?.sourceParticipantId, true)] : []),
    ...(targets ?? []).map((target) => participant(target, myParticipantId, false)),
  ];
  const threadId = chatInfo?.threadId ?? undefined;
  return {
    id: legId,
    participants,
    isMultiparty: threadId !== undefined,
    ...(threadId === undefined ? {} : { threadId }),
    presentedModalityTypes: requestedModalities ?? ['audio'],
    callState: 'incoming',
    tenantId: tenantId ?? '',
  };
}

function participant(info: ParticipantInfo, participantId: string | null | undefined, isOriginator: boolean): LegacyParticipant {
  const { identity, languageId, region, endpointType } = info;
  const tenantId = identity.user?.tenantId;
  return {
    identity: skypeIdentity(identity),
    participantId: participantId ?? '',
    endpointId: '00000000-0000-0000-0000-000000000000',
    ...(languageId == null ? {} : { languageId }),
    ...(tenantId == null ? {} : { tenantId }),
    ...(region == null ? {} : { region }),
    originator: isOriginator,
    isHidden: false,
    endPointType: endpointType ?? 'default',
    removeFromDefaultAudioRoutingGroup: false,
  };
}

/** Skype's names begin with a number that says of what kind they are: 8 a person, 28 a bot, 4 a telephone. */
function skypeIdentity({ user, application, phone }: IdentitySet): string {
  if (user?.id != null) return `8:orgid:${user.id}`;
  if (application?.id != null) return `28:${application.id}`;
  return phone?.id == null ? '' : `4:${phone.id}`;
}
