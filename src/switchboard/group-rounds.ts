/** Rounds of ringing in a group: in place of an app that redirected, or for a participant who is put through. */
import { isUp, type GroupRound, type Leg } from './call.ts';
import { called } from './directory.ts';
import { endLeg } from './ending.ts';
import { transferFailed } from './transfer-failure.ts';
import { legWith, putGroup, type Turn } from './turn.ts';

export type GroupTransfer = Extract<GroupRound, { kind: 'transfer' }>;

export function addRound(turn: Turn, round: GroupRound): void {
  putGroup(turn, { rounds: [...roundsOf(turn), round] });
}

/** The transfer for which a leg rings, also when it rings in place of another that was rung for it. */
export function transferFor(turn: Turn, legId: string): GroupTransfer | undefined {
  const round = roundWith(turn, legId);
  return round?.kind === 'redirect' ? transferFor(turn, round.byLegId) : round;
}

/** A leg has answered: the others of its round need not ring any longer, and who redirected to it is done. */
export function groupRoundTaken(turn: Turn, leg: Leg): void {
  const round = roundWith(turn, leg.legId);
  if (!round) return;
  dropRound(turn, round);
  for (const legId of round.legIds) {
    const other = legWith(turn, legId);
    if (other && other.legId !== leg.legId && other.state === 'ringing')
      endLeg(turn, other, 'takenElsewhere', `${called(leg.self)} took the call.`);
  }
  const by = legWith(turn, round.byLegId);
  if (round.kind !== 'redirect' || !by) return;
  if (isUp(by)) endLeg(turn, by, 'redirected', 'The call was taken where it was redirected to.');
  groupRoundTaken(turn, by);
}

/** A leg will not come: when it was the last of its round, the round has failed. */
export function groupRoundFailed(turn: Turn, legId: string, because: string): void {
  const round = roundWith(turn, legId);
  if (!round || isOpen(turn, round)) return;
  dropRound(turn, round);
  const by = legWith(turn, round.byLegId);
  if (round.kind === 'transfer') {
    if (by?.kind === 'app' && by.state === 'transferring') transferFailed(turn, by, because);
    return;
  }
  if (by && isUp(by)) endLeg(turn, by, 'redirected', because);
  groupRoundFailed(turn, round.byLegId, because);
}

/** Rounds in which nobody rings any longer have failed; one for a transfer is over once its app or its transferee has left. */
export function settleRounds(turn: Turn): void {
  for (const round of roundsOf(turn)) {
    const [first = ''] = round.legIds;
    if (!isOpen(turn, round)) groupRoundFailed(turn, first, 'Nobody answered.');
    else if (round.kind === 'transfer') endIfBroken(turn, round);
  }
}

function endIfBroken(turn: Turn, round: GroupTransfer): void {
  const [by, transferee] = [legWith(turn, round.byLegId), legWith(turn, round.transfereeLegId)];
  if (by && transferee && isUp(by) && isUp(transferee)) return;
  const because = `${transferee && !isUp(transferee) ? called(transferee.self) : 'The participant'} has left.`;
  dropRound(turn, round);
  cancelRinging(turn, round, because);
  if (by?.kind === 'app' && by.state === 'transferring') transferFailed(turn, by, because);
}

function cancelRinging(turn: Turn, { legIds }: GroupRound, because: string): void {
  for (const legId of legIds) {
    const leg = legWith(turn, legId);
    const round = roundsOf(turn).find(({ kind, byLegId }) => kind === 'redirect' && byLegId === legId);
    if (leg && isWaiting(leg)) endLeg(turn, leg, leg.state === 'ringing' ? 'cancelled' : 'redirected', because);
    if (!round) continue;
    dropRound(turn, round);
    cancelRinging(turn, round, because);
  }
}

/** Whether somebody may still come: one rings, or rings in place of an app that redirected, be that here still or not. */
function isOpen(turn: Turn, { legIds }: GroupRound): boolean {
  const hasOwn = (legId: string): boolean => roundsOf(turn).some(({ kind, byLegId }) => kind === 'redirect' && byLegId === legId);
  return legIds.some((legId) => isWaiting(legWith(turn, legId)) || hasOwn(legId));
}

function isWaiting(leg: Leg | undefined): boolean {
  return leg?.state === 'ringing' || leg?.state === 'redirecting';
}

function roundsOf({ call }: Turn): readonly GroupRound[] {
  return call.group?.rounds ?? [];
}

function roundWith(turn: Turn, legId: string): GroupRound | undefined {
  return roundsOf(turn).find(({ legIds }) => legIds.includes(legId));
}

function dropRound(turn: Turn, round: GroupRound): void {
  putGroup(turn, { rounds: roundsOf(turn).filter((each) => each !== round) });
}
