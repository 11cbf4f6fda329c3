/** Makes a client of Graph from an app's registration: the real clock, the real chance and the real network unless others are given. */
import { realClock, type Clock } from '../../base/clock.ts';
import { realRandom, type Random } from '../../base/random.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import { audienceOf, type CloudName } from './clouds.ts';
import { Courier } from './courier.ts';
import type { AppCredential } from './credential.ts';
import { GraphClient } from './graph-client.ts';
import { Requester } from './requester.ts';
import { teamsEndpoints } from './teams-endpoints.ts';
import { TokenCache } from './token-cache.ts';

export type GraphClientOptions = AppCredential & {
  readonly tenantId: string;
  readonly appId: string;
  /** `global` unless told otherwise. */
  readonly cloud?: CloudName | undefined;
  /** Graph's root with its version, where it is not one of Microsoft's: `http://127.0.0.1:4400/v1.0`. */
  readonly baseUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** Hears of every message twice, when sent and when answered; secrets are cut out. */
  readonly onExchange?: ((exchange: WireExchange) => void) | undefined;
};

/**
 * @example
 * const client = graphClient({ tenantId, appId, secret: process.env['APP_SECRET'] ?? '' });
 * const presence = await client.people.presenceOf('a0000000-0000-4000-8000-000000000202');
 */
export function graphClient(options: GraphClientOptions): GraphClient {
  const { tenantId, appId, cloud, fetch = globalThis.fetch, clock = realClock(), random = realRandom(), onExchange } = options;
  const endpoints = teamsEndpoints(tenantId, cloud);
  const baseUrl = options.baseUrl ?? endpoints.baseUrl;
  const tokenUrl = options.tokenUrl ?? endpoints.tokenUrl;
  const courier = new Courier({ fetch, clock, random, appId, report: (exchange) => onExchange?.(exchange) });
  const tokens = new TokenCache({ courier, clock, random, tokenUrl, tenantId, appId, credential: options, audience: audienceOf(baseUrl) });
  return new GraphClient(new Requester({ courier, tokens, clock, random, baseUrl }));
}
