/** Taking a call: from the first answer to the moment when both hear each other. */
import { isTalking, isUp, type AppLeg, type Leg, type Offer, type PersonLeg } from './call.ts';
import { playAnnouncement } from './announcing.ts';
import { called } from './directory.ts';
import { endCall, endLeg } from './ending.ts';
import type { AnswerAppRequest, AnswerRequest } from './input.ts';
import { refused, type Refused } from './result.ts';
import { whoHearsRinging } from './ringing.ts';
import { transferFailed } from './transfer-failure.ts';
import { engine, legWith, move, notify, put, startTimer, stopTimer, tell, type Turn } from './turn.ts';

/** A person takes a call that rings, at one of her windows. */
export function answer(turn: Turn, leg: PersonLeg, { pageId }: AnswerRequest): Refused | undefined {
  if (leg.state !== 'ringing') {
    return refused('switchboard/taken', 'The call has been taken in another window.', 'Go on in that window.');
  }
  take(turn, move(turn, leg, 'connecting', { pageId }));
  return undefined;
}

/** An app takes a call. From now on its notifications go to `callbackUri`. */
export function answerApp(turn: Turn, leg: AppLeg, { callbackUri }: AnswerAppRequest): Refused | undefined {
  if (leg.state !== 'ringing') {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be answered: it is ${leg.state}.`,
      'Answer a call once, while it is incoming.',
    );
  }
  const { env, call } = turn;
  stopTimer(turn, `answer:${leg.legId}`);
  startTimer(turn, `alive:${leg.legId}`, env.limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
  const taken = move(turn, leg, 'connecting', { callbackUri, lastAliveMs: env.nowMs });
  notify(turn, taken, { kind: 'establishing' });
  notify(turn, taken, { kind: 'established', isMediaActive: false });
  engine(turn, { kind: 'addHosted', roomId: call.callId, legId: leg.legId });
  take(turn, taken);
  return undefined;
}

function take(turn: Turn, leg: Leg): void {
  const { offer } = turn.call;
  if (!offer) return;
  const waiting = whoHearsRinging(turn, offer.kind, offer.byLegId);
  stopTimer(turn, 'offer');
  turn.call = { ...turn.call, offer: undefined };
  tell(turn, { type: 'legAnswered', legId: leg.legId, party: leg.self });
  for (const other of turn.call.legs) {
    if (other.legId === leg.legId || !offer.legIds.includes(other.legId) || !isUp(other)) continue;
    endLeg(turn, other, 'takenElsewhere', `${called(leg.self)} took the call.`);
  }
  takenFor(turn, offer);
  if (waiting) joined(turn, waiting, leg);
  for (const talker of turn.call.legs.filter(isTalking)) {
    if (talker.isSoundUp || talker.state !== 'connecting') continue;
    startTimer(turn, `connect:${talker.legId}`, turn.env.limits.connectMs, { kind: 'connectTimedOut', legId: talker.legId });
  }
  connectTalkers(turn);
}

/** The app on whose behalf it rang hears that somebody came. */
function takenFor(turn: Turn, { kind, byLegId }: Offer): void {
  const by = legWith(turn, byLegId);
  if (by?.kind !== 'app' || !isUp(by)) return;
  if (kind === 'redirect') endLeg(turn, by, 'redirected', 'The call was taken where it was redirected to.');
  if (kind === 'transfer') notify(turn, move(turn, by, 'transferAccepted'), { kind: 'transferAccepted' });
}

function joined(turn: Turn, waiting: Leg, leg: Leg): void {
  if (waiting.isSoundUp) engine(turn, { kind: 'progress', legId: waiting.legId, tone: 'none' });
  const isFirst = waiting.state === 'calling';
  const joining = move<Leg>(turn, waiting, 'connecting', { peer: leg.self });
  if (joining.kind === 'app' && isFirst) notify(turn, joining, { kind: 'established', isMediaActive: false });
}

/** The engine has connected a leg's sound. */
export function soundUp(turn: Turn, leg: Leg): void {
  stopTimer(turn, `connect:${leg.legId}`);
  const { legId } = put(turn, leg, { isSoundUp: true });
  if (leg.kind === 'person' && leg.isMuted) engine(turn, { kind: 'mute', legId, isMuted: true });
  if (turn.call.announcement) return playAnnouncement(turn);
  if (turn.call.offer && leg.kind === 'person' && (leg.state === 'calling' || leg.state === 'transferring')) {
    engine(turn, { kind: 'progress', legId, tone: 'ringback' });
  }
  connectTalkers(turn);
}

/** When both who talk have sound, they are connected, and an app that put them through is done. */
function connectTalkers(turn: Turn): void {
  const talkers = turn.call.legs.filter((leg) => isTalking(leg) && leg.state !== 'transferAccepted');
  const isReady =
    talkers.length === 2 && talkers.every(({ state, isSoundUp }) => isSoundUp && (state === 'connecting' || state === 'connected'));
  if (!isReady) return;
  for (const leg of talkers) {
    if (leg.state === 'connected') continue;
    const connected = move<Leg>(turn, leg, 'connected', { connectedMs: leg.connectedMs ?? turn.env.nowMs });
    tell(turn, { type: 'legConnected', legId: leg.legId, party: leg.self });
    if (connected.kind !== 'app') continue;
    notify(turn, put(turn, connected, { isMediaActive: true }), { kind: 'established', isMediaActive: true });
  }
  for (const leg of turn.call.legs) {
    if (leg.state === 'transferAccepted') endLeg(turn, leg, 'transferred', 'The transfer was completed.');
  }
}

/** A leg has no sound, or no longer: a transfer to it has failed, any other call ends. */
export function soundLost(turn: Turn, leg: Leg, message: string): void {
  const by = turn.call.legs.find((each) => each.state === 'transferAccepted');
  const target = turn.call.legs.filter(isTalking).at(-1);
  if (by?.kind === 'app' && target?.legId === leg.legId && leg.state === 'connecting') {
    endLeg(turn, leg, 'mediaFailed', message);
    return transferFailed(turn, by, `${called(leg.self)} took the call but has no sound: ${message}`);
  }
  const own = { legId: leg.legId, as: 'mediaFailed', because: message } as const;
  endCall(turn, { because: `${called(leg.self)} lost the sound connection: ${message}`, as: 'otherLost', by: own });
}
