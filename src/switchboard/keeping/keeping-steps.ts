/** How a conversation begins to be recorded by the switchboard itself, and how that ends. Everybody in it is told of both. */
import { isTalking, type Call, type Leg } from '../call.ts';
import { called } from '../directory.ts';
import { mayAct, needsGroup, notNow } from '../refusals.ts';
import { refused, type Refused } from '../result.ts';
import { isIn, mustModerate } from '../roles.ts';
import { say, sayToAll } from '../telling-people.ts';
import { legWith, notify, putGroup, tell, type Turn } from '../turn.ts';
import type { Keeping, KeepingAbout, KeepingInput, KeepingRequest, KeepingWish, KeptPerson } from './keeping.ts';

/** By an app, or by a person who presents. */
export function startKeeping(turn: Turn, leg: Leg, { operationId, clientContext }: KeepingRequest): Refused | undefined {
  const refusal = mayKeep(turn.call, leg, 'record the call');
  const { group } = turn.call;
  if (refusal || !group) return refusal;
  if (!turn.env.canKeep) {
    const why = 'This switchboard has no place where recordings are kept.';
    return refused('switchboard/not-allowed', why, 'Configure one, and begin anew.');
  }
  const { keeping } = group;
  if (keeping?.state === 'ending') return notYet;
  if (keeping) return refused('switchboard/wrong-state', `${called(keeping.by)} records this call already.`, 'Stop that recording first.');
  putGroup(turn, { keeping: { operationId, by: leg.self, byLegId: leg.legId, clientContext, state: 'beginning', isTold: false } });
  wish(turn, { kind: 'lend', operationId, about: aboutOf(turn, leg) });
  return undefined;
}

export function stopKeeping(turn: Turn, leg: Leg, { operationId, clientContext }: KeepingRequest): Refused | undefined {
  const refusal = mayKeep(turn.call, leg, 'end a recording');
  if (refusal) return refusal;
  const keeping = turn.call.group?.keeping;
  if (!keeping) return refused('switchboard/wrong-state', 'This call is not being recorded.', 'Begin a recording first.');
  if (keeping.state === 'ending') return notYet;
  const stop = { operationId, legId: leg.legId, clientContext };
  if (keeping.state === 'running' && keeping.recordingId !== undefined) {
    putGroup(turn, { keeping: { ...keeping, state: 'ending', stop } });
    wish(turn, { kind: 'end', recordingId: keeping.recordingId, why: `${called(leg.self)} ended it` });
    return undefined;
  }
  // What is still being lent is put back when it comes.
  over(turn, { ...keeping, stop }, 'it was stopped before it had begun');
  return undefined;
}

export function onKeeping(turn: Turn, input: KeepingInput): void {
  const keeping = turn.call.group?.keeping;
  switch (input.kind) {
    case 'placeLent': {
      const { recordingId, startedMs } = input;
      if (!isWaiting(turn.call, keeping, input.operationId)) return wish(turn, { kind: 'discard', recordingId });
      putGroup(turn, { keeping: { ...keeping, state: 'running', recordingId, startedMs, isTold: true } });
      if (keeping.isTold) return;
      ended(turn, keeping.byLegId, 'startRecording', keeping);
      sayToAll(turn, `${called(keeping.by)} records this call.`);
      tell(turn, { type: 'recordingStatus', legId: keeping.byLegId, party: keeping.by, status: 'recording' });
      return;
    }
    case 'placeRefused':
      if (isWaiting(turn.call, keeping, input.operationId)) over(turn, keeping, input.message);
      return;
    case 'keepingEnded':
      if (keeping?.recordingId !== input.recordingId || keeping.state === 'beginning') return;
      return over(turn, keeping, input.outcome === 'failed' ? (input.message ?? 'it could not be written') : undefined);
  }
}

/** The media process died with what it wrote: the recording until then is finished, and another one goes on. */
export function keepAnew(turn: Turn): void {
  const keeping = turn.call.group?.keeping;
  if (!keeping || keeping.state === 'beginning') return;
  if (keeping.state === 'ending') return over(turn, keeping, undefined);
  const operationId = turn.env.newId();
  putGroup(turn, { keeping: { ...keeping, operationId, state: 'beginning', recordingId: undefined, startedMs: undefined } });
  const by = { self: keeping.by };
  wish(turn, { kind: 'lend', operationId, about: aboutOf(turn, by) });
}

