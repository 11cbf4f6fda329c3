/** Hold: an app plays music to one participant, apart from the others; one at a time in a call. */
import { isTalking, type AppLeg, type Call, type Holding, type Leg } from './call.ts';
import type { HoldRequest, OfParticipant } from './input.ts';
import type { TaskProblem } from './media-task.ts';
import { mayAct, unknownParticipant } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { participantOf } from './roster.ts';
import { engine, legWith, notify, put, tell, type Turn } from './turn.ts';

/** Begins, once the app's prompt is there; at once with the house's music. */
export function startHold(turn: Turn, leg: AppLeg, request: HoldRequest & { readonly operationId: string }): Refused | undefined {
  const { participantId, operationId, clientContext, prompt } = request;
  const held = participantOf(turn.call, participantId);
  const refusal = mayAct(leg, 'put on hold') ?? mayBeHeld(turn.call, held, participantId);
  if (refusal || !held) return refusal;
  setHolding(turn, { legId: held.legId, byLegId: leg.legId, operationId, clientContext, isPlaying: false });
  if (!prompt) begins(turn, 'house');
  else {
    const { legId, appId } = leg;
    turn.effects.push({ kind: 'wantPrompts', wanted: { callId: turn.call.callId, legId, appId, operationId, prompts: [prompt] } });
  }
  return undefined;
}

/** Brings one back who is on hold, or calls off what has not begun. */
export function stopHold(
  turn: Turn,
  leg: AppLeg,
  {
    participantId,
    operationId,
    clientContext,
  }: OfParticipant & { readonly operationId: string; readonly clientContext?: string | undefined },
): Refused | undefined {
  const refusal = mayAct(leg, 'taken off hold');
  if (refusal) return refusal;
  const held = participantOf(turn.call, participantId);
  if (!held) return unknownParticipant(participantId);
  if (turn.call.holding?.legId !== held.legId) {
    return refused('switchboard/wrong-state', 'This participant is not on hold.', 'Start the hold music first.');
  }
  release(turn, held, 'it was stopped before it began');
  notify(turn, leg, { kind: 'holdEnded', operationId, clientContext, what: 'stopHold' });
  return undefined;
}

/** The prompt of a hold has come, or will not. False: it was no hold's. */
export function holdPromptHere(
  turn: Turn,
  operationId: string,
  got: { readonly sounds: readonly Uint8Array[] } | { readonly problem: TaskProblem },
): boolean {
  const { holding } = turn.call;
  if (holding?.operationId !== operationId || holding.isPlaying) return false;
  if ('problem' in got) fails(turn, holding, got.problem);
  else if (got.sounds[0]) begins(turn, got.sounds[0]);
  else fails(turn, holding, { kind: 'format', message: 'the prompt has no sound' });
  return true;
}

/** Ends the hold that a leg is in, or that an app's leg has made; `why` is for one that has not begun. */
export function release(turn: Turn, leg: Leg, why: string): void {
  const { holding } = turn.call;
  if (!holding || (holding.legId !== leg.legId && holding.byLegId !== leg.legId)) return;
  if (!holding.isPlaying) return fails(turn, holding, { kind: 'media', message: `there was no hold music: ${why}` });
  setHolding(turn, undefined);
  const held = legWith(turn, holding.legId);
  if (!held) return;
  if (held.isSoundUp) engine(turn, { kind: 'hold', legId: held.legId });
  put(turn, held, { isOnHold: false });
  tell(turn, { type: 'legOnHold', legId: held.legId, party: held.self, isOnHold: false });
}

function mayBeHeld({ holding }: Call, held: Leg | undefined, participantId: string): Refused | undefined {
  if (!held) return unknownParticipant(participantId);
  if (held.kind !== 'person') {
    return refused('switchboard/wrong-state', 'An app hears no hold music.', 'Put a person on hold.');
  }
  if (held.isInLobby || (!held.isSoundUp && !held.mustReconnect) || !isTalking(held) || held.state === 'calling') {
    return refused(
      'switchboard/wrong-state',
      'This participant is not connected yet.',
      'Wait until the call is established and she was let in.',
    );
  }
  if (!holding) return undefined;
  return refused('switchboard/wrong-state', 'One participant is on hold already.', 'Take that one off hold first.');
}

function begins(turn: Turn, music: Uint8Array | 'house'): void {
  const { holding } = turn.call;
  const held = legWith(turn, holding?.legId);
  if (!holding || !held) return;
  setHolding(turn, { ...holding, isPlaying: true, music: music === 'house' ? undefined : music });
  if (held.isSoundUp) playTo(turn, held);
  put(turn, held, { isOnHold: true });
  tell(turn, { type: 'legOnHold', legId: held.legId, party: held.self, isOnHold: true });
  ended(turn, holding);
}

/** One who is on hold is connected again: she goes on hearing the music. */
export function holdAgain(turn: Turn, leg: Leg): void {
  if (turn.call.holding?.legId === leg.legId && turn.call.holding.isPlaying) playTo(turn, leg);
}

function playTo(turn: Turn, { legId }: Leg): void {
  const music = turn.call.holding?.music;
  if (music) engine(turn, { kind: 'hold', legId, music });
  else turn.effects.push({ kind: 'holdMusic', legId });
}

function fails(turn: Turn, holding: Holding, problem: TaskProblem): void {
  setHolding(turn, undefined);
  ended(turn, holding, problem);
}

function ended(turn: Turn, { byLegId, operationId, clientContext }: Holding, problem?: TaskProblem): void {
  const by = legWith(turn, byLegId);
  if (by?.kind === 'app') notify(turn, by, { kind: 'holdEnded', operationId, clientContext, what: 'startHold', problem });
}

function setHolding(turn: Turn, holding: Holding | undefined): void {
  turn.call = { ...turn.call, holding };
}
