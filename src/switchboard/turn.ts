/** One step in the making: the call as it becomes, and what is to be done and told. Mutable only inside `next`. */
import type { AppLeg, Call, Group, Leg, LegState } from './call.ts';
import type { CallFact, CallNews } from './call-fact.ts';
import type { Directory } from './directory.ts';
import type { Effect } from './effect.ts';
import { SwitchboardError } from './errors.ts';
import type { EngineCommand } from '../engine/port.ts';
import { mayFollow } from './leg-steps.ts';
import type { Limits } from './limits.ts';
import type { MeetingBook } from './meeting.ts';
import type { AppNews } from './notice.ts';
import type { Refused } from './result.ts';
import type { HouseSpeechState } from './transcribing/house-speech.ts';

/** What a step may look at besides the call. */
export type Env = {
  readonly directory: Directory;
  readonly limits: Limits;
  readonly newId: () => string;
  readonly meetings: MeetingBook;
  /** Another call that is up, by one of its legs. */
  readonly callOfLeg: (legId: string) => Call | undefined;
  /** Whether there is a place for recordings of the switchboard's own. */
  readonly canKeep: boolean;
  /** What the house itself turns into text; absent where it does nothing of the kind. */
  readonly house?: HouseSpeechState | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
};

/** What a step came to. With a `refusal` nothing has changed. */
export type Step = {
  readonly call: Call;
  readonly effects: readonly Effect[];
  readonly facts: readonly CallFact[];
  /** What the same step made of other calls, or other calls that it began: all count at once, or none. Theirs are done first. */
  readonly also?: readonly Step[] | undefined;
  readonly refusal?: Refused | undefined;
};

export type Turn = { call: Call; readonly env: Env; readonly effects: Effect[]; readonly facts: CallFact[]; readonly also: Step[] };

export function begin(call: Call, env: Env): Turn {
  return { call, env, effects: [], facts: [], also: [] };
}

export function legWith(turn: Turn, legId: string | undefined): Leg | undefined {
  return turn.call.legs.find((leg) => leg.legId === legId);
}

/** Puts a changed leg in the place of the old one. */
export function put<L extends Leg>(turn: Turn, leg: L, patch: Partial<L>): L {
  const changed = { ...leg, ...patch };
  turn.call = { ...turn.call, legs: turn.call.legs.map((each) => (each.legId === leg.legId ? changed : each)) };
  return changed;
}

/** `put` with a new state, which must be one that may follow; staying is allowed. */
export function move<L extends Leg>(turn: Turn, leg: L, state: LegState, patch?: Partial<L>): L {
  if (leg.state !== state && !mayFollow(leg.state, state)) {
    throw new SwitchboardError('switchboard/illegal-step', `leg ${leg.legId} may not go from ${leg.state} to ${state}`);
  }
  return put(turn, { ...leg, state }, patch ?? {});
}

export function addLeg<L extends Leg>(turn: Turn, leg: L): L {
  turn.call = { ...turn.call, legs: [...turn.call.legs, leg] };
  return leg;
}

/** The leg goes on in another call. */
export function dropLeg(turn: Turn, { legId }: Leg): void {
  turn.call = { ...turn.call, legs: turn.call.legs.filter((leg) => leg.legId !== legId) };
}

/** Changes what the group of a group call is besides its legs. */
export function putGroup(turn: Turn, patch: Partial<Group>): void {
  const { group } = turn.call;
  if (group) turn.call = { ...turn.call, group: { ...group, ...patch } };
}

export function engine(turn: Turn, command: EngineCommand): void {
  turn.effects.push({ kind: 'engine', command });
}

/** Tells an app; what it is told is addressed as its leg is now. */
export function notify(turn: Turn, { legId, appId, callbackUri, direction }: AppLeg, news: AppNews): void {
  turn.effects.push({ kind: 'notify', notice: { callId: turn.call.callId, legId, appId, callbackUri, direction, ...news } });
}

/** Tells an app that it is in the call, and in which group if it is one. */
export function notifyEstablished(
  turn: Turn,
  leg: AppLeg,
  what: { readonly isMediaActive: boolean; readonly transferFailed?: string },
): void {
  notify(turn, leg, { kind: 'established', ...what, group: turn.call.group });
}

export function tell(turn: Turn, news: CallNews): void {
  turn.facts.push({ version: 1, callId: turn.call.callId, atMs: turn.env.nowMs, ...news });
}

export function startTimer(turn: Turn, key: string, afterMs: number, input: Extract<Effect, { kind: 'startTimer' }>['input']): void {
  turn.effects.push({ kind: 'startTimer', key, afterMs, input });
}

export function stopTimer(turn: Turn, key: string): void {
  turn.effects.push({ kind: 'stopTimer', key });
}
