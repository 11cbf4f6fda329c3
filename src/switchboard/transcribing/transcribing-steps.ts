/** How a transcript of a conversation begins to be kept by the switchboard itself, and how that ends. Everybody in it is told of both. */
import { isTalking, type Call, type Leg } from '../call.ts';
import { called } from '../directory.ts';
import type { Keeping } from '../keeping/keeping.ts';
import { aboutOf, mayKeep } from '../keeping/keeping-steps.ts';
import { takesPart } from '../languages/offer.ts';
import { refused, type Refused } from '../result.ts';
import { say, sayToAll } from '../telling-people.ts';
import { legWith, notify, putGroup, tell, type Turn } from '../turn.ts';
import type { TranscriptAbout } from './house-speech.ts';
import type { Transcribing, TranscribingInput, TranscribingWish, TranscriptRequest } from './transcribing.ts';

/** By an app, or by a person who presents. */
export function startTranscript(turn: Turn, leg: Leg, { operationId, clientContext, language }: TranscriptRequest): Refused | undefined {
  const refusal = mayKeep(turn.call, leg, 'keep a transcript') ?? mustTranscribe(turn);
  const transcribing = turn.call.group?.transcribing;
  if (refusal || !turn.call.group) return refusal;
  if (transcribing?.state === 'ending') return notYet;
  if (transcribing) {
    return refused('switchboard/wrong-state', `${called(transcribing.by)} keeps a transcript already.`, 'Stop that transcript first.');
  }
  const begun = { operationId, by: leg.self, byLegId: leg.legId, clientContext, language, isTold: false } as const;
  begin(turn, begun, leg);
  return undefined;
}

export function stopTranscript(turn: Turn, leg: Leg, { operationId, clientContext }: TranscriptRequest): Refused | undefined {
  const refusal = mayKeep(turn.call, leg, 'end a transcript');
  if (refusal) return refusal;
  const transcribing = turn.call.group?.transcribing;
  if (!transcribing) return refused('switchboard/wrong-state', 'No transcript of this call is kept.', 'Begin one first.');
  if (transcribing.state === 'ending') return notYet;
  const stop = { operationId, legId: leg.legId, clientContext };
  if (transcribing.recordingId !== undefined) {
    putGroup(turn, { transcribing: { ...transcribing, state: 'ending', stop } });
    wish(turn, { kind: 'end', recordingId: transcribing.recordingId, why: `${called(leg.self)} ended it` });
    return undefined;
  }
  // What has begun meanwhile is ended when it comes.
  over(turn, { ...transcribing, stop }, 'it was stopped before it had begun');
  return undefined;
}

export function onTranscribing(turn: Turn, input: TranscribingInput): void {
  const transcribing = turn.call.group?.transcribing;
  switch (input.kind) {
    case 'transcriptBegun': {
      const { recordingId } = input;
      if (!isWaiting(turn.call, transcribing, input.operationId)) return wish(turn, { kind: 'end', recordingId, why: 'it came too late' });
      putGroup(turn, { transcribing: { ...transcribing, state: 'running', recordingId, isTold: true } });
      if (transcribing.isTold) return;
      ended(turn, transcribing.byLegId, 'startTranscription', transcribing);
      sayToAll(turn, `${called(transcribing.by)} keeps a transcript of this call.`);
      return status(turn, transcribing, 'transcribing');
    }
    case 'transcriptRefused':
      if (isWaiting(turn.call, transcribing, input.operationId)) over(turn, transcribing, input.message);
      return;
    case 'transcriptEnded':
      if (transcribing?.recordingId === input.recordingId) over(turn, transcribing, input.problem);
  }
}

/** A transcript that belongs to a recording goes on by itself when that is over. The end of the call ends it. */
export function settleTranscribing(turn: Turn, before: Call | undefined): void {
  const transcribing = turn.call.group?.transcribing;
  if (!transcribing) return;
  const { recordingId, state } = transcribing;
  if (turn.call.endedMs !== undefined) {
    putGroup(turn, { transcribing: undefined });
    if (recordingId !== undefined && state === 'running') wish(turn, { kind: 'end', recordingId, why: 'the call is over' });
    if (transcribing.isTold) status(turn, transcribing, 'notTranscribing');
    return;
  }
  const was = before?.group?.keeping;
  const isOver = was?.state === 'running' && turn.call.group?.keeping?.state !== 'running';
  if (state !== 'running' || recordingId === undefined || !isOver || was.recordingId !== recordingId) return;
  wish(turn, { kind: 'end', recordingId, why: 'the recording is over' });
  begin(turn, { ...transcribing, operationId: turn.env.newId() }, { self: transcribing.by });
}

