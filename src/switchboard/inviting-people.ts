/** People ring others into a conversation by their numbers, and call it off. */
import { isTalking, type Leg, type PersonLeg } from './call.ts';
import { called, partyAtNumber } from './directory.ts';
import { becomeGroup, newGroup } from './group.ts';
import { addInvitation, ringInvitee } from './inviting.ts';
import { notNow, takesPart, tooMany, unknownParticipant } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { targetFailed } from './ringing.ts';
import { mustModerate } from './roles.ts';
import type { Turn } from './turn.ts';

/** Rings one; a call between two becomes a group by it. */
export function invitePerson(turn: Turn, leg: PersonLeg, number: string, operationId: string): Refused | undefined {
  const { call, env } = turn;
  const refusal =
    (call.group ? mustModerate(call, leg, 'invite others') : mayBegin(turn, leg)) ?? tooMany(call, 1, env.limits.participants);
  if (refusal) return refusal;
  const party = partyAtNumber(env.directory, number);
  if (party.kind === 'nobody') {
    return refused(
      'switchboard/unknown-target',
      `The number ${party.number} belongs to nobody here.`,
      'Look the number up in the directory.',
    );
  }
  if (call.legs.some(({ state, self }) => state !== 'ended' && self.id === party.id)) return takesPart(party);
  if (!call.group) becomeGroup(turn, newGroup(env));
  const rung = ringInvitee(turn, party, { caller: leg.self, operationId });
  addInvitation(turn, { operationId, byLegId: leg.legId, targets: [party] }, [rung]);
  return undefined;
}

/** Calls a ringing off, whoever began it by an invitation. */
export function uninvite(turn: Turn, leg: PersonLeg, participantId: string): Refused | undefined {
  const refusal = mustModerate(turn.call, leg, 'call an invitation off');
  if (refusal) return refusal;
  const rung = turn.call.legs.find((each) => each.participantId === participantId && isInvited(each));
  if (!rung) return unknownParticipant(participantId);
  const because = `${called(leg.self)} called it off.`;
  targetFailed(turn, rung, 'cancelled', { own: because, because });
  return undefined;
}

/** Whether somebody is being rung for a conversation. */
export function isInvited({ state, invitationId }: Leg): boolean {
  return state === 'ringing' && invitationId !== undefined;
}

function mayBegin({ call }: Turn, leg: PersonLeg): Refused | undefined {
  const others = call.legs.filter((each) => isTalking(each) && each.legId !== leg.legId);
  const isReady = leg.state === 'connected' && others.every(({ state }) => state === 'connected') && !call.ending;
  return isReady ? undefined : notNow(leg, 'used to invite');
}
