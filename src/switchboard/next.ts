/**
 * What a call becomes when something happens to it, and what is then to be done: pure, and the only place that decides.
 *
 *     dial ──► rings ──┬─ taken ──────► connecting ── both have sound ──► connected ── hang-up, loss ──────────► ended
 *                      ├─ redirected ─► rings elsewhere                      │  ▲
 *                      │                 └─ not taken ─► announcement ─┐     │  └─ not taken ─┐
 *                      ├─ not taken ──► voicemail rings                │     └─ transfer ─► rings elsewhere
 *                      ├─ app fails ──► announcement ──────────────────┤                      └─ taken ─► connecting, the app leaves
 *                      └─ declined ───────────────────────────────────►ended
 */
import { answerMissed, hangUpApp, keepAlive, keepAliveMissed, keyPressed, reject, subscribeTones, unreachable } from './app-legs.ts';
import { announcementEnded } from './announcing.ts';
import { isTalking, isUp, type Call, type Leg } from './call.ts';
import { called } from './directory.ts';
import { endCall, endingOver, hangUp } from './ending.ts';
import type { AppInput, EngineInput, Input, PersonInput, TimeInput } from './input.ts';
import { redirect, transfer } from './passing-on.ts';
import { refused, type Refused } from './result.ts';
import { roundTimedOut, targetFailed } from './ringing.ts';
import { answer, answerApp, soundLost, soundUp } from './taking.ts';
import { appLegOf, cancelTasks, play, playEnded, promptsHere, record, recordEnded } from './tasks.ts';
import { begin, engine, legWith, put, tell, type Env, type Step, type Turn } from './turn.ts';

export function next(call: Call, input: Input, env: Env): Step {
  const turn = begin(withoutOldLegs(call, env), env);
  const refusal = decide(turn, input);
  return refusal ? { call, effects: [], facts: [], refusal } : turn;
}

function decide(turn: Turn, input: Input): Refused | undefined {
  switch (input.kind) {
    case 'answer':
    case 'decline':
    case 'hangUp':
    case 'pressKey':
    case 'mute':
    case 'pageLost':
    case 'mediaFailed':
      return onPerson(turn, input);
    case 'legConnected':
    case 'legLost':
    case 'keyHeard':
    case 'playEnded':
    case 'recordEnded':
    case 'roomLost':
      onEngine(turn, input);
      return undefined;
    case 'offerTimedOut':
    case 'appAnswerTimedOut':
    case 'connectTimedOut':
    case 'keepAliveTimedOut':
    case 'announcementTimedOut':
    case 'lastRecordingTimedOut':
    case 'closed':
      onTime(turn, input);
      return undefined;
    default:
      return onApp(turn, input);
  }
}

function onPerson(turn: Turn, input: PersonInput): Refused | undefined {
  if (input.kind === 'pageLost') {
    for (const leg of turn.call.legs) if (leg.kind === 'person' && leg.pageId === input.pageId) pageLost(turn, leg.legId);
    return undefined;
  }
  const leg = legWith(turn, input.legId);
  if (leg?.kind !== 'person') return gone;
  if (input.kind === 'mediaFailed') {
    if (!isTalking(leg)) return gone;
    soundLost(turn, leg, input.message);
    return undefined;
  }
  if (leg.userId !== input.userId) return gone;
  if (input.kind === 'answer' && leg.endedAs === 'takenElsewhere') {
    return refused('switchboard/taken', leg.endedBecause ?? 'Somebody else took the call.', 'There is nothing left to do.');
  }
  if (!isUp(leg)) return gone;
  switch (input.kind) {
    case 'answer':
      return answer(turn, leg, input);
    case 'decline':
      if (leg.state !== 'ringing') return notNow(leg, 'declined');
      targetFailed(turn, leg, 'declined', { own: 'You declined.', because: `${called(leg.self)} declined the call.` });
      return undefined;
    case 'hangUp':
      if (leg.state === 'ringing') return notNow(leg, 'hung up');
      hangUp(turn, leg);
      return undefined;
    case 'pressKey':
      if (leg.state !== 'connected') return notNow(leg, 'sent a key');
      keyPressed(turn, leg, input.key);
      return undefined;
    case 'mute':
      if (leg.state === 'ringing') return notNow(leg, 'muted');
      put(turn, leg, { isMuted: input.isMuted });
      tell(turn, { type: 'legMuted', legId: leg.legId, party: leg.self, isMuted: input.isMuted });
      if (leg.isSoundUp) engine(turn, { kind: 'mute', legId: leg.legId, isMuted: input.isMuted });
      return undefined;
  }
}

