/** What the door needs to serve what surrounds calls. */
import type { SubscriptionDesk } from './subscriptions/subscription-desk.ts';
import type { Surroundings } from './surroundings.ts';

export type Around = {
  readonly surroundings: Surroundings;
  readonly desk: SubscriptionDesk;
  /** The door itself, for requests within a request. */
  readonly fetch: (request: Request) => Promise<Response>;
};
