/** How an app passes a call on: redirected before it answers, transferred after. */
import { isTalking, isUp, type AppLeg, type Leg } from './call.ts';
import { partyOfTarget, type Party, type Target } from './directory.ts';
import type { RedirectRequest } from './input.ts';
import { refused, type Refused } from './result.ts';
import { ring } from './ringing.ts';
import { unknownTarget } from './starting.ts';
import { legWith, move, notify, stopTimer, tell, type Turn } from './turn.ts';

/** Rings others in the app's place; the app's leg ends when one of them takes the call, or none does. */
export function redirect(turn: Turn, leg: AppLeg, { targets, timeoutMs, callbackUri }: RedirectRequest): Refused | undefined {
  const { offer } = turn.call;
  const { redirectOneMs, redirectManyMs } = turn.env.limits;
  if (leg.state !== 'ringing' || !offer) {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be redirected: it is ${leg.state}.`,
      'Redirect a call while it is incoming, or transfer it.',
    );
  }
  if (offer.legIds.some((legId) => legId !== leg.legId && legWith(turn, legId)?.state === 'ringing')) {
    return refused('switchboard/wrong-state', 'The call rings at others as well.', 'Reject it, or answer and transfer it.');
  }
  const parties = partiesOf(turn, targets);
  if (!parties) return unknownTarget();
  stopTimer(turn, `answer:${leg.legId}`);
  stopTimer(turn, 'offer');
  move(turn, leg, 'redirecting', callbackUri === undefined ? {} : { callbackUri });
  const patienceMs = parties.length === 1 ? redirectOneMs : redirectManyMs;
  ring(turn, { kind: 'redirect', meant: leg.self, targets: parties, byLegId: leg.legId, timeoutMs: timeoutMs ?? patienceMs });
  return undefined;
}

/** Puts the other side through to somebody else, who rings; when nobody comes, the app has its call back. */
export function transfer(turn: Turn, leg: AppLeg, target: Target): Refused | undefined {
  const other = turn.call.legs.find((each) => each.legId !== leg.legId && isTalking(each));
  if (leg.state !== 'connected' || !other) {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be transferred: it is ${leg.state}.`,
      'Transfer a call that is established.',
    );
  }
  const [party] = partiesOf(turn, [target]) ?? [];
  if (!party) return unknownTarget();
  notify(turn, move(turn, leg, 'transferring'), { kind: 'transferring' });
  move<Leg>(turn, other, 'transferring', { peer: party });
  tell(turn, { type: 'transferStarted', legId: leg.legId, party: leg.self, target: party });
  ring(turn, { kind: 'transfer', meant: party, targets: [party], byLegId: leg.legId, timeoutMs: turn.env.limits.transferRingMs });
  return undefined;
}

/** The targets as parties, each once; undefined when one is unknown or takes part already. */
function partiesOf({ env, call }: Turn, targets: readonly Target[]): readonly Party[] | undefined {
  const there = call.legs.filter(isUp).map(({ self }) => self.id);
  const parties = new Map<string, Party>();
  for (const target of targets) {
    const party = partyOfTarget(env.directory, target);
    if (!party || there.includes(party.id)) return undefined;
    parties.set(party.id, party);
  }
  return [...parties.values()];
}
