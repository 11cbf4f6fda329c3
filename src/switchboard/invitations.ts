/** What becomes of commands to invite: told to the app that invited once everybody has come, or has not. */
import { isUp, type Invitation, type Leg, type LegEnd } from './call.ts';
import { called, type Party } from './directory.ts';
import { say } from './telling-people.ts';
import { legWith, notify, putGroup, type Turn } from './turn.ts';

/** Looks who of the invited has come; gives the invitations that are over now. */
export function settleInvitations(turn: Turn): readonly Invitation[] {
  const { group } = turn.call;
  if (!group || group.invitations.length === 0) return [];
  const looked = group.invitations.map((invitation) => lookedAt(turn, invitation));
  putGroup(turn, { invitations: looked.filter(({ legIds }) => legIds.length > 0) });
  const over = looked.filter(({ legIds }) => legIds.length === 0);
  for (const invitation of over) tellEnd(turn, invitation);
  return over;
}

/** An app leaves: its invitations are over for it, and go on for the invited. */
export function endInvitationsBy(turn: Turn, byLegId: string): void {
  const { group } = turn.call;
  if (!group?.invitations.some((invitation) => invitation.byLegId === byLegId)) return;
  const invitations = group.invitations.map((invitation) => {
    if (invitation.byLegId !== byLegId) return invitation;
    tellEnd(turn, lookedAt(turn, invitation));
    return { ...invitation, byLegId: undefined };
  });
  putGroup(turn, { invitations });
}

function lookedAt(turn: Turn, invitation: Invitation): Invitation {
  const legs = invitation.legIds.map((legId) => legWith(turn, legId)).filter((leg) => leg !== undefined);
  const came = legs.filter(({ connectedMs }) => connectedMs !== undefined);
  const ended = legs.filter((leg) => !isUp(leg) && leg.connectedMs === undefined);
  return {
    ...invitation,
    legIds: legs.filter((leg) => isUp(leg) && leg.connectedMs === undefined).map(({ legId }) => legId),
    joined: invitation.joined + came.length,
    lastEnd: lastEnd(ended) ?? invitation.lastEnd,
  };
}

/** That somebody else took it, or that an app passed it on, is no reason. */
function lastEnd(legs: readonly Leg[]): LegEnd | undefined {
  const ends = legs.map(({ endedAs }) => endedAs);
  return ends.findLast((end) => end !== 'redirected' && end !== 'takenElsewhere') ?? ends.at(-1);
}

function tellEnd(turn: Turn, { byLegId, operationId, clientContext, targets, joined, lastEnd: end = 'cancelled' }: Invitation): void {
  const by = legWith(turn, byLegId);
  if (by?.kind === 'person' && joined === 0) {
    return say(turn, by, end === 'cancelled' ? `${names(targets)} is not rung any longer.` : `${names(targets)} did not come.`);
  }
  if (by?.kind !== 'app') return;
  notify(turn, by, { kind: 'inviteEnded', operationId, clientContext, targets, failed: joined > 0 ? undefined : end });
}

function names(targets: readonly Party[]): string {
  return targets.map(called).join(', ');
}
