/** Graph's operations on those who take part in a call. Source: Graph docs, resources/participant; the beta ones are in the metadata alone. */
import type { Cancel } from '../../../base/cancel.ts';
import type { Operation } from '../../../wire/graph/operation.ts';
import { participant, type Participant } from '../../../wire/graph/participant.ts';
import type { ClientContextBody, InviteBody, StartHoldMusicBody } from '../../../wire/graph/request.ts';
import type { Asking, Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/** Each method rejects with a `PlatformError` when the service says no. */
export class ParticipantsApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(callId: string, options?: Cancel): Promise<Page<Participant>> {
    return this.#requester.read(page, { ...options, ...at(callId, ''), what: 'GET participants', method: 'GET', isRepeatable: true });
  }

  get(callId: string, participantId: string, options?: Cancel): Promise<Participant> {
    const where = at(callId, one(participantId));
    return this.#requester.read(participant, { ...options, ...where, what: 'GET participant', method: 'GET', isRepeatable: true });
  }

  /** `gone` when they had left already. */
  remove(callId: string, participantId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const where = at(callId, one(participantId));
    return this.#requester.unlessGone({ ...options, ...where, what: 'DELETE participant', method: 'DELETE', isRepeatable: true }, 'done');
  }

  /** At most five, several in a group call only. `replacesCallId` brings the other side of a call of ours along. */
  invite(callId: string, body: InviteBody, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, '/invite', { ...options, body, isRepeatable: false });
  }

  /** In group calls. Nobody but the person can undo it. */
  mute(callId: string, participantId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, `${one(participantId)}/mute`, { ...options, body, isRepeatable: true });
  }

  /** Beta. Those who are named, by their ids. */
  muteAll(
    callId: string,
    body: ClientContextBody & { readonly participants: readonly string[] },
    options?: Cancel,
  ): Promise<Operation | undefined> {
    return this.#operation(callId, '/muteAll', { ...options, body, isRepeatable: true, version: 'beta' });
  }

  /** Puts one on hold, with music; one at a time. */
  startHoldMusic(callId: string, participantId: string, body: StartHoldMusicBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, `${one(participantId)}/startHoldMusic`, { ...options, body, isRepeatable: false });
  }

  stopHoldMusic(callId: string, participantId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, `${one(participantId)}/stopHoldMusic`, { ...options, body, isRepeatable: true });
  }

  /** Beta. */
  admitFromLobby(callId: string, participantId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, `${one(participantId)}/admitFromLobby`, { ...options, body, isRepeatable: true, version: 'beta' });
  }

  /** Beta. */
  removeFromLobby(callId: string, participantId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, `${one(participantId)}/removeFromLobby`, { ...options, body, isRepeatable: true, version: 'beta' });
  }

  /** Beta. */
  admitAllFromLobby(callId: string, body: ClientContextBody = {}, options?: Cancel): Promise<Operation | undefined> {
    return this.#operation(callId, '/admitAllFromLobby', { ...options, body, isRepeatable: true, version: 'beta' });
  }

  #operation(callId: string, below: string, asking: Omit<Asking, 'what' | 'method' | 'path' | 'callId'>): Promise<Operation | undefined> {
    const what = `POST ${below.split('/').at(-1) ?? ''}`;
    return this.#requester.operation({ ...asking, ...at(callId, below), what, method: 'POST' });
  }
}

function at(callId: string, below: string): { readonly path: string; readonly callId: string } {
  return { path: `/communications/calls/${encodeURIComponent(callId)}/participants${below}`, callId };
}

function one(participantId: string): string {
  return `/${encodeURIComponent(participantId)}`;
}

const page = collection(participant);
