/** The loop: keeps the calls, takes steps, and does what they say, one after the other, whoever asks meanwhile. */
import type { Clock, Timer } from '../base/clock.ts';
import { Facts } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { AnnouncementName, Call } from './call.ts';
import type { CallFact } from './call-fact.ts';
import type { ChatMessage } from './chat-book.ts';
import type { Effect } from './effect.ts';
import type { Input } from './input.ts';
import type { KeepingWish } from './keeping/keeping.ts';
import { next } from './next.ts';
import type { AppNotice, PromptsWanted } from './notice.ts';
import type { PassingFacts } from './passing-by.ts';
import { gone } from './refusals.ts';
import type { Result } from './result.ts';
import type { TranscribingWish } from './transcribing/transcribing.ts';
import type { Env, Step } from './turn.ts';

export type SwitchboardFacts = PassingFacts & {
  /** After every step that changed a call, with the call as it is then. */
  callChanged: { readonly call: Call };
  /** The call can no longer be read. */
  callForgotten: { readonly callId: string };
  appNotice: AppNotice;
  /** A line to be shown to the person who holds that leg. */
  said: { readonly legId: string; readonly text: string };
  /** Who speaks in a group now; told apart from `callChanged`, because it changes so often. */
  speakersChanged: { readonly call: Call; readonly participantIds: readonly string[]; readonly dominantId?: string | undefined };
  promptsWanted: PromptsWanted;
  transcribingWanted: { readonly callId: string; readonly wish: TranscribingWish };
  keepingWanted: { readonly callId: string; readonly wish: KeepingWish };
  /** Written to a conversation. */
  posted: { readonly call: Call; readonly message: ChatMessage };
  told: { readonly call: Call; readonly fact: CallFact };
};

type Options = {
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly log: Log;
  readonly announcements: Readonly<Record<AnnouncementName, Uint8Array>>;
  readonly holdMusic: () => Uint8Array;
  readonly env: () => Env;
};

export class CallLoop {
  readonly facts: Facts<SwitchboardFacts>;
  readonly #options: Options;
  readonly #calls = new Map<string, Call>();
  readonly #callIdOfLeg = new Map<string, string>();
  readonly #timers = new Map<string, Map<string, Timer>>();
  /** What is still to be done; filled by a step while another's effects are at work. */
  readonly #todo: (() => void)[] = [];
  #isWorking = false;
  #holdMusic: Uint8Array | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.facts = new Facts({ onError: (error) => options.log.error('a listener of the switchboard failed', { error }) });
  }

  /** Oldest first. */
  calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  call(callId: string): Call | undefined {
    return this.#calls.get(callId);
  }

  callOfLeg(legId: string): Call | undefined {
    return this.#calls.get(this.#callIdOfLeg.get(legId) ?? '');
  }

  onLeg(legId: string, input: Input): Result {
    const callId = this.#callIdOfLeg.get(legId);
    return callId === undefined ? gone : this.on(callId, input);
  }

  on(callId: string, input: Input): Result {
    const call = this.#calls.get(callId);
    if (!call) return gone;
    const step = this.#next(call, input);
    this.take(step);
    return step.refusal ?? { ok: true };
  }

  /** A mistake of ours ends the one call that it is about. */
  #next(call: Call, input: Input): Step {
    const { env, log } = this.#options;
    try {
      return next(call, input, env());
    } catch (error) {
      log.error('a call is ended because of a mistake in the switchboard', { callId: call.callId, input: input.kind, error });
      return next(call, { kind: 'closed', because: 'The switchboard made a mistake; its log says which.' }, env());
    }
  }

  /** Makes a step's calls those that count, all at once, then does what it says. */
  take(step: Step): void {
    const steps = [...(step.also ?? []), step];
    const before = new Map(steps.map(({ call: { callId } }) => [callId, this.#calls.get(callId)]));
    // A leg that goes from one call to another is in both lists.
    for (const call of before.values()) for (const legId of legIdsOf(call)) this.#callIdOfLeg.delete(legId);
    for (const { call } of steps) {
      this.#calls.set(call.callId, call);
      for (const legId of legIdsOf(call)) this.#callIdOfLeg.set(legId, call.callId);
    }
    for (const { call, effects, facts } of steps) {
      for (const effect of effects) this.#todo.push(() => this.#perform(call.callId, effect));
      for (const fact of facts) this.#todo.push(() => this.facts.tell('told', { call, fact }));
      const isNews = before.get(call.callId) !== call && !effects.some(({ kind }) => kind === 'tellSpeakers');
      if (isNews) this.#todo.push(() => this.facts.tell('callChanged', { call }));
    }
    this.#work();
  }

  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let task = this.#todo.shift(); task; task = this.#todo.shift()) {
      try {
        task();
      } catch (error) {
        this.#options.log.error('the switchboard could not do what it had decided', { error });
      }
    }
    this.#isWorking = false;
  }

  #perform(callId: string, effect: Effect): void {
    switch (effect.kind) {
      case 'engine':
        return this.#options.engine.send(effect.command);
      case 'announce': {
        const { legId, operationId, name } = effect;
        return this.#options.engine.send({ kind: 'play', legId, operationId, sounds: [this.#options.announcements[name]] });
      }
      case 'holdMusic':
        return this.#options.engine.send({ kind: 'hold', legId: effect.legId, music: (this.#holdMusic ??= this.#options.holdMusic()) });
      case 'notify':
        return this.facts.tell('appNotice', effect.notice);
      case 'say':
        return this.facts.tell('said', effect);
      case 'tellSpeakers': {
        const call = this.#calls.get(callId);
        return call && this.facts.tell('speakersChanged', { call, ...effect });
      }
      case 'keeping':
        return this.facts.tell('keepingWanted', { callId, wish: effect.wish });
      case 'transcribing':
        return this.facts.tell('transcribingWanted', { callId, wish: effect.wish });
      case 'wantPrompts':
        return this.facts.tell('promptsWanted', effect.wanted);
      case 'startTimer':
        return this.#startTimer(callId, effect.key, effect.afterMs, () => this.on(callId, effect.input));
      case 'stopTimer':
        return this.#stopTimer(callId, effect.key);
      case 'forget':
        return this.#startTimer(callId, 'forget', effect.afterMs, () => this.#forget(callId));
    }
  }

  #startTimer(callId: string, key: string, afterMs: number, task: () => void): void {
    this.#stopTimer(callId, key);
    const timers = this.#timers.get(callId) ?? new Map<string, Timer>();
    this.#timers.set(callId, timers);
    const timer = this.#options.clock.after(afterMs, () => {
      timers.delete(key);
      task();
    });
    timers.set(key, timer);
  }

  #stopTimer(callId: string, key: string): void {
    this.#timers.get(callId)?.get(key)?.[Symbol.dispose]();
    this.#timers.get(callId)?.delete(key);
  }

  /** Calls off everything that time would bring. */
  stop(): void {
    for (const timers of this.#timers.values()) for (const timer of timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #forget(callId: string): void {
    for (const legId of legIdsOf(this.#calls.get(callId))) this.#callIdOfLeg.delete(legId);
    for (const timer of this.#timers.get(callId)?.values() ?? []) timer[Symbol.dispose]();
    this.#timers.delete(callId);
    this.#calls.delete(callId);
    this.facts.tell('callForgotten', { callId });
  }
}

/** The announcer's leg is no leg of the call, but the engine tells of it. */
function legIdsOf(call: Call | undefined): readonly string[] {
  const announcer = call?.announcement?.legId;
  return [...(call?.legs.map(({ legId }) => legId) ?? []), ...(announcer === undefined ? [] : [announcer])];
}
