/** Who somebody is, and whether they are there. Source: Graph docs, resources/user and presence. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import type { Presence, SetPresenceBody } from '../../../wire/graph/presence.ts';
import type { Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/** What bots look up of a person; what else is answered is kept. */
export type Person = {
  readonly id: string;
  readonly displayName?: string | null | undefined;
  readonly userPrincipalName?: string | null | undefined;
  readonly mail?: string | null | undefined;
  readonly businessPhones?: readonly string[] | null | undefined;
};

/** `availability` as `Available`, `activity` as `InACall`. */
export type PresenceNow = Pick<Presence, 'id' | 'availability' | 'activity'>;

const person: z.ZodType<Person> = z.looseObject({
  id: z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  businessPhones: z.array(z.string()).nullish(),
});
const presence: z.ZodType<PresenceNow> = z.looseObject({ id: z.string(), availability: z.string(), activity: z.string() });

/** Each method rejects with a `PlatformError` when the service says no. */
export class PeopleApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** By object id or user principal name. */
  get(idOrName: string, options?: Cancel): Promise<Person> {
    return this.#requester.read(person, { ...options, what: 'GET user', method: 'GET', path: at(idOrName), isRepeatable: true });
  }

  /** `filter` is OData: `startswith(displayName,'Ada')`. */
  find({ filter, top, ...options }: Cancel & { readonly filter?: string; readonly top?: number } = {}): Promise<Page<Person>> {
    const query = [
      ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`]),
      ...(top === undefined ? [] : [`$top=${String(top)}`]),
    ];
    const path = `/users${query.length > 0 ? `?${query.join('&')}` : ''}`;
    return this.#requester.read(users, { ...options, what: 'GET users', method: 'GET', path, isRepeatable: true });
  }

  presenceOf(userId: string, options?: Cancel): Promise<PresenceNow> {
    return this.#requester.read(presence, {
      ...options,
      what: 'GET presence',
      method: 'GET',
      path: `${at(userId)}/presence`,
      isRepeatable: true,
    });
  }

  /** At most 650 at a time. */
  presences(userIds: readonly string[], options?: Cancel): Promise<Page<PresenceNow>> {
    const path = '/communications/getPresencesByUserId';
    const body = { ids: userIds };
    return this.#requester.read(presencePage, {
      ...options,
      what: 'POST getPresencesByUserId',
      method: 'POST',
      path,
      body,
      isRepeatable: true,
    });
  }

  /** `sessionId` is the app id. */
  async setPresence(userId: string, session: SetPresenceBody, options?: Cancel): Promise<void> {
    const path = `${at(userId)}/presence/setPresence`;
    await this.#requester.send({ ...options, what: 'POST setPresence', method: 'POST', path, body: session, isRepeatable: true });
  }

  /** `gone` when there was no such session. */
  clearPresence(userId: string, sessionId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const path = `${at(userId)}/presence/clearPresence`;
    const asking = { ...options, what: 'POST clearPresence', method: 'POST', path, body: { sessionId }, isRepeatable: true } as const;
    return this.#requester.unlessGone(asking, 'done');
  }
}

function at(idOrName: string): string {
  return `/users/${encodeURIComponent(idOrName)}`;
}

const users = collection(person);
const presencePage = collection(presence);
