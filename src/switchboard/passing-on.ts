/** How an app passes a call on: redirected before it answers, transferred after. */
import { isTalking, type AppLeg, type Leg } from './call.ts';
import type { Party } from './directory.ts';
import { endLeg } from './ending.ts';
import { addRound } from './group-rounds.ts';
import { release } from './holding.ts';
import type { RedirectRequest, TransferRequest } from './input.ts';
import { bringOver, otherCall, takeOver, type OtherCall } from './moving.ts';
import { mayAct, notNow, unknownParticipant, unknownTarget } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { ring } from './ringing.ts';
import { ringOne } from './ring-one.ts';
import { participantOf } from './roster.ts';
import { partiesOf } from './targets.ts';
import { legWith, move, notify, put, putGroup, stopTimer, tell, type Turn } from './turn.ts';

/** Rings others in the app's place; the app's leg ends when one of them takes the call, or none does. */
export function redirect(turn: Turn, leg: AppLeg, { targets, timeoutMs, callbackUri }: RedirectRequest): Refused | undefined {
  const { call, env } = turn;
  if (leg.state !== 'ringing') {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be redirected: it is ${leg.state}.`,
      'Redirect a call while it is incoming, or transfer it.',
    );
  }
  if (ringBeside(turn, leg).some((legId) => legId !== leg.legId && legWith(turn, legId)?.state === 'ringing')) {
    return refused('switchboard/wrong-state', 'The call rings at others as well.', 'Reject it, or answer and transfer it.');
  }
  const parties = partiesOf(env, call, targets);
  if ('ok' in parties) return parties;
  if (parties.length === 0) return unknownTarget();
  stopTimer(turn, `answer:${leg.legId}`);
  const redirecting = move(turn, leg, 'redirecting', callbackUri === undefined ? {} : { callbackUri });
  const patienceMs = timeoutMs ?? (parties.length === 1 ? env.limits.redirectOneMs : env.limits.redirectManyMs);
  if (call.group) redirectInGroup(turn, redirecting, parties, patienceMs);
  else {
    stopTimer(turn, 'offer');
    ring(turn, { kind: 'redirect', meant: leg.self, targets: parties, byLegId: leg.legId, timeoutMs: patienceMs });
  }
  return undefined;
}

/** Who is rung together with a leg, for one who waits. */
function ringBeside({ call }: Turn, { legId }: AppLeg): readonly string[] {
  const rounds = call.group ? call.group.rounds : [call.offer];
  return rounds.find((round) => round?.legIds.includes(legId))?.legIds ?? [];
}

/** Each rings as invited as the app was. */
function redirectInGroup(turn: Turn, leg: AppLeg, parties: readonly Party[], timeoutMs: number): void {
  const { invitationId, isApart } = leg;
  stopTimer(turn, `ring:${leg.legId}`);
  const how = { caller: leg.peer, because: 'redirect', meant: leg.self, invitationId, isApart, timeoutMs } as const;
  const legIds = parties.map((party) => ringOne(turn, party, how).legId);
  addRound(turn, { kind: 'redirect', byLegId: leg.legId, legIds });
  const invitations = turn.call.group?.invitations ?? [];
  putGroup(turn, {
    invitations: invitations.map((each) => (each.operationId === invitationId ? { ...each, legIds: [...each.legIds, ...legIds] } : each)),
  });
}

/**
 * Puts the other side through to somebody else, who rings, or to the other side of another call of the app, at once. In a group it is the
 * participant who is named. When nobody comes, the app has its call back.
 */
export function transfer(turn: Turn, leg: AppLeg, request: TransferRequest): Refused | undefined {
  const { target, replacesLegId, transfereeId } = request;
  const refusal = mayAct(leg, 'transferred') ?? mayName(turn, transfereeId);
  if (refusal) return refusal;
  const { call, env } = turn;
  const transferee =
    transfereeId === undefined ? call.legs.find((each) => each.legId !== leg.legId && isTalking(each)) : participantOf(call, transfereeId);
  if (!transferee || transferee.legId === leg.legId) return unknownParticipant(transfereeId ?? 'to be put through');
  if (transferee.state !== 'connected' || transferee.isInLobby) return notNow(transferee, 'transferred');
  const parties = partiesOf(env, call, [target]);
  if ('ok' in parties) return parties;
  const [party = transferee.self] = parties;
  const other = replacesLegId === undefined ? undefined : otherCall(turn, leg, replacesLegId, party);
  if (other && 'ok' in other) return other;
  notify(turn, move(turn, leg, 'transferring'), { kind: 'transferring' });
  tell(turn, { type: 'transferStarted', legId: leg.legId, party: leg.self, target: party });
  if (other) consulted(turn, { legId: leg.legId, transferee, other });
  else if (call.group) ringFor(turn, leg, transferee, party);
  else {
    release(turn, transferee, 'it was put through');
    move<Leg>(turn, legWith(turn, transferee.legId) ?? transferee, 'transferring', { peer: party });
    ring(turn, { kind: 'transfer', meant: party, targets: [party], byLegId: leg.legId, timeoutMs: env.limits.transferRingMs });
  }
  return undefined;
}

/** Rings for a participant of a group, who stays in it until somebody comes. */
function ringFor(turn: Turn, leg: AppLeg, transferee: Leg, party: Party): void {
  const how = { caller: transferee.self, because: 'transfer', transferor: leg.self, timeoutMs: turn.env.limits.transferRingMs } as const;
  const rung = ringOne(turn, party, how);
  addRound(turn, { kind: 'transfer', byLegId: leg.legId, transfereeLegId: transferee.legId, legIds: [rung.legId] });
}

/** Joins the transferee with the other side of the app's other call; both of the app's legs are done. */
function consulted(turn: Turn, { legId, transferee, other }: { legId: string; transferee: Leg; other: OtherCall }): void {
  if (turn.call.group) takeOver(turn, transferee, other);
  else {
    release(turn, transferee, 'it was put through');
    put<Leg>(turn, legWith(turn, transferee.legId) ?? transferee, { peer: other.far.self });
    bringOver(turn, other, { peer: transferee.self });
  }
  const by = legWith(turn, legId);
  if (by?.kind !== 'app') return;
  const accepted = move(turn, by, 'transferAccepted', { terminationReason: 'AppTransferred' });
  notify(turn, accepted, { kind: 'transferAccepted' });
  endLeg(turn, accepted, 'transferred', 'The transfer was completed.');
}

function mayName({ call }: Turn, transfereeId: string | undefined): Refused | undefined {
  if (!call.group || transfereeId !== undefined) return undefined;
  return refused('switchboard/wrong-state', 'Several are in this call.', 'Name the participant who is to be put through.');
}
