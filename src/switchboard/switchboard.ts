/** The exchange: holds the calls, hands what happens to `next`, and does what it decides. */
import type { Clock, Timer } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { AnnouncementName, AppLeg, Call } from './call.ts';
import type { CallFact } from './call-fact.ts';
import type { Directory } from './directory.ts';
import type { Effect } from './effect.ts';
import { engineInputs } from './engine-inputs.ts';
import type * as ask from './input.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { TaskProblem } from './media-task.ts';
import { next } from './next.ts';
import type { AppNotice, PromptsWanted } from './notice.ts';
import { refused, type Refused, type Result } from './result.ts';
import { startCreated, startDialled } from './starting.ts';
import type { Env, Step } from './turn.ts';

export type SwitchboardOptions = {
  readonly directory: Directory;
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** WAV files, 16 kHz, 16 bit, mono. */
  readonly announcements: Readonly<Record<AnnouncementName, Uint8Array>>;
  readonly limits?: Partial<Limits> | undefined;
};

export type SwitchboardFacts = {
  /** After every step that changed a call, with the call as it is then. */
  callChanged: { readonly call: Call };
  /** The call can no longer be read. */
  callForgotten: { readonly callId: string };
  appNotice: AppNotice;
  promptsWanted: PromptsWanted;
  told: { readonly call: Call; readonly fact: CallFact };
};

export class Switchboard implements AsyncDisposable {
  readonly #options: SwitchboardOptions;
  readonly #limits: Limits;
  readonly #facts: Facts<SwitchboardFacts>;
  readonly #scope = new Scope();
  readonly #calls = new Map<string, Call>();
  readonly #callIdOfLeg = new Map<string, string>();
  readonly #timers = new Map<string, Map<string, Timer>>();
  /** What is still to be done; filled by a step while another's effects are at work. */
  readonly #todo: (() => void)[] = [];
  #isWorking = false;

  constructor(options: SwitchboardOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#facts = new Facts({ onError: (error) => options.log.error('a listener of the switchboard failed', { error }) });
    engineInputs(options.engine.facts, {
      signal: this.#scope.signal,
      onLeg: (legId, input) => this.#onLeg(legId, input),
      onRoom: (roomId, input) => this.#on(roomId, input),
    });
  }

  get facts(): FactSource<SwitchboardFacts> {
    return this.#facts;
  }

  /** Calls that are up, and those that ended a short while ago; oldest first. */
  calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  callOfLeg(legId: string): Call | undefined {
    return this.#calls.get(this.#callIdOfLeg.get(legId) ?? '');
  }

