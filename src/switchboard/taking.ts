/** Taking a call: from the first answer to the moment when both hear each other. */
import { isTalking, isUp, type AppLeg, type Leg, type Offer, type PersonLeg } from './call.ts';
import { playAnnouncement } from './announcing.ts';
import { called } from './directory.ts';
import { addMedia } from './app-media.ts';
import { dropOut, endLeg } from './ending.ts';
import { groupRoundTaken, transferFor } from './group-rounds.ts';
import type { AnswerAppRequest, AnswerRequest } from './input.ts';
import { holdAgain } from './holding.ts';
import { tellWaiting } from './lobby.ts';
import { putThrough } from './moving.ts';
import { callOptions } from './new-leg.ts';
import { connectsAnew } from './reconnecting.ts';
import { refused, type Refused } from './result.ts';
import { sourceIdsOf } from './source-ids.ts';
import { whoHearsRinging } from './ringing.ts';
import { transferFailed } from './transfer-failure.ts';
import { engine, legWith, move, notify, notifyEstablished, put, startTimer, stopTimer, tell, type Turn } from './turn.ts';

/** A person takes a call that rings, at one of her windows. One whose connection was lost, or is about to be, connects again. */
export function answer(turn: Turn, leg: PersonLeg, { pageId }: AnswerRequest): Refused | undefined {
  if (leg.mustReconnect && leg.pageId === pageId) return undefined;
  if (leg.state === 'connected' && leg.pageId === pageId) {
    connectsAnew(turn, leg);
    return undefined;
  }
  if (leg.state !== 'ringing') {
    return refused('switchboard/taken', 'The call has been taken in another window.', 'Go on in that window.');
  }
  const taker = putThroughBy(turn, leg);
  take(taker, move(taker, leg, 'connecting', { pageId }));
  return undefined;
}

