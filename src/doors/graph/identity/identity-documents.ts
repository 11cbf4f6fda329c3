/** The documents by which clients find the identity platform, and by which signatures are checked. */
import type { Directory } from '../../../switchboard/directory.ts';
import { issuerOf } from './access-token.ts';
import { clouds, type CloudName } from '../around/clouds.ts';
import { entraHosts, isEntraHost, isOfThisMachine } from './login-host.ts';
import { jsonAnswer, oauthError, type OauthContext } from './oauth-answer.ts';
import { tenantNamed } from './tenant-names.ts';
import type { SigningKey } from './signing-keys.ts';

/** Issuer of the tokens that come with notifications. */
export const notificationIssuer = 'https://api.botframework.com';

export type DocumentOptions = OauthContext & {
  readonly directory: Directory;
  /** Where addresses in a document lie: by which name the client came. */
  readonly origin: string;
  /** Whose hosts are named; the global one's where left out. */
  readonly cloud?: CloudName | undefined;
};

/**
 * `GET /{tenant}/v2.0/.well-known/openid-configuration`, and without `v2.0` the older one, whose issuer is that of Graph's tokens.
 * For `common` and its like the issuer has `{tenantid}` in it, as a pattern for the real ones (OpenID Connect Discovery 1.0 §4, as Entra has it).
 */
export function tenantDocument(tenant: string, version: 'v1' | 'v2', options: DocumentOptions): Response {
  const found = tenantNamed(options.directory, tenant);
  if (!found) return oauthError({ status: 400, error: 'invalid_tenant', code: 90002, text: `Tenant '${tenant.slice(0, 100)}' not found. ${tenantsOf(options)}` }, options); // prettier-ignore
  const name = found === 'any' ? tenant.toLowerCase() : found.tenantId;
  const id = found === 'any' ? '{tenantid}' : found.tenantId;
  const base = `${options.origin}/${name}`;
  const path = version === 'v2' ? 'oauth2/v2.0' : 'oauth2';
  const { instanceName, directoryHost, graphHost } = clouds[options.cloud ?? 'global'];
  return jsonAnswer({
    token_endpoint: `${base}/${path}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256'],
    jwks_uri: `${base}/discovery/${version === 'v2' ? 'v2.0/' : ''}keys`,
    grant_types_supported: ['client_credentials'],
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['token'],
    scopes_supported: ['openid'],
    issuer: version === 'v2' ? `${options.origin}/${id}/v2.0` : issuerOf(id),
    authorization_endpoint: `${base}/${path}/authorize`,
    cloud_instance_name: instanceName,
    cloud_graph_host_name: directoryHost,
    msgraph_host: graphHost,
  });
}

/** `GET /v1/.well-known/OpenIdConfiguration`: where bots learn how notifications are signed. */
export function notificationDocument(origin: string): Response {
  return jsonAnswer({
    issuer: notificationIssuer,
    authorization_endpoint: `${origin}/v1/authorize`,
    jwks_uri: `${origin}/v1/.well-known/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  });
}

export function keysDocument(keys: readonly SigningKey[]): Response {
  return jsonAnswer({ keys: keys.map(({ publicJwk }) => publicJwk) });
}

/**
 * `GET /common/discovery/instance?api-version=1.1&authorization_endpoint=…`: Microsoft's libraries ask whether an authority that they
 * do not know is to be trusted. It is when it is one of Entra's hosts or this switchboard.
 */
export function instanceDocument(query: URLSearchParams, options: DocumentOptions & { readonly publicUrl: URL }): Response {
  const { origin, publicUrl, directory } = options;
  const refused = (error: string, code: number, text: string): Response => oauthError({ status: 400, error, code, text }, options);
  const asked = query.get('authorization_endpoint');
  if (!asked) return refused('invalid_request', 900144, "The request must contain the following parameter: 'authorization_endpoint'.");
  if (!['1.0', '1.1'].includes(query.get('api-version') ?? '')) return refused('invalid_request', 900144, "The request must contain the following parameter: 'api-version', 1.0 or 1.1."); // prettier-ignore
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  const ours = [new URL(origin).host, publicUrl.host];
  const isKnown = url?.protocol === 'https:' && (ours.includes(url.host) || isEntraHost(url.host) || isOfThisMachine(url.hostname));
  if (!url || !isKnown) return refused('invalid_instance', 50049, `Unknown or invalid instance: '${asked.slice(0, 200)}' is an address of neither Entra nor this switchboard.`); // prettier-ignore
  const [, tenant = ''] = url.pathname.split('/');
  if (!tenantNamed(directory, tenant)) return refused('invalid_tenant', 90002, `Tenant '${tenant.slice(0, 100)}' not found. ${tenantsOf(options)}`); // prettier-ignore
  const known = isEntraHost(url.host) ? entraHosts : [[url.host], ...entraHosts];
  const version = url.pathname.includes('/v2.0/') ? '/v2.0' : '';
  return jsonAnswer({
    tenant_discovery_endpoint: `${url.origin}/${tenant}${version}/.well-known/openid-configuration`,
    'api-version': query.get('api-version'),
    metadata: known.map((aliases) => ({ preferred_network: aliases[0], preferred_cache: aliases[1] ?? aliases[0], aliases })),
  });
}

function tenantsOf({ directory }: DocumentOptions): string {
  return `The tenants here: ${directory.tenants.map(({ tenantId }) => tenantId).join(', ')}.`;
}
