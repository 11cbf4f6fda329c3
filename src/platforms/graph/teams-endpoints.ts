/** Where Microsoft Teams answers: the only thing that changes when a bot moves from a switchboard of its own to Teams. */
import { clouds, type CloudName } from './clouds.ts';

export type GraphEndpoints = {
  /** Graph's root with its version: `…/v1.0`. */
  readonly baseUrl: string;
  /** OAuth 2.0 token endpoint for client credentials. */
  readonly tokenUrl: string;
  /** The OpenID configuration that leads to the keys which sign notifications. */
  readonly openIdUrl: string;
};

/** Source: Graph docs, concepts/auth-v2-service; for the clouds see `clouds.ts`. */
export function teamsEndpoints(tenantId: string, cloud: CloudName = 'global'): GraphEndpoints {
  const { graph, login, openIdUrl } = clouds[cloud];
  return { baseUrl: `${graph}/v1.0`, tokenUrl: `${login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, openIdUrl };
}