/** Tells the keeper who is to be kept, if a step changed that. The end of the call ends it as well. */
export function settleKeeping(turn: Turn, before: Call | undefined): void {
  const keeping = turn.call.group?.keeping;
  if (!keeping) return;
  if (turn.call.endedMs !== undefined) {
    putGroup(turn, { keeping: undefined });
    if (keeping.isTold) tell(turn, { type: 'recordingStatus', legId: keeping.byLegId, party: keeping.by, status: 'notRecording' });
    return;
  }
  if (keeping.state !== 'running' || keeping.recordingId === undefined) return;
  const people = peopleOf(turn.call);
  const known = before?.group?.keeping;
  const isSame = known?.state === 'running' && known.recordingId === keeping.recordingId && before !== undefined;
  if (isSame && JSON.stringify(people) === JSON.stringify(peopleOf(before))) return;
  wish(turn, { kind: 'keep', recordingId: keeping.recordingId, people });
}

const notYet = refused('switchboard/wrong-state', 'The recording of this call is just being ended.', 'Wait a moment.');

function isWaiting(call: Call, keeping: Keeping | undefined, operationId: string): keeping is Keeping {
  return call.endedMs === undefined && keeping?.state === 'beginning' && keeping.operationId === operationId;
}

/** Whoever may record may keep a transcript. */
export function mayKeep(call: Call, leg: Leg, what: string): Refused | undefined {
  if (leg.kind === 'person') return mustModerate(call, leg, what);
  return needsGroup(call) ?? mayAct(leg, 'recorded') ?? (isIn(call, leg) ? undefined : notNow(leg, 'recorded'));
}

/** It is over: whoever began it or ended it is told, and everybody who knew of it. */
function over(turn: Turn, keeping: Keeping, problem: string | undefined): void {
  const { by, byLegId, isTold, stop } = keeping;
  putGroup(turn, { keeping: undefined });
  if (!isTold) ended(turn, byLegId, 'startRecording', keeping, problem ?? 'it was stopped');
  if (stop) ended(turn, stop.legId, 'stopRecording', stop, isTold ? problem : undefined);
  if (!isTold) {
    const leg = legWith(turn, byLegId);
    if (leg && problem !== undefined) say(turn, leg, `The recording did not begin: ${problem}.`);
    return;
  }
  const isFailed = problem !== undefined;
  sayToAll(turn, isFailed ? `The recording of this call broke off: ${problem}.` : `${called(by)} no longer records.`);
  tell(turn, { type: 'recordingStatus', legId: byLegId, party: by, status: isFailed ? 'failed' : 'notRecording' });
}

function ended(turn: Turn, legId: string, what: 'startRecording' | 'stopRecording', of: KeepingRequest, message?: string): void {
  const leg = legWith(turn, legId);
  if (leg?.kind !== 'app' || !isTalking(leg)) return;
  const { operationId, clientContext } = of;
  const problem = message === undefined ? undefined : ({ kind: 'media', message } as const);
  notify(turn, leg, { kind: 'keepingEnded', what, operationId, clientContext, problem });
}

function wish(turn: Turn, asked: KeepingWish): void {
  turn.effects.push({ kind: 'keeping', wish: asked });
}

export function aboutOf({ call, env }: Turn, { self }: Pick<Leg, 'self'>): KeepingAbout {
  const { callId, group, from } = call;
  const { meeting, subject, threadId = '' } = group ?? {};
  const organizer = env.directory.people.find(({ userId }) => userId === meeting?.organizerId);
  return {
    kind: 'recording',
    madeBy: { id: self.id, name: self.name },
    subject: subject ?? meeting?.subject ?? `Call of ${from.name}`,
    callId,
    meetingId: meeting?.meetingId,
    joinMeetingId: meeting?.joinMeetingId,
    threadId,
    organizer: organizer && { id: organizer.userId, name: organizer.name },
  };
}

/** Everybody who is in, in the order in which they came; whoever waits in the lobby is not. */
function peopleOf(call: Call): readonly KeptPerson[] {
  return call.legs.filter((leg) => isIn(call, leg)).map(({ legId, self }) => ({ legId, personId: self.id, name: self.name }));
}
