/** The exchange: holds the calls, hands what happens to `next`, and does what it decides. */
import type { FactSource } from '../base/facts.ts';
import { Scope } from '../base/scope.ts';
import type { PictureKind } from '../engine/port.ts';
import type { AppLeg, Call, PersonLeg, RecordingStatus, RoutingGroup } from './call.ts';
import { CallLoop, type SwitchboardFacts } from './call-loop.ts';
import { CallStarter } from './call-starter.ts';
import { Chats } from './chats.ts';
import { engineInputs } from './engine-inputs.ts';
import { envOf } from './env-of.ts';
import type * as ask from './input.ts';
import { CallKeeping } from './keeping/call-keeping.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { TaskProblem } from './media-task.ts';
import { meetingDialled } from './meeting-place.ts';
import type { Meeting } from './meeting.ts';
import { mayConnectPictures, slotsOf, type ShownSlot } from './pictures.ts';
import { gone } from './refusals.ts';
import type { Result } from './result.ts';
import { startCreated, startDialled } from './starting.ts';
import type { SwitchboardOptions } from './switchboard-options.ts';
import { CallTranscribing } from './transcribing/call-transcribing.ts';
import type { Env } from './turn.ts';

export type { SwitchboardFacts };

export class Switchboard implements AsyncDisposable {
  readonly #options: SwitchboardOptions;
  readonly #limits: Limits;
  readonly #loop: CallLoop;
  readonly #starter: CallStarter;
  /** What was written in conversations, and who writes. */
  readonly chats: Chats;
  /** Recordings of its own. */
  readonly keeping: CallKeeping;
  /** Captions, interpretation, and transcripts of its own. */
  readonly transcribing: CallTranscribing;
  readonly #scope = new Scope();