const notYet = refused('switchboard/wrong-state', 'The transcript of this call is just being ended.', 'Wait a moment.');

function begin(turn: Turn, begun: Omit<Transcribing, 'state' | 'recordingId'>, by: Pick<Leg, 'self'>): void {
  const { operationId, language } = begun;
  const keeping = turn.call.group?.keeping;
  const { kind: _, ...about } = aboutOf(turn, by);
  putGroup(turn, { transcribing: { ...begun, state: 'beginning', recordingId: undefined } });
  const asked: TranscriptAbout = { callId: turn.call.callId, about, language, recording: recordingOf(keeping) };
  wish(turn, { kind: 'begin', operationId, about: asked });
}

function recordingOf(keeping: Keeping | undefined): TranscriptAbout['recording'] {
  const { state, recordingId, startedMs } = keeping ?? {};
  return state === 'running' && recordingId !== undefined && startedMs !== undefined ? { recordingId, startedMs } : undefined;
}

function mustTranscribe({ env }: Turn): Refused | undefined {
  if (env.house?.offer) return undefined;
  const remedy = env.house?.remedy ?? 'Configure transcription, and begin anew.';
  return refused('switchboard/not-offered', 'Nothing here turns speech into text.', remedy);
}

function isWaiting(call: Call, transcribing: Transcribing | undefined, operationId: string): transcribing is Transcribing {
  return call.endedMs === undefined && transcribing?.state === 'beginning' && transcribing.operationId === operationId;
}

/** It is over: whoever began it or ended it is told, and everybody who knew of it. */
function over(turn: Turn, transcribing: Transcribing, problem: string | undefined): void {
  const { by, byLegId, isTold, stop } = transcribing;
  putGroup(turn, { transcribing: undefined });
  if (!isTold) ended(turn, byLegId, 'startTranscription', transcribing, problem ?? 'it was stopped');
  if (stop) ended(turn, stop.legId, 'stopTranscription', stop, isTold ? problem : undefined);
  if (!isTold) {
    const leg = legWith(turn, byLegId);
    if (leg && problem !== undefined) say(turn, leg, `The transcript did not begin: ${problem}.`);
    return;
  }
  const isFailed = problem !== undefined;
  sayToAll(turn, isFailed ? `The transcript of this call broke off: ${problem}.` : `${called(by)} no longer keeps a transcript.`);
  status(turn, transcribing, isFailed ? 'failed' : 'notTranscribing');
}

/** For the event log, and for the apps in the call. */
function status(turn: Turn, { byLegId, by }: Transcribing, is: 'transcribing' | 'notTranscribing' | 'failed'): void {
  tell(turn, { type: 'transcriptStatus', legId: byLegId, party: by, status: is });
  const transcription = { state: is === 'transcribing' ? 'active' : 'inactive', sinceMs: turn.env.nowMs } as const;
  putGroup(turn, { transcription });
  for (const leg of turn.call.legs) {
    if (leg.kind === 'app' && leg.state === 'connected' && takesPart(turn.call, leg))
      notify(turn, leg, { kind: 'transcription', transcription });
  }
}

function ended(turn: Turn, legId: string, what: 'startTranscription' | 'stopTranscription', of: TranscriptRequest, message?: string): void {
  const leg = legWith(turn, legId);
  if (leg?.kind !== 'app' || !isTalking(leg)) return;
  const { operationId, clientContext } = of;
  const problem = message === undefined ? undefined : ({ kind: 'media', message } as const);
  notify(turn, leg, { kind: 'keepingEnded', what, operationId, clientContext, problem });
}

function wish(turn: Turn, asked: TranscribingWish): void {
  turn.effects.push({ kind: 'transcribing', wish: asked });
}