/** An app takes a call. From now on its notifications go to `callbackUri`. */
export function answerApp(turn: Turn, leg: AppLeg, { callbackUri, media = 'hosted', options }: AnswerAppRequest): Refused | undefined {
  if (leg.state !== 'ringing') {
    return refused(
      'switchboard/wrong-state',
      `The call cannot be answered: it is ${leg.state}.`,
      'Answer a call once, while it is incoming.',
    );
  }
  const { env } = turn;
  const taker = putThroughBy(turn, leg);
  stopTimer(taker, `answer:${leg.legId}`);
  startTimer(taker, `alive:${leg.legId}`, env.limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
  const taken = move(taker, leg, 'connecting', { callbackUri, media, lastAliveMs: env.nowMs, options: callOptions(options) });
  notify(taker, taken, { kind: 'establishing' });
  notifyEstablished(taker, taken, { isMediaActive: false });
  addMedia(taker, taken);
  take(taker, taken);
  return undefined;
}

/** The call in which a leg answers: a new one for two when it was rung for a participant who is put through from a group. */
function putThroughBy(turn: Turn, leg: Leg): Turn {
  if (!turn.call.group) return turn;
  const transfer = transferFor(turn, leg.legId);
  groupRoundTaken(turn, leg);
  stopTimer(turn, `ring:${leg.legId}`);
  return transfer ? putThrough(turn, transfer, leg) : turn;
}

function take(turn: Turn, leg: Leg): void {
  tell(turn, { type: 'legAnswered', legId: leg.legId, party: leg.self });
  const { offer } = turn.call;
  if (offer) offerTaken(turn, leg, offer);
  for (const talker of turn.call.legs.filter(isTalking)) {
    if (talker.isSoundUp || talker.state !== 'connecting' || (turn.call.group && talker.legId !== leg.legId)) continue;
    startTimer(turn, `connect:${talker.legId}`, turn.env.limits.connectMs, { kind: 'connectTimedOut', legId: talker.legId });
  }
  connectTalkers(turn);
}

/** Between two: the others need not ring any longer, and who waited is joined. */
function offerTaken(turn: Turn, leg: Leg, offer: Offer): void {
  const waiting = whoHearsRinging(turn, offer.kind, offer.byLegId);
  stopTimer(turn, 'offer');
  turn.call = { ...turn.call, offer: undefined };
  for (const other of turn.call.legs) {
    if (other.legId === leg.legId || !offer.legIds.includes(other.legId) || !isUp(other)) continue;
    endLeg(turn, other, 'takenElsewhere', `${called(leg.self)} took the call.`);
  }
  takenFor(turn, offer);
  if (waiting) joined(turn, waiting, leg);
}

/** The apps on whose behalf it rang hear that somebody came. */
function takenFor(turn: Turn, { transferorId }: Offer): void {
  for (const leg of turn.call.legs) {
    if (leg.state === 'redirecting') endLeg(turn, leg, 'redirected', 'The call was taken where it was redirected to.');
  }
  const by = legWith(turn, transferorId);
  if (by?.kind === 'app' && isUp(by)) notify(turn, move(turn, by, 'transferAccepted'), { kind: 'transferAccepted' });
}

function joined(turn: Turn, waiting: Leg, leg: Leg): void {
  if (waiting.isSoundUp) engine(turn, { kind: 'progress', legId: waiting.legId, tone: 'none' });
  const isFirst = waiting.state === 'calling';
  const joining = move<Leg>(turn, waiting, 'connecting', { peer: leg.self });
  if (joining.kind === 'app' && isFirst) notifyEstablished(turn, joining, { isMediaActive: false });
}

/** The engine has connected a leg's sound. */
export function soundUp(turn: Turn, leg: Leg): void {
  stopTimer(turn, `connect:${leg.legId}`);
  const { legId, participantId, self } = put<Leg>(turn, leg, { isSoundUp: true, mustReconnect: undefined });
  engine(turn, { kind: 'identify', legId, sourceId: sourceIdsOf(participantId).sound });
  if (leg.mustReconnect) tell(turn, { type: 'legReconnecting', legId, party: self, isAway: false });
  if (leg.isMuted) engine(turn, { kind: 'mute', legId, isMuted: true });
  holdAgain(turn, leg);
  if (turn.call.announcement) return playAnnouncement(turn);
  if (turn.call.offer && leg.kind === 'person' && (leg.state === 'calling' || leg.state === 'transferring')) {
    engine(turn, { kind: 'progress', legId, tone: 'ringback' });
  }
  connectTalkers(turn);
}

/**
 * When both who talk have sound, they are connected, and an app that put them through is done. In a group each is connected as soon as
 * it has sound itself.
 */
function connectTalkers(turn: Turn): void {
  const talkers = turn.call.legs.filter((leg) => isTalking(leg) && leg.state !== 'transferAccepted');
  const isReady =
    talkers.length === 2 && talkers.every(({ state, isSoundUp }) => isSoundUp && (state === 'connecting' || state === 'connected'));
  if (!turn.call.group && !isReady) return;
  for (const leg of talkers) {
    if (leg.state !== 'connecting' || !leg.isSoundUp) continue;
    const connected = move<Leg>(turn, leg, 'connected', { connectedMs: leg.connectedMs ?? turn.env.nowMs });
    tell(turn, { type: 'legConnected', legId: leg.legId, party: leg.self });
    tellWaiting(turn, connected);
    if (connected.kind === 'app') notifyEstablished(turn, put(turn, connected, { isMediaActive: true }), { isMediaActive: true });
  }
  for (const leg of turn.call.legs) {
    if (leg.state === 'transferAccepted') endLeg(turn, leg, 'transferred', 'The transfer was completed.');
  }
}

/** A leg has no sound, or no longer: a transfer to it has failed, any other call ends. */
export function soundLost(turn: Turn, leg: Leg, message: string): void {
  const by = turn.call.group ? undefined : turn.call.legs.find((each) => each.state === 'transferAccepted');
  const target = turn.call.legs.filter(isTalking).at(-1);
  if (by?.kind === 'app' && target?.legId === leg.legId && leg.state === 'connecting') {
    endLeg(turn, leg, 'mediaFailed', message);
    return transferFailed(turn, by, `${called(leg.self)} took the call but has no sound: ${message}`);
  }
  dropOut(turn, leg, { as: 'mediaFailed', own: message, because: `${called(leg.self)} lost the sound connection: ${message}` });
}
