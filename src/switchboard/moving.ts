/** Legs that go from one call to another without a gap: brought over to a group, or put through. */
import { isUp, type AppLeg, type Call, type Leg } from './call.ts';
import { called, type Party } from './directory.ts';
import { endCall, endLeg } from './ending.ts';
import type { GroupTransfer } from './group-rounds.ts';
import { release } from './holding.ts';
import { endInvitationsBy } from './invitations.ts';
import { affinityOf, opened } from './opening.ts';
import { gone } from './refusals.ts';
import { losePictures } from './pictures.ts';
import { displaced } from './reconnecting.ts';
import { refused, type Refused } from './result.ts';
import { silenced } from './speaking.ts';
import {
  addLeg,
  begin,
  dropLeg,
  engine,
  legWith,
  move,
  notify,
  notifyEstablished,
  put,
  startTimer,
  stopTimer,
  tell,
  type Turn,
} from './turn.ts';

/** Another call between two of the same app: the app's leg, and the other side. */
export type OtherCall = { readonly call: Call; readonly own: AppLeg; readonly far: Leg };

/** The call of the app's leg `replacesLegId`, if `party` is its other side and both talk. */
export function otherCall(turn: Turn, { appId }: AppLeg, replacesLegId: string, party: Party): OtherCall | Refused {
  const call = turn.env.callOfLeg(replacesLegId);
  const own = call?.legs.find(({ legId }) => legId === replacesLegId);
  if (!call || own?.kind !== 'app' || own.appId !== appId || !isUp(own) || call.ending) return gone;
  const far = call.legs.find((leg) => leg.legId !== own.legId && leg.state === 'connected');
  if (call.callId === turn.call.callId || call.group || own.state !== 'connected' || !far || far.mustReconnect) {
    return refused(
      'switchboard/wrong-state',
      'The call that is to be replaced is not an established call between two.',
      'Wait until it is established, and name another call than this one.',
    );
  }
  if (far.self.id === party.id) return { call, own, far };
  return refused(
    'switchboard/not-other-side',
    `The call that is to be replaced is with ${far.self.name}, not with ${party.name}.`,
    'Name its other side as the target, or another call.',
  );
}

/** Brings the other side of the app's other call into this one; that call is over. */
export function bringOver(turn: Turn, { call, own, far }: OtherCall, patch: Partial<Leg>): Leg {
  const other = begin(call, turn.env);
  const here = moveLeg({ from: other, to: turn, leg: far, patch });
  const because = `${called(far.self)} went on in another call.`;
  put(other, own, { terminationReason: 'AppTransferred' });
  endCall(other, { because, as: 'transferred', by: { legId: own.legId, as: 'transferred', because } });
  turn.also.push(other);
  return here;
}

/** Takes the place of the app's own leg in its other call: the participant of the group talks with the other side from now on. */
export function takeOver(turn: Turn, transferee: Leg, { call, own, far }: OtherCall): void {
  const other = begin(call, turn.env);
  moveLeg({ from: turn, to: other, leg: transferee, patch: { peer: far.self, ...alone } });
  const current = legWith(other, far.legId) ?? far;
  put(other, current, { peer: transferee.self });
  const left = put(other, own, { terminationReason: 'AppTransferred' });
  endLeg(other, left, 'transferred', 'The transfer was completed.');
  turn.also.push(other);
}

/** One who was rung for a participant of a group has answered: a call for the two begins, in which it may be taken as usual. The app is done. */
export function putThrough(turn: Turn, { byLegId, transfereeLegId }: GroupTransfer, target: Leg): Turn {
  const [by, transferee] = [legWith(turn, byLegId), legWith(turn, transfereeLegId)];
  if (by?.kind !== 'app' || !transferee) return turn;
  const pair = opened({ from: transferee.self, to: target.self, affinity: affinityOf(by.self, target.self) }, turn.env);
  moveLeg({ from: turn, to: pair, leg: transferee, patch: { state: 'transferring', peer: target.self, ...alone } });
  dropLeg(turn, target);
  stopTimer(turn, `answer:${target.legId}`);
  addLeg<Leg>(pair, { ...target, peer: transferee.self, invitationId: undefined });
  pair.call = { ...pair.call, offer: { kind: 'transfer', meant: target.self, legIds: [target.legId] } };
  turn.also.push(pair);
  const accepted = move(turn, by, 'transferAccepted');
  notify(turn, accepted, { kind: 'transferAccepted' });
  endLeg(turn, accepted, 'transferred', 'The transfer was completed.');
  return pair;
}

/** What a leg of a group is not in a call between two. */
const alone = { invitationId: undefined, isApart: false, handMs: undefined } as const;

type Move = { readonly from: Turn; readonly to: Turn; readonly leg: Leg; readonly patch: Partial<Leg> };

function moveLeg({ from, to, leg, patch }: Move): Leg {
  release(from, leg, 'it was put through');
  endInvitationsBy(from, leg.legId);
  const current = silenced(from, losePictures(from, legWith(from, leg.legId) ?? leg));
  const { legId, self, spokenMs } = current;
  dropLeg(from, current);
  if (!current.mustReconnect) engine(from, { kind: 'moveLeg', legId, roomId: to.call.callId });
  tell(from, { type: 'legMoved', legId, party: self, otherCallId: to.call.callId, isHere: false, ...(spokenMs > 0 ? { spokenMs } : {}) });
  const here = addLeg(to, { ...current, spokenMs: 0, ...patch } as Leg);
  tell(to, { type: 'legMoved', legId, party: self, otherCallId: from.call.callId, isHere: true });
  for (const timer of ['alive', 'connect']) stopTimer(from, `${timer}:${legId}`);
  if (here.mustReconnect) displaced(to, here);
  if (here.kind === 'app') {
    const leftMs = to.env.limits.keepAliveMs - (to.env.nowMs - here.lastAliveMs);
    startTimer(to, `alive:${legId}`, Math.max(0, leftMs), { kind: 'keepAliveTimedOut', legId });
    if (to.call.group) notifyEstablished(to, here, { isMediaActive: true });
  }
  return here;
}