  constructor(options: SwitchboardOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#loop = new CallLoop({ ...options, env: () => this.#env() });
    this.#starter = new CallStarter({ loop: this.#loop, log: options.log, mostCalls: this.#limits.calls, env: () => this.#env() });
    this.chats = new Chats({ ...options, loop: this.#loop, signal: this.#scope.signal });
    this.keeping = new CallKeeping({ ...options, loop: this.#loop, signal: this.#scope.signal, places: options.recordings });
    this.chats.tellSaved(this.keeping.facts, this.#scope.signal);
    this.transcribing = new CallTranscribing({ ...options, loop: this.#loop, signal: this.#scope.signal });
    engineInputs(options.engine.facts, this.#loop, this.#scope.signal);
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
    const key = meetingDialled(request, this.#env());
    return key
      ? this.#starter.join(key, { ...request, kind: 'joinPerson', legId: this.#newId() })
      : this.#starter.start(startDialled(request, this.#env()), request.userId);
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
  /** Hands, roles, muting and removing others, ending their sharing, calling off invitations, ending the meeting, ending one's own pictures. */
  conduct(deed: Exclude<ask.PersonDeed, { kind: 'post' | 'invitePerson' }>): Result {
    return this.#loop.onLeg(deed.legId, deed);
  }
  /** Rings somebody of this house into the conversation; a call between two becomes a group call by it. */
  invitePerson(request: ask.OfPerson & { readonly number: string }): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'invitePerson' }));
  }
  /** Whether a person may connect pictures now, and in which room: `engine.connect({ roomId: callId, legId, offer, what })`. */
  connectPictures(request: ask.OfPerson & { readonly what: PictureKind | 'view' }): Result<{ readonly callId: string }> {
    const { call, leg } = this.#ofPerson(request);
    if (!call || !leg) return gone;
    return mayConnectPictures(call, leg, request.what) ?? { ok: true, callId: call.callId };
  }
  /** What a person sees in her slots; those who are not there, or wait in the lobby, are left out. */
  view(request: ask.OfPerson & { readonly slots: readonly ShownSlot[] }): Result {
    const { call, leg } = this.#ofPerson(request);
    if (!call || !leg) return gone;
    const refusal = mayConnectPictures(call, leg, 'view');
    if (!refusal) this.#options.engine.send({ kind: 'view', legId: leg.legId, slots: slotsOf(call, request.slots) });
    return refusal ?? { ok: true };
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
  transfer(request: ask.TransferRequest): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'transfer' });
  }
  /** Rings others to join. On a call between two it takes one, and the call is a group call from then on. Ends with `inviteEnded`. */
  invite(request: ask.InviteRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'invite' }));
  }
  /** Mutes the app's own leg, or lets it be heard again; groups only. */
  muteApp(request: ask.OfApp & { readonly isMuted: boolean }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'muteApp' });
  }
  /** Mutes another participant, who may unmute herself; groups only. */
  muteParticipant(request: ask.OfParticipant): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'muteParticipant' });
  }
  /** Ends the part of another participant; groups only. */
  removeParticipant(request: ask.OfParticipant): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'removeParticipant' });
  }
  /** Plays music to one participant, apart from the others. Ends with `holdEnded` when the music begins. */
  startHold(request: ask.HoldRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'startHold' }));
  }
  stopHold(request: ask.OfParticipant & { readonly clientContext?: string | undefined }): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'stopHold' }));
  }
  /** Lets those in who wait in the lobby. */
  admit(request: ask.OfApp & { readonly participantIds: readonly string[] | 'all' }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'admit' });
  }
  /** Sends one away who waits in the lobby. */
  denyEntry(request: ask.OfParticipant): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'denyEntry' });
  }
  /** `admit` by a person at a page: the meeting's organizer, or anybody of its tenant. */
  admitPerson(request: ask.OfPerson & { readonly participantIds: readonly string[] | 'all' }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'admitPerson' });
  }
  denyPerson(request: ask.OfPerson & { readonly participantIds: readonly string[] }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'denyPerson' });
  }
  /** Makes an audio routing group, or replaces one when `groupId` is given. */
  putRoutingGroup(
    request: ask.OfApp & { readonly group: Omit<RoutingGroup, 'groupId'> & { readonly groupId?: string | undefined } },
  ): Result<{ readonly group: RoutingGroup }> {
    const { groupId } = request.group;
    const group = { ...request.group, groupId: groupId ?? this.#options.random.uuid() };
    const result = this.#loop.onLeg(request.legId, { ...request, kind: 'putRoutingGroup', group, isNew: groupId === undefined });
    return result.ok ? { ok: true, group } : result;
  }
  dropRoutingGroup(request: ask.OfApp & { readonly groupId: string }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'dropRoutingGroup' });
  }
  /** An app with media of its own asks to be let show a screen, or is done with it. */
  setSharingRole(request: ask.OfApp & { readonly role: AppLeg['sharingRole'] }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'setSharingRole' });
  }
  /** What the app says of its own recording. */
  setRecording(request: ask.OfApp & { readonly status: RecordingStatus }): Result {
    return this.#loop.onLeg(request.legId, { ...request, kind: 'setRecording' });
  }
  /** Presses keys for all others to hear, in the queue of prompts and recordings. Ends with `taskEnded`. */
  sendKeys(request: ask.SendKeysRequest): Result<{ readonly operationId: string }> {
    return this.#task((operationId) => this.#loop.onLeg(request.legId, { ...request, operationId, kind: 'sendKeys' }));
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
  /** Calls one, or several: those make a group call, and `operationId` is the round in which they are rung. */
  createCall(
    request: ask.CreateRequest,
  ): Result<{ readonly callId: string; readonly legId: string; readonly operationId?: string | undefined }> {
    const started = this.#starter.start(startCreated(request, this.#env()), request.appId);
    if (!started.ok) return started;
    const group = this.callOfLeg(started.legId)?.group;
    return { ...started, operationId: group?.invitations[0]?.operationId };
  }
  /** An app joins a meeting, or a group call that is up. */
  joinMeeting(request: ask.JoinRequest): Result<{ readonly callId: string; readonly legId: string }> {
    return this.#starter.join(request.key, { ...request, kind: 'joinApp', legId: this.#newId() });
  }
  /** The plan of a meeting has changed: its call, if it is up, goes by the new one. */
  meetingChanged(meeting: Meeting): Result {
    for (const { callId, group } of this.calls()) {
      if (group?.meeting?.meetingId === meeting.meetingId) this.#loop.on(callId, { kind: 'meetingChanged', meeting });
    }
    return { ok: true };
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
    await Promise.all([this.keeping[Symbol.asyncDispose](), this.transcribing[Symbol.asyncDispose]()]);
    await this.#scope.end();
    this.#loop.stop();
  }

  #env(): Env {
    return envOf(this.#options, this.#limits, this.#loop);
  }

  #ofPerson({ legId, userId }: ask.OfPerson): { readonly call?: Call | undefined; readonly leg?: PersonLeg | undefined } {
    const call = this.callOfLeg(legId);
    const leg = call?.legs.find((each) => each.legId === legId);
    return leg?.kind === 'person' && leg.userId === userId ? { call, leg } : {};
  }

  #newId(): string {
    return this.#options.random.uuid();
  }

  #task(enqueue: (operationId: string) => Result): Result<{ readonly operationId: string }> {
    const operationId = this.#newId();
    const result = enqueue(operationId);
    return result.ok ? { ok: true, operationId } : result;
  }
}
