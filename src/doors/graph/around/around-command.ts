/** What every operation around calls is given, what it answers with, and how it says no. */
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import type { AppEntry, Directory, PersonEntry } from '../../../switchboard/directory.ts';
import type { Switchboard } from '../../../switchboard/switchboard.ts';
import type { Caller } from '../identity/access-token.ts';
import type { Content } from './content-response.ts';
import type { AroundSettings } from './around-settings.ts';
import type { SubscriptionDesk } from './subscriptions/subscription-desk.ts';
import type { Surroundings } from './surroundings.ts';

export type AroundRequest = {
  readonly caller: Caller;
  readonly app: AppEntry;
  readonly directory: Directory;
  readonly surroundings: Surroundings;
  readonly switchboard: Pick<Switchboard, 'calls' | 'chats'>;
  readonly desk: SubscriptionDesk;
  readonly settings: AroundSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly method: string;
  readonly version: 'v1.0' | 'beta';
  /** `https://host/v1.0`. */
  readonly base: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The ids in the path, in their order, and the named values of a function at its end. */
  readonly ids: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  readonly json: unknown;
  /** The door itself, for requests within a request. */
  readonly fetch: (request: Request) => Promise<Response>;
};

export type AroundAnswer = {
  readonly status: number;
  readonly body?: object | undefined;
  /** In place of JSON. */
  readonly content?: Content | undefined;
  readonly location?: string | undefined;
  /** Told in Graph's envelope. */
  readonly problem?: { readonly code: string; readonly message: string } | undefined;
};

export type ServeAround = (request: AroundRequest) => AroundAnswer | Promise<AroundAnswer>;

/** A no that is an answer like any other: these services have codes of their own. */
export function problem(status: number, code: string, message: string): AroundAnswer {
  return { status, problem: { code, message } };
}

export function notServed(what: string, why: string): AroundAnswer {
  return problem(501, 'NotImplemented', `${what} is documented by Microsoft, but not served here: ${why} Nothing was done.`);
}

/** The person of the caller's tenant by id or by user principal name. */
export function personOf({ directory, caller, settings }: AroundRequest, idOrName: string): PersonEntry | undefined {
  const wanted = idOrName.toLowerCase();
  return directory.people.find(
    (person) =>
      person.tenantId === caller.tenantId &&
      (person.userId.toLowerCase() === wanted || principalName(person, { directory, settings }).toLowerCase() === wanted),
  );
}

/** The first name at the tenant's domain, `ada@contoso.example`; with her number between them where two share it. */
export function principalName(
  { userId, tenantId, name, number }: PersonEntry,
  { directory, settings }: { readonly directory: Directory; readonly settings: AroundSettings },
): string {
  const tenant = directory.tenants.find((each) => each.tenantId === tenantId) ?? { tenantId, name: tenantId };
  const local = localPart(name) || localPart(userId);
  const isShared = directory.people.some((each) => each.userId !== userId && each.tenantId === tenantId && localPart(each.name) === local);
  return `${local}${isShared ? `.${number.replaceAll(/\D/g, '')}` : ''}@${settings.domainOf(tenant)}`;
}

export function unknownUser(idOrName: string): AroundAnswer {
  const message = `Resource '${idOrName.slice(0, 200)}' does not exist or one of its queried reference-property objects are not present.`;
  return problem(404, 'Request_ResourceNotFound', message);
}

function localPart(name: string): string {
  const [first = ''] = name.trim().split(/\s+/);
  return first
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '');
}
