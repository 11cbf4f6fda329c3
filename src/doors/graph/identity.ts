/** The identity platform that bots expect: tokens for client credentials, and the documents by which signatures are checked. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AppEntry, Directory } from '../../switchboard/directory.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { accessToken, graphAudience, issuerOf } from './access-token.ts';
import type { SigningKey } from './signing-keys.ts';

type Identity = {
  readonly directory: Directory;
  readonly publicUrl: URL;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenLifetimeMs: number;
};

/** Issuer of the tokens that come with notifications. */
export const notificationIssuer = 'https://api.botframework.com';

/** `POST /{tenant}/oauth2/v2.0/token`: an OAuth answer, good or bad (RFC 6749 §5). */
export async function tokenAnswer(
  identity: Identity,
  { tenant, body, basic }: { tenant: string; body: string; basic: string | null },
): Promise<Response> {
  const form = new URLSearchParams(body);
  const [basicId, basicSecret] = credentialsOf(basic);
  const clientId = form.get('client_id') ?? basicId;
  const secret = form.get('client_secret') ?? basicSecret;
  const grant = form.get('grant_type');
  const say = (status: number, error: string, code: number, text: string): Response => oauthError(identity, status, error, code, text);
  if (!knownTenants(identity.directory).includes(tenant.toLowerCase())) {
    return say(400, 'invalid_request', 90002, `Tenant '${tenant}' not found. The tenant here is '${identity.directory.tenantId}'.`);
  }
  if (!grant) return say(400, 'invalid_request', 900144, "The request body must contain the following parameter: 'grant_type'.");
  if (grant !== 'client_credentials') {
    return say(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'; use client_credentials.`);
  }
  if (!clientId) return say(400, 'invalid_request', 900144, "The request body must contain the following parameter: 'client_id'.");
  const scope = form.get('scope') ?? '';
  if (!/^\S+\/\.default$/.test(scope)) {
    return say(400, 'invalid_scope', 1002012, `The provided value for scope ${scope} is not valid. It must end with '/.default'.`);
  }
  const resource = scope.slice(0, -'/.default'.length);
  if (resource !== graphAudience && resource !== identity.publicUrl.origin) {
    return say(400, 'invalid_scope', 500011, `The resource principal named ${resource} was not found; ask for ${graphAudience}/.default.`);
  }
  const app = identity.directory.apps.find(({ appId }) => appId === clientId);
  if (!app) return say(400, 'unauthorized_client', 700016, `Application with identifier '${clientId}' was not found in the directory.`);
  if (!secret) return say(401, 'invalid_client', 7000218, "The request body must contain the following parameter: 'client_secret'.");
  if (!isSecretOf(app, secret)) return say(401, 'invalid_client', 7000215, `Invalid client secret provided for the app '${clientId}'.`);
  const expiresIn = Math.floor(identity.tokenLifetimeMs / 1000);
  const token = await accessToken(identity, app, identity.tokenLifetimeMs);
  return json(
    { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token },
    { 'cache-control': 'no-store' },
  );
}

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`. */
export function tenantDocument(identity: Pick<Identity, 'directory' | 'publicUrl'>): Response {
  const { origin } = identity.publicUrl;
  const { tenantId } = identity.directory;
  return json({
    issuer: issuerOf(identity),
    token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
    authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
    jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    response_types_supported: ['token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

/** `GET /v1/.well-known/OpenIdConfiguration`: where bots learn how notifications are signed. */
export function notificationDocument({ publicUrl }: Pick<Identity, 'publicUrl'>): Response {
  return json({
    issuer: notificationIssuer,
    authorization_endpoint: `${publicUrl.origin}/v1/authorize`,
    jwks_uri: `${publicUrl.origin}/v1/.well-known/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  });
}

export function keysDocument(key: SigningKey): Response {
  return json({ keys: [key.publicJwk] });
}

/** Client credentials may come for the tenant itself or by one of the names that stand for any. */
function knownTenants({ tenantId }: Directory): readonly string[] {
  return [tenantId.toLowerCase(), 'common', 'organizations', 'botframework.com'];
}

function isSecretOf(app: AppEntry, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(app.secret), digest(secret));
}

function credentialsOf(basic: string | null): readonly [string?, string?] {
  const [, encoded] = /^Basic +(\S+)$/i.exec(basic ?? '') ?? [];
  if (encoded === undefined) return [];
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  try {
    return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))];
  } catch {
    return [];
  }
}

function oauthError({ clock, random }: Identity, status: number, error: string, code: number, text: string): Response {
  const trace = random.uuid();
  const description = `AADSTS${String(code)}: ${text} Trace ID: ${trace}`;
  const timestamp = new Date(clock.wallMs()).toISOString();
  return json(
    { error, error_description: description, error_codes: [code], timestamp, trace_id: trace, correlation_id: trace },
    {},
    status,
  );
}

function json(body: object, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
