/** How legs and calls end: what runs is cancelled first, then whoever took part is told why, and nothing stays behind. */
import { isUp, type AppLeg, type Leg, type LegEnd } from './call.ts';
import { called } from './directory.ts';
import { release } from './holding.ts';
import { endInvitationsBy } from './invitations.ts';
import { silenced } from './speaking.ts';
import { noPictures } from './taking-part.ts';
import { cancelTasks } from './tasks.ts';
import { engine, legWith, move, notify, startTimer, stopTimer, tell, type Turn } from './turn.ts';

/** Why a call ends, for those who did not end it. `by` is the leg that did, with words for its owner. */
type CallEnd = {
  readonly because: string;
  readonly as: LegEnd;
  readonly by?: { readonly legId: string; readonly as: LegEnd; readonly because: string } | undefined;
};

/** Ends one leg. Its app hears of cancelled operations, then of its end. */
export function endLeg(turn: Turn, leg: Leg, as: LegEnd, because: string): void {
  const wasInEngine = leg.kind === 'person' ? leg.pageId !== undefined : leg.state !== 'ringing' && leg.state !== 'redirecting';
  release(turn, leg, because);
  const last = silenced(turn, legWith(turn, leg.legId) ?? leg);
  const current = last.kind === 'app' ? cancelTasks(turn, last) : last;
  const ended = move<Leg>(turn, current, 'ended', {
    ...blank,
    endedMs: turn.env.nowMs,
    endedAs: as,
    endedBecause: because,
  });
  if (wasInEngine) engine(turn, { kind: 'removeLeg', legId: leg.legId });
  for (const timer of ['connect', 'ring', 'lobby']) stopTimer(turn, `${timer}:${leg.legId}`);
  if (ended.kind === 'app') endApp(turn, ended, as, because);
  const spokenMs = turn.call.group ? ended.spokenMs : undefined;
  tell(turn, { type: 'legEnded', legId: leg.legId, party: leg.self, as, because, ...(spokenMs ? { spokenMs } : {}) });
}

/** What one who has left neither shows nor waits for. */
const blank = { pictures: noPictures, handMs: undefined, mustReconnect: undefined } as const;

function endApp(turn: Turn, leg: AppLeg, as: LegEnd, because: string): void {
  stopTimer(turn, `answer:${leg.legId}`);
  stopTimer(turn, `alive:${leg.legId}`);
  endInvitationsBy(turn, leg.legId);
  if (leg.recording === 'recording') tell(turn, { type: 'recordingStatus', legId: leg.legId, party: leg.self, status: 'notRecording' });
  const { terminationReason } = leg;
  // An app that could not be reached is not told that it could not be reached.
  if (as !== 'unreachable') notify(turn, leg, { kind: 'terminated', as, because, terminationReason, group: turn.call.group });
}

/**
 * Ends the whole call. Whoever still rings is told that it was cancelled. An app that records what the others said
 * until they hung up gets that first: its leg, and the call, end a moment later, by `endingOver`.
 */
export function endCall(turn: Turn, end: CallEnd): void {
  const { endedMs, announcement, legs, ending } = turn.call;
  if (endedMs !== undefined) return;
  stopTimer(turn, 'offer');
  stopTimer(turn, 'announcement');
  if (announcement) engine(turn, { kind: 'removeLeg', legId: announcement.legId });
  turn.call = { ...turn.call, offer: undefined, announcement: undefined };
  const recorder = ending ? undefined : recorderOf(turn, end);
  const inOrder = [...legs].sort((a, b) => Number(b.legId === end.by?.legId) - Number(a.legId === end.by?.legId));
  for (const leg of inOrder) if (isUp(leg) && leg !== recorder) endLegOf(turn, leg, end);
  if (recorder) bringIn(turn, recorder, end);
  else over(turn, end.because);
}

/** The last recording has come, or will not: now the call is over. */
export function endingOver(turn: Turn): void {
  if (turn.call.ending) endCall(turn, turn.call.ending);
}

function endLegOf(turn: Turn, leg: Leg, { because, as, by }: CallEnd): void {
  if (leg.legId === by?.legId) endLeg(turn, leg, by.as, by.because);
  else if (leg.state === 'ringing') endLeg(turn, leg, 'cancelled', because);
  else if (leg.state === 'redirecting') endLeg(turn, leg, 'redirected', because);
  else if (leg.state === 'transferAccepted') endLeg(turn, leg, 'transferred', because);
  else endLeg(turn, leg, as, because);
}

function recorderOf({ call }: Turn, { as, by }: CallEnd): Leg | undefined {
  if (as !== 'otherHungUp' && as !== 'otherLost' && as !== 'lastOneLeft' && as !== 'onlyAppsLeft') return undefined;
  return call.legs.find((leg) => {
    const [task] = leg.kind === 'app' && leg.legId !== by?.legId ? leg.tasks : [];
    return task?.kind === 'record' && task.state === 'running';
  });
}

function bringIn(turn: Turn, { legId }: Leg, { because, as }: CallEnd): void {
  turn.call = { ...turn.call, ending: { because, as } };
  engine(turn, { kind: 'cancel', legId });
  startTimer(turn, 'lastRecording', turn.env.limits.lastRecordingMs, { kind: 'lastRecordingTimedOut' });
}

function over(turn: Turn, because: string): void {
  stopTimer(turn, 'lastRecording');
  engine(turn, { kind: 'closeRoom', roomId: turn.call.callId });
  turn.call = { ...turn.call, ending: undefined, endedMs: turn.env.nowMs, endedBecause: because };
  tell(turn, { type: 'callEnded', because });
  turn.effects.push({ kind: 'forget', afterMs: turn.env.limits.endedGraceMs });
}

/** One is gone without having hung up: so is the call between two, a group goes on. */
export function dropOut(turn: Turn, leg: Leg, end: { readonly as: LegEnd; readonly own: string; readonly because: string }): void {
  const { as, own, because } = end;
  if (turn.call.group) endLeg(turn, leg, as, own);
  else endCall(turn, { because, as: 'otherLost', by: { legId: leg.legId, as, because: own } });
}

/** Somebody who takes part puts the receiver down: the call between two is over, a group goes on. */
export function hangUp(turn: Turn, leg: Leg): void {
  const { announcement, group } = turn.call;
  if (group) return endLeg(turn, leg, 'hungUp', 'You hung up.');
  const own = { legId: leg.legId, as: 'hungUp', because: 'You hung up.' } as const;
  if (announcement)
    return endCall(turn, { because: announcement.because, as: 'otherHungUp', by: { ...own, because: announcement.because } });
  const when = leg.state === 'calling' ? ' before anybody answered' : '';
  endCall(turn, { because: `${called(leg.self)} hung up${when}.`, as: 'otherHungUp', by: own });
}
