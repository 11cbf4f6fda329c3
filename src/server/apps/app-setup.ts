/** All that a bot has to be told so that it finds this switchboard and can be itself: addresses, ids, variables. */
import type { AppEndpoints } from '../../wire/live/apps.ts';
import type { AppView } from './admin-command.ts';
import type { HousePlaces } from './house-places.ts';

export type AppSetup = {
  readonly tenantId: string;
  readonly appId: string;
  readonly endpoints: AppEndpoints;
  readonly secureEndpoints?: AppEndpoints | undefined;
  /** In place of Microsoft's hosts, for programs that have these written into them. */
  readonly proxy: string;
  readonly certificate?: string | undefined;
  /** As Microsoft's libraries and samples, in C# and JavaScript, read them. `secret` is in it only when it was just made. */
  readonly environment: Readonly<Record<string, string>>;
  /** `carrier` of a bot of our own kit, in `rollcall.config.ts`. */
  readonly carrier: Readonly<Record<string, string>>;
};

const placeholder = '(the secret, shown when it was made)';
const certificatePlaceholder = '(PEM file with the certificate and its key)';

export function setupOf({ appId, tenantId, credentials }: AppView, places: HousePlaces, secret?: string): AppSetup {
  const endpoints = endpointsAt(places.publicUrl ?? places.url, tenantId);
  const { secureUrl, certificate } = places;
  const secureEndpoints = secureUrl === undefined ? undefined : endpointsAt(secureUrl, tenantId);
  const hasSecret = credentials.some(({ kind }) => kind === 'secret');
  const shown = secret ?? placeholder;
  const best = secureEndpoints ?? endpoints;
  const environment = {
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppId: appId,
    ...(hasSecret ? { MicrosoftAppPassword: shown } : {}),
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: appId,
    ...(hasSecret ? { AZURE_CLIENT_SECRET: shown } : { AZURE_CLIENT_CERTIFICATE_PATH: certificatePlaceholder }),
    // Microsoft's libraries take no authority but one over HTTPS.
    ...(secureUrl === undefined ? {} : { AZURE_AUTHORITY_HOST: secureUrl }),
    GRAPH_BASE_URL: best.graph,
    TOKEN_URL: best.token,
    NOTIFICATION_OPENID_URL: best.notificationOpenId,
    MEDIA_BRIDGE_URL: best.bridge,
    ...(secureUrl === undefined || certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificate }),
  };
  const { graph: baseUrl, token: tokenUrl, notificationOpenId: openIdUrl, bridge: bridgeUrl } = endpoints;
  const proof = hasSecret ? { secret: shown } : { certificate: certificatePlaceholder };
  const carrier = { tenantId, appId, ...proof, baseUrl, tokenUrl, openIdUrl, bridgeUrl };
  return { tenantId, appId, endpoints, secureEndpoints, proxy: places.url, certificate, environment, carrier };
}

function endpointsAt(place: string, tenantId: string): AppEndpoints {
  const base = place.replace(/\/+$/, '');
  return {
    graph: `${base}/v1.0`,
    graphBeta: `${base}/beta`,
    token: `${base}/${tenantId}/oauth2/v2.0/token`,
    authority: `${base}/${tenantId}`,
    openId: `${base}/${tenantId}/v2.0/.well-known/openid-configuration`,
    keys: `${base}/${tenantId}/discovery/v2.0/keys`,
    notificationOpenId: `${base}/v1/.well-known/OpenIdConfiguration`,
    bridge: `${base}/bridge`,
  };
}
