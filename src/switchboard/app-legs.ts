/** What an app does with its leg besides talking: refuses it, keeps it alive, listens for keys, hangs up. */
import type { AppLeg, Leg } from './call.ts';
import { called } from './directory.ts';
import { dropOut, endLeg, hangUp } from './ending.ts';
import type { RejectRequest } from './input.ts';
import { refused, type Refused } from './result.ts';
import { answerWithinMs } from './ring-one.ts';
import { targetFailed } from './ringing.ts';
import { notify, put, startTimer, tell, type Turn } from './turn.ts';

const refusals = { none: 'did not take the call', busy: 'is busy', forbidden: 'does not take calls from you' } as const;

/** The app does not want the call. */
export function reject(turn: Turn, leg: AppLeg, { reason, callbackUri = leg.callbackUri }: RejectRequest): Refused | undefined {
  if (leg.state !== 'ringing') {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be rejected: it is ${leg.state}.`,
      'Reject a call while it is incoming, or hang up.',
    );
  }
  const addressed = put(turn, leg, { callbackUri });
  targetFailed(turn, addressed, 'rejected', { own: `Rejected (${reason}).`, because: `${called(leg.self)} ${refusals[reason]}.` });
  return undefined;
}

/** The app's program could not be told of the call; `message` is a sentence that says why. */
export function unreachable(turn: Turn, leg: AppLeg, message: string): void {
  if (leg.state !== 'ringing') return;
  tell(turn, { type: 'botFailed', legId: leg.legId, party: leg.self, because: message });
  targetFailed(turn, leg, 'unreachable', { own: message, because: message });
}

/** The app was told, and did nothing in time. */
export function answerMissed(turn: Turn, leg: AppLeg): void {
  if (leg.state !== 'ringing') return;
  const seconds = String(answerWithinMs(turn.env, leg) / 1000);
  const because = `${called(leg.self)} did not answer within ${seconds} s of being told of the call.`;
  tell(turn, { type: 'botFailed', legId: leg.legId, party: leg.self, because });
  targetFailed(turn, leg, 'noAnswer', { own: `The call was not answered within ${seconds} s.`, because });
}

export function keepAlive(turn: Turn, leg: AppLeg): undefined {
  const { limits, nowMs } = turn.env;
  put(turn, leg, { lastAliveMs: nowMs });
  if (leg.state === 'ringing' || leg.state === 'redirecting') return;
  startTimer(turn, `alive:${leg.legId}`, limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
}

/** The app no longer cares for its call: it is taken for dead. */
export function keepAliveMissed(turn: Turn, leg: AppLeg): void {
  const minutes = String(Math.round(turn.env.limits.keepAliveMs / 60_000));
  const because = `${called(leg.self)} did not keep the call alive for ${minutes} minutes.`;
  tell(turn, { type: 'botFailed', legId: leg.legId, party: leg.self, because });
  dropOut(turn, leg, { as: 'keepAliveMissed', own: because, because });
}

export function subscribeTones(turn: Turn, leg: AppLeg): Refused | undefined {
  if (leg.state !== 'connected' && leg.state !== 'connecting') {
    return refused(
      'switchboard/wrong-state',
      `Keys cannot be heard while the call is ${leg.state}.`,
      'Subscribe once the call is established.',
    );
  }
  put(turn, leg, { isSubscribedToTones: true });
  return undefined;
}

/** Somebody pressed a key: every app that listens on this call is told. */
export function keyPressed(turn: Turn, from: Leg, key: string): void {
  tell(turn, { type: 'keyPressed', legId: from.legId, party: from.self });
  if (from.isInLobby) return;
  for (const leg of turn.call.legs) {
    if (leg.kind !== 'app' || leg.legId === from.legId || leg.state !== 'connected') continue;
    if (!leg.isSubscribedToTones || leg.isInLobby) continue;
    const counted = put(turn, leg, { toneSequence: leg.toneSequence + 1 });
    notify(turn, counted, { kind: 'tone', sequenceId: counted.toneSequence, key });
  }
}

/** The app hangs up. One that has passed the call on only leaves; one that has not answered refuses it. */
export function hangUpApp(turn: Turn, leg: AppLeg): undefined {
  if (leg.state === 'ringing') {
    reject(turn, leg, { ...leg, reason: 'none' });
    return;
  }
  notify(turn, leg, { kind: 'terminating' });
  if (leg.state === 'transferAccepted' || leg.state === 'redirecting')
    endLeg(turn, leg, 'hungUp', 'The bot left after it had passed the call on.');
  else hangUp(turn, leg);
}