  /** Places a call. Its sound is connected afterwards: `engine.connect({ roomId: callId, legId, offer })`. */
  dial(request: ask.DialRequest): Result<{ readonly callId: string; readonly legId: string }> {
    return this.#start(startDialled(request, this.#env()), request.userId);
  }
  /** Takes a call that rings; its sound is connected afterwards, as for `dial`. */
  answer(request: ask.AnswerRequest): Result<{ readonly callId: string; readonly legId: string }> {
    const result = this.#onLeg(request.legId, { kind: 'answer', ...request });
    return result.ok ? { ok: true, legId: request.legId, callId: this.#callIdOfLeg.get(request.legId) ?? '' } : result;
  }
  decline(request: ask.OfPerson): Result {
    return this.#onLeg(request.legId, { kind: 'decline', ...request });
  }
  hangUp(request: ask.OfPerson): Result {
    return this.#onLeg(request.legId, { kind: 'hangUp', ...request });
  }
  pressKey(request: ask.OfPerson & { readonly key: string }): Result {
    return this.#onLeg(request.legId, { kind: 'pressKey', ...request });
  }
  mute(request: ask.OfPerson & { readonly isMuted: boolean }): Result {
    return this.#onLeg(request.legId, { kind: 'mute', ...request });
  }
  /** The window is gone for good: what it held ends. */
  pageLost(pageId: string): Result {
    for (const { callId, legs } of this.calls()) {
      if (legs.some((leg) => leg.kind === 'person' && leg.pageId === pageId)) this.#on(callId, { kind: 'pageLost', pageId });
    }
    return { ok: true };
  }
  /** A person's sound could not be connected. */
  mediaFailed(request: { readonly legId: string; readonly message: string }): Result {
    return this.#onLeg(request.legId, { kind: 'mediaFailed', ...request });
  }

  answerApp(request: ask.AnswerAppRequest): Result {
    return this.#onLeg(request.legId, { kind: 'answerApp', ...request });
  }
  reject(request: ask.RejectRequest): Result {
    return this.#onLeg(request.legId, { kind: 'reject', ...request });
  }
  /** The app could not be told of its incoming call; `message` is a sentence that says why. */
  incomingFailed(request: ask.OfApp & { readonly message: string }): Result {
    return this.#onLeg(request.legId, { kind: 'incomingFailed', ...request });
  }
  redirect(request: ask.RedirectRequest): Result {
    return this.#onLeg(request.legId, { kind: 'redirect', ...request });
  }
  transfer(request: ask.OfApp & { readonly target: ask.CreateRequest['target'] }): Result {
    return this.#onLeg(request.legId, { kind: 'transfer', ...request });
  }
  play(request: ask.PlayRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#onLeg(request.legId, { kind: 'play', ...request, operationId }));
  }
  record(request: ask.RecordRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#onLeg(request.legId, { kind: 'record', ...request, operationId }));
  }
  promptsReady(request: ask.OfTask & { readonly sounds: readonly Uint8Array[] }): Result {
    return this.#onLeg(request.legId, { kind: 'promptsReady', ...request });
  }
  promptsFailed(request: ask.OfTask & { readonly problem: TaskProblem }): Result {
    return this.#onLeg(request.legId, { kind: 'promptsFailed', ...request });
  }
  /** Cancels the prompts and recordings that run or wait; they end as cancelled. */
  cancel(request: ask.OfApp): Result {
    return this.#onLeg(request.legId, { kind: 'cancel', ...request });
  }
  subscribeTones(request: ask.OfApp): Result {
    return this.#onLeg(request.legId, { kind: 'subscribeTones', ...request });
  }
  keepAlive(request: ask.OfApp): Result {
    return this.#onLeg(request.legId, { kind: 'keepAlive', ...request });
  }
  hangUpApp(request: ask.OfApp): Result {
    return this.#onLeg(request.legId, { kind: 'hangUpApp', ...request });
  }
  createCall(request: ask.CreateRequest): Result<{ readonly callId: string; readonly legId: string }> {
    return this.#start(startCreated(request, this.#env()), request.appId);
  }
  /** An app's own call, also for a while after it ended. */
  readCall({ appId, legId }: ask.OfApp): Result<{ readonly call: Call; readonly leg: AppLeg }> {
    const call = this.callOfLeg(legId);
    const leg = call?.legs.find((each) => each.legId === legId);
    return call && leg?.kind === 'app' && leg.appId === appId ? { ok: true, call, leg } : unknownLeg;
  }

  /** Ends every call and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { callId } of this.calls()) this.#on(callId, { kind: 'closed' });
    await this.#scope.end();
    for (const timers of this.#timers.values()) for (const timer of timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #env(): Env {
    const { directory, random, clock } = this.#options;
    return { directory, limits: this.#limits, newId: () => random.uuid(), nowMs: clock.wallMs() };
  }

  #task(enqueue: (operationId: string) => Result): Result<{ readonly operationId: string }> {
    const operationId = this.#options.random.uuid();
    const result = enqueue(operationId);
    return result.ok ? { ok: true, operationId } : result;
  }

  #start(step: Step | Refused, who: string): Result<{ readonly callId: string; readonly legId: string }> {
    if ('ok' in step) return step;
    if (this.calls().filter(({ endedMs }) => endedMs === undefined).length >= this.#limits.calls) {
      this.#options.log.warn('a call was refused: the switchboard is full', { who, calls: this.#limits.calls });
      const many = String(this.#limits.calls);
      return refused('switchboard/full', `${many} calls are up, which is all that this switchboard carries.`, 'Try again in a moment.');
    }
    this.#take(step);
    return { ok: true, callId: step.call.callId, legId: step.call.legs[0]?.legId ?? '' };
  }

  #onLeg(legId: string, input: ask.Input): Result {
    const callId = this.#callIdOfLeg.get(legId);
    return callId === undefined ? unknownLeg : this.#on(callId, input);
  }

  #on(callId: string, input: ask.Input): Result {
    const call = this.#calls.get(callId);
    if (!call) return unknownLeg;
    const step = next(call, input, this.#env());
    this.#take(step);
    return step.refusal ?? { ok: true };
  }

  #take({ call, effects, facts }: Step): void {
    const before = this.#calls.get(call.callId);
    this.#calls.set(call.callId, call);
    for (const legId of legIdsOf(before)) this.#callIdOfLeg.delete(legId);
    for (const legId of legIdsOf(call)) this.#callIdOfLeg.set(legId, call.callId);
    for (const effect of effects) this.#todo.push(() => this.#perform(call.callId, effect));
    for (const fact of facts) this.#todo.push(() => this.#facts.tell('told', { call, fact }));
    if (before !== call) this.#todo.push(() => this.#facts.tell('callChanged', { call }));
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
      case 'notify':
        return this.#facts.tell('appNotice', effect.notice);
      case 'wantPrompts':
        return this.#facts.tell('promptsWanted', effect.wanted);
      case 'startTimer':
        return this.#startTimer(callId, effect.key, effect.afterMs, () => this.#on(callId, effect.input));
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

  #forget(callId: string): void {
    for (const legId of legIdsOf(this.#calls.get(callId))) this.#callIdOfLeg.delete(legId);
    for (const timer of this.#timers.get(callId)?.values() ?? []) timer[Symbol.dispose]();
    this.#timers.delete(callId);
    this.#calls.delete(callId);
    this.#facts.tell('callForgotten', { callId });
  }
}

const unknownLeg: Refused = refused(
  'switchboard/unknown-leg',
  'There is no such call, or it has ended.',
  'Forget the call: its end was told, or will be.',
);

/** The announcer's leg is no leg of the call, but the engine tells of it. */
function legIdsOf(call: Call | undefined): readonly string[] {
  const announcer = call?.announcement?.legId;
  return [...(call?.legs.map(({ legId }) => legId) ?? []), ...(announcer === undefined ? [] : [announcer])];
}