function pageLost(turn: Turn, legId: string): void {
  const leg = legWith(turn, legId);
  if (!leg || !isUp(leg)) return;
  const own = { legId, as: 'pageLost', because: 'Your window was closed or lost its connection.' } as const;
  endCall(turn, { because: `The window of ${called(leg.self)} was closed or lost its connection.`, as: 'otherLost', by: own });
}

function onApp(turn: Turn, input: AppInput): Refused | undefined {
  const leg = appLegOf(turn, input.legId);
  if (!leg || leg.appId !== input.appId || turn.call.ending) return gone;
  switch (input.kind) {
    case 'answerApp':
      return answerApp(turn, leg, input);
    case 'reject':
      return reject(turn, leg, input);
    case 'incomingFailed':
      unreachable(turn, leg, input.message);
      return undefined;
    case 'redirect':
      return redirect(turn, leg, input);
    case 'transfer':
      return transfer(turn, leg, input.target);
    case 'play':
      return play(turn, leg, input);
    case 'record':
      return record(turn, leg, input);
    case 'promptsReady':
      promptsHere(turn, leg, input.operationId, { sounds: input.sounds });
      return undefined;
    case 'promptsFailed':
      promptsHere(turn, leg, input.operationId, { problem: input.problem });
      return undefined;
    case 'cancel':
      cancelTasks(turn, leg);
      return undefined;
    case 'subscribeTones':
      return subscribeTones(turn, leg);
    case 'keepAlive':
      return keepAlive(turn, leg);
    case 'hangUpApp':
      return hangUpApp(turn, leg);
  }
}

function onEngine(turn: Turn, input: EngineInput): void {
  if (input.kind === 'roomLost') {
    const because = `The sound process stopped, and the call with it: ${input.reason}. It starts again by itself; call once more.`;
    return endCall(turn, { because, as: 'engineLost' });
  }
  const { announcement } = turn.call;
  if (input.kind === 'playEnded' && announcement?.operationId === input.operationId) return announcementEnded(turn);
  const leg = legWith(turn, input.legId);
  if (!leg || !isUp(leg)) return;
  switch (input.kind) {
    case 'legConnected':
      return soundUp(turn, leg);
    case 'legLost':
      return soundLost(turn, leg, input.reason);
    case 'keyHeard':
      return keyPressed(turn, leg, input.key);
    case 'playEnded':
      if (leg.kind === 'app') playEnded(turn, leg, input.operationId, input.outcome, input.message);
      return;
    case 'recordEnded':
      if (leg.kind === 'app') recordEnded(turn, leg, input);
      endingOver(turn);
  }
}

function onTime(turn: Turn, input: TimeInput): void {
  if (input.kind === 'offerTimedOut') return roundTimedOut(turn);
  if (input.kind === 'announcementTimedOut') return announcementEnded(turn);
  if (input.kind === 'lastRecordingTimedOut') return endingOver(turn);
  if (input.kind === 'closed') return endCall(turn, { because: 'The switchboard was shut down.', as: 'closed' });
  const leg = legWith(turn, input.legId);
  if (!leg || !isUp(leg)) return;
  if (input.kind === 'connectTimedOut') {
    if (!leg.isSoundUp) soundLost(turn, leg, `no sound came within ${String(turn.env.limits.connectMs / 1000)} s`);
  } else if (leg.kind === 'app') {
    if (input.kind === 'appAnswerTimedOut') answerMissed(turn, leg);
    else keepAliveMissed(turn, leg);
  }
}

/** Legs that ended a while ago leave a call that goes on; an ended call goes as a whole. */
function withoutOldLegs(call: Call, { nowMs, limits }: Env): Call {
  const isOld = ({ endedMs }: Leg): boolean => endedMs !== undefined && nowMs - endedMs > limits.endedGraceMs;
  return call.endedMs === undefined && call.legs.some(isOld) ? { ...call, legs: call.legs.filter((leg) => !isOld(leg)) } : call;
}

const gone: Refused = refused('switchboard/unknown-leg', 'There is no such call, or it has ended.', 'Forget the call.');

function notNow({ state }: Leg, what: string): Refused {
  return refused('switchboard/wrong-state', `The call cannot be ${what}: it is ${state}.`, 'Look at what the call is doing now.');
}
