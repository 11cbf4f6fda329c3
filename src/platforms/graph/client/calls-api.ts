/** Graph's operations on calls, one method each. Source: Graph docs, resources/call and the pages of its methods. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import { callResource, type Call } from '../../../wire/graph/call.ts';
import { operationResource, type Operation } from '../../../wire/graph/operation.ts';
import type {
  AnswerBody, ChangeScreenSharingRoleBody, ClientContextBody, CreateCallBody, PlayPromptBody, RecordResponseBody, RedirectBody, RejectBody,
  SendDtmfTonesBody, TransferBody, UpdateRecordingStatusBody,
} from '../../../wire/graph/request.ts'; // prettier-ignore
import { PlatformError } from '../errors.ts';
import type { Asking, Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/**
 * Each method rejects with a `PlatformError` when the service says no. What is not surely unheard is sent again only where
 * doing it twice is the same as doing it once: a call is never created twice. Operations that go on are told by notifications.
 */
export class CallsApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** For bodies see `call-bodies.ts`: a call to one, a group call, a meeting. */
  async create(body: CreateCallBody, options?: Cancel): Promise<Call & { readonly id: string }> {
    const what = 'POST calls';
    const call = await this.#requester.read(callResource, { ...options, what, method: 'POST', path: calls, body, isRepeatable: false });
    if (call.id === undefined) throw new PlatformError('platform/odd-answer', `${what} was answered with a call that has no id`);
    return { ...call, id: call.id };
  }

  get(callId: string, options?: Cancel): Promise<Call> {
    return this.#requester.read(callResource, { ...options, ...this.#about(callId), what: 'GET call', method: 'GET', isRepeatable: true });
  }

  /** In the metadata, and not documented: Graph itself may refuse it. */
  list(options?: Cancel): Promise<Page<Call>> {
    return this.#requester.read(pageOfCalls, { ...options, what: 'GET calls', method: 'GET', path: calls, isRepeatable: true });
  }

  async answer(callId: string, body: AnswerBody, options?: Cancel): Promise<void> {
    await this.#requester.send(this.#action(callId, 'answer', { ...options, body, isRepeatable: true }));
  }

  async reject(callId: string, body: RejectBody, options?: Cancel): Promise<void> {
    await this.#requester.send(this.#action(callId, 'reject', { ...options, body, isRepeatable: true }));
  }

  async redirect(callId: string, body: RedirectBody, options?: Cancel): Promise<void> {
    await this.#requester.send(this.#action(callId, 'redirect', { ...options, body, isRepeatable: false }));
  }

  /** Blind; consultative where the target has `replacesCallId`; out of a group call where there is a `transferee`. */
  async transfer(callId: string, body: TransferBody, options?: Cancel): Promise<void> {
    await this.#requester.send(this.#action(callId, 'transfer', { ...options, body, isRepeatable: false }));
  }

  /** Ends the app's part of the call; `gone` when it had ended already. */
  hangUp(callId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const asking = {
      ...options,
      ...this.#about(callId),
      what: 'DELETE call',
      method: 'DELETE',
      isRepeatable: true,
      isUrgent: true,
    } as const;
    return this.#requester.unlessGone(asking, 'done');
  }

  /** `gone` once the service no longer knows the call. */
  keepAlive(callId: string, options?: Cancel): Promise<'alive' | 'gone'> {
    return this.#requester.unlessGone(this.#action(callId, 'keepAlive', { ...options, isRepeatable: true }), 'alive');
  }

  /** The app itself, in a group call. */
  mute(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'mute', { ...options, body, isRepeatable: true });
  }

  unmute(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'unmute', { ...options, body, isRepeatable: true });
  }

  playPrompt(callId: string, body: PlayPromptBody, options?: Cancel): Promise<Operation | undefined> {
    // Playing on and on is in the beta alone.
    return this.#operation(callId, 'playPrompt', { ...options, body, isRepeatable: false, ...(body.loop ? { version: 'beta' } : {}) });
  }

  recordResponse(callId: string, body: RecordResponseBody, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'recordResponse', { ...options, body, isRepeatable: false });
  }

  /** Stops what is played or recorded, and what waits to be. */
  cancelMediaProcessing(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'cancelMediaProcessing', { ...options, body, isRepeatable: true });
  }

  subscribeToTone(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'subscribeToTone', { ...options, body, isRepeatable: true });
  }

  sendDtmfTones(callId: string, body: SendDtmfTonesBody, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'sendDtmfTones', { ...options, body, isRepeatable: false });
  }

  updateRecordingStatus(callId: string, body: UpdateRecordingStatusBody, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'updateRecordingStatus', { ...options, body, isRepeatable: true });
  }

  async changeScreenSharingRole(callId: string, body: ChangeScreenSharingRoleBody, options?: Cancel): Promise<void> {
    await this.#requester.send(this.#action(callId, 'changeScreenSharingRole', { ...options, body, isRepeatable: true }));
  }

  addLargeGalleryView(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, 'addLargeGalleryView', { ...options, body, isRepeatable: false });
  }

  /** In the metadata, and not documented: notifications tell of operations. */
  operation(callId: string, operationId: string, options?: Cancel): Promise<Operation> {
    const path = `${calls}/${encodeURIComponent(callId)}/operations/${encodeURIComponent(operationId)}`;
    return this.#requester.read(operationResource, { ...options, what: 'GET operation', method: 'GET', path, callId, isRepeatable: true });
  }

  contentSharingSessions(callId: string, options?: Cancel): Promise<Page<{ readonly id: string }>> {
    const path = `${calls}/${encodeURIComponent(callId)}/contentSharingSessions`;
    return this.#requester.read(pageOfIds, {
      ...options,
      what: 'GET contentSharingSessions',
      method: 'GET',
      path,
      callId,
      isRepeatable: true,
    });
  }

  contentSharingSession(callId: string, sessionId: string, options?: Cancel): Promise<{ readonly id: string }> {
    const path = `${calls}/${encodeURIComponent(callId)}/contentSharingSessions/${encodeURIComponent(sessionId)}`;
    return this.#requester.read(withId, { ...options, what: 'GET contentSharingSession', method: 'GET', path, callId, isRepeatable: true });
  }

  /** For makers of meeting room devices. `quality` is Graph's teleconferenceDeviceQuality. */
  async logTeleconferenceDeviceQuality(quality: object, options?: Cancel): Promise<void> {
    const path = `${calls}/logTeleconferenceDeviceQuality`;
    await this.#requester.send({
      ...options,
      what: 'POST logTeleconferenceDeviceQuality',
      method: 'POST',
      path,
      body: { quality },
      isRepeatable: false,
    });
  }

  /** Fetches a recording; its own token opens it, not ours. */
  download(callId: string, from: Cancel & { readonly url: string; readonly token: string | undefined }): Promise<Uint8Array> {
    return this.#requester.download({ ...from, callId });
  }

  #operation(callId: string, action: string, asking: ActionOptions): Promise<Operation | undefined> {
    return this.#requester.operation(this.#action(callId, action, asking));
  }

  #action(callId: string, action: string, asking: ActionOptions): Asking {
    const { path } = this.#about(callId);
    return { ...asking, what: `POST ${action}`, method: 'POST', path: `${path}/${action}`, callId };
  }

  #about(callId: string): { readonly path: string; readonly callId: string } {
    return { path: `${calls}/${encodeURIComponent(callId)}`, callId };
  }
}

type ActionOptions = Omit<Asking, 'what' | 'method' | 'path' | 'callId'>;

const calls = '/communications/calls';
const pageOfCalls = collection(callResource);
const withId: z.ZodType<{ readonly id: string }> = z.looseObject({ id: z.string() });
const pageOfIds = collection(withId);
