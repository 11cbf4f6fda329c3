/** Where Microsoft Teams answers: the only thing that changes when a bot moves from a switchboard of its own to Teams. */

export type GraphEndpoints = {
  /** Graph's root with its version: `…/v1.0`. */
  readonly baseUrl: string;
  /** OAuth 2.0 token endpoint for client credentials. */
  readonly tokenUrl: string;
  /** The OpenID configuration that leads to the keys which sign notifications. */
  readonly openIdUrl: string;
};

/** Source: Graph docs, concepts/auth-v2-service; Teams docs, calls-and-meetings/call-notifications. */
export function teamsEndpoints(tenantId: string): GraphEndpoints {
  return {
    baseUrl: 'https://graph.microsoft.com/v1.0',
    tokenUrl: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    openIdUrl: 'https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration',
  };
}
