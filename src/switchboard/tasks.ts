/** An app's prompts, recordings and keys: one at a time, in the order in which they were asked for. */
import type { RecordEnded } from '../engine/port.ts';
import { needsHosted } from './app-media.ts';
import type { AppLeg } from './call.ts';
import type { OfTask, PlayRequest, RecordRequest, SendKeysRequest } from './input.ts';
import type { MediaTask, TaskEnd, TaskProblem } from './media-task.ts';
import { refused, type Refused } from './result.ts';
import { engine, legWith, notify, put, tell, type Turn } from './turn.ts';

/** Queues prompts to be played. */
export function play(turn: Turn, leg: AppLeg, request: PlayRequest & OfTask): Refused | undefined {
  const { operationId, prompts, clientContext, isLooping = false } = request;
  return enqueue(turn, leg, { kind: 'play', operationId, prompts, clientContext, isLooping, state: 'fetching' });
}

/** Queues keys to be pressed. */
export function sendKeys(turn: Turn, leg: AppLeg, request: SendKeysRequest & OfTask): Refused | undefined {
  const { operationId, keys, gapMs = turn.env.limits.keyGapMs, clientContext } = request;
  return enqueue(turn, leg, { kind: 'sendKeys', operationId, prompts: [], keys, gapMs, clientContext, state: 'ready' });
}

/** Queues a recording. One that may barge in cancels what runs and waits. */
export function record(turn: Turn, leg: AppLeg, request: RecordRequest & OfTask): Refused | undefined {
  const { operationId, prompts, clientContext, options } = request;
  if (leg.state === 'connected' && !leg.isInLobby && leg.media === 'hosted' && options.bargeIn) leg = cancelTasks(turn, leg);
  return enqueue(turn, leg, { kind: 'record', operationId, prompts, clientContext, options, state: 'fetching' });
}

function enqueue(turn: Turn, leg: AppLeg, task: MediaTask): Refused | undefined {
  if (leg.state !== 'connected' || leg.isInLobby) {
    const state = leg.isInLobby ? 'in the lobby' : leg.state;
    return refused(
      'switchboard/wrong-state',
      `Nothing can be played, recorded or pressed while the call is ${state}.`,
      'Wait until the call is established and its audio is active.',
    );
  }
  const refusal = needsHosted(leg);
  if (refusal) return refusal;
  if (leg.tasks.length >= turn.env.limits.tasksPerLeg) {
    return refused(
      'switchboard/queue-full',
      `${String(leg.tasks.length)} prompts, recordings and keys wait on this call already.`,
      'Wait for one of them to end, or cancel them.',
    );
  }
  const { callId } = turn.call;
  const { legId, appId } = leg;
  const { operationId, prompts } = task;
  const queued = put(turn, leg, { tasks: [...leg.tasks, prompts.length === 0 ? { ...task, state: 'ready', sounds: [] } : task] });
  if (prompts.length > 0) turn.effects.push({ kind: 'wantPrompts', wanted: { callId, legId, appId, operationId, prompts } });
  startNext(turn, queued);
  return undefined;
}

/** The prompts of a task have come, or will never come. One that was cancelled meanwhile is let go. */
export function promptsHere(
  turn: Turn,
  leg: AppLeg,
  operationId: string,
  got: { sounds: readonly Uint8Array[] } | { problem: TaskProblem },
): void {
  const tasks = leg.tasks.map((task) =>
    task.operationId === operationId && task.state === 'fetching' ? ({ ...task, ...got, state: 'ready' } as const) : task,
  );
  startNext(turn, put(turn, leg, { tasks }));
}

/** The engine has played or pressed, or could not. */
export function soundingEnded(
  turn: Turn,
  leg: AppLeg,
  operationId: string,
  outcome: 'completed' | 'cancelled' | 'failed',
  message = '',
): void {
  const end: TaskEnd = outcome === 'failed' ? { outcome, problem: { kind: 'media', message } } : { outcome };
  finish(turn, leg, operationId, end);
}

/** The engine has recorded, or could not. */
export function recordEnded(turn: Turn, leg: AppLeg, fact: RecordEnded): void {
  const { operationId, outcome, wav, durationMs, stopTone, message } = fact;
  if (outcome === 'cancelled') return finish(turn, leg, operationId, { outcome, wav });
  if (outcome === 'failed' || !wav) {
    const problem = { kind: 'media', message: message ?? 'the recording has no sound' } as const;
    return finish(turn, leg, operationId, { outcome: 'failed', problem });
  }
  finish(turn, leg, operationId, { outcome: 'recorded', because: outcome, wav, durationMs, stopTone });
}

/** Ends everything that runs or waits as cancelled, oldest first; gives the leg as it is then. */
export function cancelTasks(turn: Turn, leg: AppLeg): AppLeg {
  if (leg.tasks.some(({ state }) => state === 'running')) engine(turn, { kind: 'cancel', legId: leg.legId });
  for (const task of leg.tasks) ended(turn, leg, task, { outcome: 'cancelled' });
  return put(turn, leg, { tasks: [] });
}

function finish(turn: Turn, leg: AppLeg, operationId: string, end: TaskEnd): void {
  const [task, ...tasks] = leg.tasks;
  if (task?.operationId !== operationId || task.state !== 'running') return;
  const rest = put(turn, leg, { tasks });
  ended(turn, rest, task, end);
  startNext(turn, rest);
}

function startNext(turn: Turn, leg: AppLeg): void {
  const [task, ...waiting] = turn.call.ending ? [] : leg.tasks;
  if (task?.state !== 'ready') return;
  if (task.problem) {
    const rest = put(turn, leg, { tasks: waiting });
    ended(turn, rest, task, { outcome: 'failed', problem: task.problem });
    return startNext(turn, rest);
  }
  const { legId } = leg;
  const { operationId, sounds = [] } = task;
  put(turn, leg, { tasks: [{ ...task, state: 'running', sounds: undefined }, ...waiting] });
  tell(turn, { type: 'taskStarted', legId, party: leg.self, operationId, task: task.kind });
  if (task.kind === 'play') engine(turn, { kind: 'play', legId, operationId, sounds, isLooping: task.isLooping });
  else if (task.kind === 'record') engine(turn, { kind: 'record', legId, operationId, ...task.options, prompt: sounds[0] });
  else engine(turn, { kind: 'sendKeys', legId, operationId, keys: task.keys, toneMs: turn.env.limits.keyToneMs, gapMs: task.gapMs });
}

function ended(turn: Turn, leg: AppLeg, task: MediaTask, end: TaskEnd): void {
  const { operationId, kind } = task;
  const problem = end.outcome === 'failed' ? end.problem.message : undefined;
  notify(turn, leg, { kind: 'taskEnded', task: { ...task, sounds: undefined }, end });
  tell(turn, { type: 'taskEnded', legId: leg.legId, party: leg.self, operationId, task: kind, outcome: outcomeOf(end), problem });
}

function outcomeOf(end: TaskEnd): string {
  return end.outcome === 'recorded' ? end.because : end.outcome;
}

/** The app's leg that an engine fact is about, if it still takes part. */
export function appLegOf(turn: Turn, legId: string): AppLeg | undefined {
  const leg = legWith(turn, legId);
  return leg?.kind === 'app' && leg.state !== 'ended' ? leg : undefined;
}
