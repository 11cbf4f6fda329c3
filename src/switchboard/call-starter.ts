/** Where calls begin, and where people and apps come to conversations that are up: as many as the switchboard carries. */
import type { Log } from '../base/log.ts';
import type { Call } from './call.ts';
import type { CallLoop } from './call-loop.ts';
import type { JoinInput } from './input.ts';
import { startMeeting } from './joining.ts';
import { conversationOf, ringingAt } from './meeting-place.ts';
import type { MeetingKey } from './meeting.ts';
import { refused, type Refused, type Result } from './result.ts';
import type { Env, Step } from './turn.ts';

export type Started = { readonly callId: string; readonly legId: string };

type Options = { readonly loop: CallLoop; readonly log: Log; readonly mostCalls: number; readonly env: () => Env };

export class CallStarter {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whoever is rung there already answers; anybody else comes in anew, and the first one begins the meeting's call. */
  join(key: MeetingKey, input: JoinInput): Result<Started> {
    const { loop, env } = this.#options;
    const found = conversationOf(key, loop.calls(), env().meetings);
    if ('ok' in found) return found;
    const { call, meeting } = found;
    if (!call) return this.start(startMeeting(meeting, input, env()), input.kind === 'joinApp' ? input.appId : input.userId);
    const [legId, result] = this.#enter(call, input);
    return result.ok ? { ok: true, callId: loop.callOfLeg(legId)?.callId ?? call.callId, legId } : result;
  }

  start(step: Step | Refused, who: string): Result<Started> {
    if ('ok' in step) return step;
    const { loop, log, mostCalls } = this.#options;
    if (loop.calls().filter(({ endedMs }) => endedMs === undefined).length >= mostCalls) {
      log.warn('a call was refused: the switchboard is full', { who, calls: mostCalls });
      const many = String(mostCalls);
      return refused('switchboard/full', `${many} calls are up, which is all that this switchboard carries.`, 'Try again in a moment.');
    }
    loop.take(step);
    return { ok: true, callId: step.call.callId, legId: step.call.legs[0]?.legId ?? '' };
  }

  #enter(call: Call, input: JoinInput): readonly [string, Result] {
    const { loop } = this.#options;
    const rings = input.kind === 'joinPerson' ? ringingAt(call, input.userId) : undefined;
    if (!rings || input.kind !== 'joinPerson') return [input.legId, loop.on(call.callId, input)];
    const { userId, pageId } = input;
    return [rings.legId, loop.onLeg(rings.legId, { kind: 'answer', legId: rings.legId, userId, pageId })];
  }
}
