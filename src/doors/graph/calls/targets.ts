/** Whom a command is aimed at: people, apps and telephone numbers, as bodies name them. Source: Graph docs, resources/invitationparticipantinfo. */
import { partyOfTarget, type Directory, type Target } from '../../../switchboard/directory.ts';
import type { Invitee } from '../../../switchboard/input.ts';
import type { IdentitySet, InvitationParticipantInfo } from '../../../wire/graph/identity.ts';
import type { Caller } from '../identity/access-token.ts';
import { GraphDoorError } from '../errors.ts';
import { checkTenant } from '../permissions.ts';
import { notImplemented } from '../request-reading.ts';

type Who = { readonly directory: Directory; readonly caller: Caller };

/** One who is to be called, or brought over from another call of the app. A person must be of the tenant of the token. */
export function inviteeOf(info: InvitationParticipantInfo, who: Who): Invitee {
  if (info.hidden === true) throw notImplemented('Hiding a participant from the roster (hidden)', 'Leave it out.');
  if (info.endpointType != null && info.endpointType !== 'default')
    throw notImplemented('Ringing at an endpoint of another kind (endpointType)', 'Leave it out.');
  const { replacesCallId, removeFromDefaultAudioRoutingGroup } = info;
  return {
    target: targetOf(info.identity, who),
    replacesLegId: replacesCallId ?? undefined,
    isApart: removeFromDefaultAudioRoutingGroup ?? undefined,
  };
}

/** Like `inviteeOf`, where nobody can be brought over. */
export function plainTarget(info: InvitationParticipantInfo, who: Who): Target {
  if (info.replacesCallId != null) throw bad('replacesCallId: a call that is redirected replaces no other');
  return inviteeOf(info, who).target;
}

function targetOf(identity: IdentitySet, { directory, caller }: Who): Target {
  const app = identity.application ?? identity.applicationInstance;
  const target: Target | undefined =
    identity.user?.id ? { kind: 'person', userId: identity.user.id }
    : app?.id ? { kind: 'app', appId: app.id }
    : identity.phone?.id ? { kind: 'number', number: numberOf(identity.phone.id) }
    : undefined; // prettier-ignore
  if (!target) throw bad('identity: none of user.id, application.id and phone.id is there');
  if (target.kind === 'person') checkTenant(caller, partyOfTarget(directory, target)?.tenantId);
  return target;
}

/** E.164 (at most 15 digits after the plus), or a short number of this house. Source: ITU-T E.164 §6; Graph docs, resources/communicationsphoneidentity. */
function numberOf(text: string): string {
  const number = text.replace(/[\s().-]/g, '');
  if (/^\+[1-9]\d{1,14}$/.test(number) || /^\d{1,15}$/.test(number)) return number;
  throw bad(`identity: phone.id: “${text.slice(0, 40)}” is no telephone number; write it in E.164, such as +15550100`);
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: ${why}.`);
}
