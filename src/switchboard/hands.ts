/** Raised hands: everybody raises and lowers her own, presenters lower those of others. */
import type { Leg, PersonLeg } from './call.ts';
import { called } from './directory.ts';
import { unknownParticipant } from './refusals.ts';
import type { Refused } from './result.ts';
import { mustBeIn, mustModerate } from './roles.ts';
import { participantOf } from './roster.ts';
import { say, sayToOthers } from './telling-people.ts';
import { put, type Turn } from './turn.ts';

/** A hand that is up already stays where it is in the order of hands. */
export function raiseHand(turn: Turn, leg: PersonLeg, isRaised: boolean): Refused | undefined {
  const refusal = mustBeIn(turn.call, leg, isRaised ? 'used to raise a hand' : 'used to lower a hand');
  if (refusal) return refusal;
  if (!isRaised) put(turn, leg, { handMs: undefined });
  else if (leg.handMs === undefined) {
    put(turn, leg, { handMs: turn.env.nowMs });
    sayToOthers(turn, leg, `${called(leg.self)} raised a hand.`);
  }
  return undefined;
}

/** Of another participant, or of `all`. Of oneself it needs no right. */
export function lowerHand(turn: Turn, leg: PersonLeg, participantId: string): Refused | undefined {
  if (participantId === leg.participantId) return raiseHand(turn, leg, false);
  const refusal = mustModerate(turn.call, leg, 'lower the hands of others');
  if (refusal) return refusal;
  const other = participantId === 'all' ? undefined : participantOf(turn.call, participantId);
  if (participantId !== 'all' && !other) return unknownParticipant(participantId);
  for (const each of other ? [other] : turn.call.legs) {
    if (each.handMs === undefined) continue;
    put<Leg>(turn, each, { handMs: undefined });
    if (each.legId !== leg.legId) say(turn, each, `${called(leg.self)} lowered your hand.`);
  }
  return undefined;
}
