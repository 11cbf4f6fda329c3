/** Who hears whom in a group call. Source: Graph docs, resources/audioroutinggroup. */
import type { Cancel } from '../../../base/cancel.ts';
import { audioRoutingGroup, type AudioRoutingGroup } from '../../../wire/graph/participant.ts';
import type { Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/** Each method rejects with a `PlatformError` when the service says no. */
export class RoutingGroupsApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(callId: string, options?: Cancel): Promise<Page<AudioRoutingGroup>> {
    return this.#requester.read(page, { ...options, ...at(callId), what: 'GET audioRoutingGroups', method: 'GET', isRepeatable: true });
  }

  /** `oneToOne` has one receiver, `multicast` several. */
  create(callId: string, body: AudioRoutingGroup, options?: Cancel): Promise<AudioRoutingGroup> {
    const asking = { ...options, ...at(callId), what: 'POST audioRoutingGroups', method: 'POST', body, isRepeatable: false } as const;
    return this.#requester.read(audioRoutingGroup, asking);
  }

  get(callId: string, groupId: string, options?: Cancel): Promise<AudioRoutingGroup> {
    const asking = { ...options, ...at(callId, groupId), what: 'GET audioRoutingGroup', method: 'GET', isRepeatable: true } as const;
    return this.#requester.read(audioRoutingGroup, asking);
  }

  update(callId: string, groupId: string, body: AudioRoutingGroup, options?: Cancel): Promise<AudioRoutingGroup> {
    const asking = {
      ...options,
      ...at(callId, groupId),
      what: 'PATCH audioRoutingGroup',
      method: 'PATCH',
      body,
      isRepeatable: true,
    } as const;
    return this.#requester.read(audioRoutingGroup, asking);
  }

  /** `gone` when there was none any more. */
  delete(callId: string, groupId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const asking = { ...options, ...at(callId, groupId), what: 'DELETE audioRoutingGroup', method: 'DELETE', isRepeatable: true } as const;
    return this.#requester.unlessGone(asking, 'done');
  }
}

function at(callId: string, groupId?: string): { readonly path: string; readonly callId: string } {
  const below = groupId === undefined ? '' : `/${encodeURIComponent(groupId)}`;
  return { path: `/communications/calls/${encodeURIComponent(callId)}/audioRoutingGroups${below}`, callId };
}

const page = collection(audioRoutingGroup);
