/** Graph as a bot sees it, typed: calls, those who take part, who hears whom, meetings, people, chats, and several of these at once. */
import type { Cancel } from '../../base/cancel.ts';
import type { BatchRequest, BatchResponse } from '../../wire/graph/batch.ts';
import { batch } from './client/batch.ts';
import { ChatsApi } from './client/chats-api.ts';
import { CallsApi } from './client/calls-api.ts';
import { MeetingsApi } from './client/meetings-api.ts';
import { ParticipantsApi } from './client/participants-api.ts';
import { PeopleApi } from './client/people-api.ts';
import { RoutingGroupsApi } from './client/routing-groups-api.ts';
import type { Requester } from './requester.ts';

/**
 * Every method takes a `signal`, keeps to Graph's limits, repeats what may be repeated, and rejects with a `PlatformError`
 * that says what was refused and what to do. Make one with `graphClient()`; a bot's calls have one of their own.
 *
 * @example
 * const client = graphClient({ tenantId, appId, secret });
 * const call = await client.calls.create(groupCall([{ user: ada }, { user: grace }], { tenantId, appId, callbackUri }));
 * const { value } = await client.participants.list(call.id);
 */
export class GraphClient {
  readonly calls: CallsApi;
  readonly participants: ParticipantsApi;
  readonly routingGroups: RoutingGroupsApi;
  readonly meetings: MeetingsApi;
  readonly people: PeopleApi;
  readonly chats: ChatsApi;
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
    this.calls = new CallsApi(requester);
    this.participants = new ParticipantsApi(requester);
    this.routingGroups = new RoutingGroupsApi(requester);
    this.meetings = new MeetingsApi(requester);
    this.people = new PeopleApi(requester);
    this.chats = new ChatsApi(requester);
  }

  /** Up to twenty requests in one; the answers by id, each good or bad. */
  batch(requests: readonly BatchRequest[], options?: Cancel): Promise<ReadonlyMap<string, BatchResponse>> {
    return batch(this.#requester, requests, options);
  }

  /** The same app in another tenant; limits and retries stay shared. */
  forTenant(tenantId: string): GraphClient {
    return new GraphClient(this.#requester.forTenant(tenantId));
  }
}
