/** The exchange: holds the calls, hands what happens to `next`, and does what it decides. */
import type { Clock } from '../base/clock.ts';
import type { FactSource } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { AnnouncementName, AppLeg, Call } from './call.ts';
import { CallLoop, type SwitchboardFacts } from './call-loop.ts';
import type { Directory } from './directory.ts';
import { engineInputs } from './engine-inputs.ts';
import type * as ask from './input.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { TaskProblem } from './media-task.ts';
import { gone } from './refusals.ts';
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

export type { SwitchboardFacts };

export class Switchboard implements AsyncDisposable {
  readonly #options: SwitchboardOptions;
  readonly #limits: Limits;
  readonly #loop: CallLoop;
  readonly #scope = new Scope();

  constructor(options: SwitchboardOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#loop = new CallLoop({ ...options, env: () => this.#env() });
    engineInputs(options.engine.facts, {
      signal: this.#scope.signal,
      onLeg: (legId, input) => this.#loop.onLeg(legId, input),
      onRoom: (roomId, input) => this.#loop.on(roomId, input),
    });
  }

  get facts(): FactSource<SwitchboardFacts> {
    return this.#loop.facts;
  }

  /** Calls that are up, and those that ended a short while ago; oldest first. */
  calls(): readonly Call[] {
    return this.#loop.calls();
  }

  callOfLeg(legId: string): Call | undefined {
    return this.#loop.callOfLeg(legId);
  }

  /** Places a call. Its sound is connected afterwards: `engine.connect({ roomId: callId, legId, offer })`. */
  dial(request: ask.DialRequest): Result<{ readonly callId: string; readonly legId: string }> {
    return this.#start(startDialled(request, this.#env()), request.userId);
  }
  /** Takes a call that rings; its sound is connected afterwards, as for `dial`. */
  answer(request: ask.AnswerRequest): Result<{ readonly callId: string; readonly legId: string }> {
    const result = this.#loop.onLeg(request.legId, { ...request, kind: 'answer' });
    return result.ok ? { ok: true, legId: request.legId, callId: this.callOfLeg(request.legId)?.callId ?? '' } : result;
  }
  decline(request: ask.OfPerson): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'decline' });
  }
  hangUp(request: ask.OfPerson): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'hangUp' });
  }
  pressKey(request: ask.OfPerson & { readonly key: string }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'pressKey' });
  }
  mute(request: ask.OfPerson & { readonly isMuted: boolean }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'mute' });
  }
  /** The window is gone for good: what it held ends. */
  pageLost(pageId: string): Result {
    for (const { callId, legs } of this.calls()) {
      if (legs.some((leg) => leg.kind === 'person' && leg.pageId === pageId)) this.#loop.on(callId, { kind: 'pageLost', pageId });
    }
    return { ok: true };
  }
  /** A person's sound could not be connected. */
  mediaFailed(request: { readonly legId: string; readonly message: string }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'mediaFailed' });
  }

  answerApp(request: ask.AnswerAppRequest): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'answerApp' });
  }
  reject(request: ask.RejectRequest): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'reject' });
  }
  /** The app could not be told of its incoming call; `message` is a sentence that says why. */
  incomingFailed(request: ask.OfApp & { readonly message: string }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'incomingFailed' });
  }
  redirect(request: ask.RedirectRequest): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'redirect' });
  }
  transfer(request: ask.OfApp & { readonly target: ask.CreateRequest['target'] }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'transfer' });
  }
  play(request: ask.PlayRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'play' }));
  }
  record(request: ask.RecordRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'record' }));
  }
  promptsReady(request: ask.OfTask & { readonly sounds: readonly Uint8Array[] }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'promptsReady' });
  }
  promptsFailed(request: ask.OfTask & { readonly problem: TaskProblem }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'promptsFailed' });
  }
  /** Cancels the prompts and recordings that run or wait; they end as cancelled. */
  cancel(request: ask.OfApp): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'cancel' });
  }
  subscribeTones(request: ask.OfApp): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'subscribeTones' });
  }
  keepAlive(request: ask.OfApp): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'keepAlive' });
  }
  hangUpApp(request: ask.OfApp): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'hangUpApp' });
  }
  createCall(request: ask.CreateRequest): Result<{ readonly callId: string; readonly legId: string }> {
    return this.#start(startCreated(request, this.#env()), request.appId);
  }
  /** An app's own call, also for a while after it ended. */
  readCall({ appId, legId }: ask.OfApp): Result<{ readonly call: Call; readonly leg: AppLeg }> {
    const call = this.callOfLeg(legId);
    const leg = call?.legs.find((each) => each.legId === legId);
    return call && leg?.kind === 'app' && leg.appId === appId ? { ok: true, call, leg } : gone;
  }

  /** Ends every call and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { callId } of this.calls()) this.#loop.on(callId, { kind: 'closed', because: 'The switchboard was shut down.' });
    await this.#scope.end();
    this.#loop.stop();
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
    this.#loop.take(step);
    return { ok: true, callId: step.call.callId, legId: step.call.legs[0]?.legId ?? '' };
  }
}
