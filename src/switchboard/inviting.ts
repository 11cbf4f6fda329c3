/** Inviting others to a conversation: they are rung, or brought over from another call of the app. */
import type { AppLeg, Invitation, Leg } from './call.ts';
import type { Party } from './directory.ts';
import { becomeGroup, newGroup } from './group.ts';
import type { Invitee, InviteRequest } from './input.ts';
import { bringOver, otherCall, type OtherCall } from './moving.ts';
import { mayAct, tooMany } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { ringOne } from './ring-one.ts';
import { distinctPartiesOf } from './targets.ts';
import { putGroup, type Turn } from './turn.ts';

/** Invites to a group. A call between two takes one, and becomes a group by it. */
export function invite(turn: Turn, leg: AppLeg, request: InviteRequest & { readonly operationId: string }): Refused | undefined {
  const { invitees, operationId, clientContext } = request;
  const refusal =
    mayAct(leg, 'used to invite') ?? mayTake(turn, invitees) ?? tooMany(turn.call, invitees.length, turn.env.limits.participants);
  if (refusal) return refusal;
  const parties = distinctPartiesOf(turn.env, turn.call, invitees.map(({ target }) => target)); // prettier-ignore
  if ('ok' in parties) return parties;
  const others = invitees.map(({ replacesLegId }, index) => replacesLegId === undefined ? undefined : otherCall(turn, leg, replacesLegId, parties[index] as Party)); // prettier-ignore
  const wrong = others.find((other) => other !== undefined && 'ok' in other);
  if (wrong) return wrong;
  if (!turn.call.group) becomeGroup(turn, newGroup(turn.env));
  const by = { caller: leg.self, operationId };
  const rung = parties.map((party, index) => {
    const [other, isApart] = [others[index] as OtherCall | undefined, invitees[index]?.isApart];
    if (!other) return ringInvitee(turn, party, { ...by, isApart });
    return bringOver(turn, other, { peer: leg.self, invitationId: operationId, isApart: isApart ?? false });
  });
  addInvitation(turn, { operationId, clientContext, byLegId: leg.legId, targets: parties }, rung);
  return undefined;
}

type Inviting = {
  readonly caller: Party;
  readonly operationId: string;
  readonly isApart?: boolean | undefined;
  readonly ringMs?: number | undefined;
};

export function ringInvitee(turn: Turn, party: Party, { caller, operationId, isApart, ringMs }: Inviting): Leg {
  const timeoutMs = ringMs ?? (party.kind === 'person' ? turn.env.limits.inviteRingMs : undefined);
  return ringOne(turn, party, { caller, because: 'invite', invitationId: operationId, isApart, timeoutMs });
}

export function addInvitation(turn: Turn, about: Omit<Invitation, 'legIds' | 'joined'>, legs: readonly Leg[]): void {
  const invitation = { ...about, legIds: legs.map(({ legId }) => legId), joined: 0 };
  putGroup(turn, { invitations: [...(turn.call.group?.invitations ?? []), invitation] });
}

function mayTake({ call }: Turn, invitees: readonly Invitee[]): Refused | undefined {
  if (invitees.length === 0) return refused('switchboard/wrong-state', 'Nobody is named to be invited.', 'Name at least one.');
  if (call.group || invitees.length === 1) return undefined;
  return refused(
    'switchboard/wrong-state',
    'Several can be invited to a group call or a meeting only.',
    'Invite one: that makes this a group call. Then invite the others.',
  );
}
