/** `POST /{tenant}/oauth2/v2.0/token` and its older form: a token for an app that proves itself (RFC 6749 §4.4). */
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import type { AppCredential, AppEntry, Directory } from '../../../switchboard/directory.ts';
import { accessToken } from './access-token.ts';
import type { SigningKeys } from './signing-keys.ts';
import { assertionFault, assertionType } from './client-assertion.ts';
import { secretAmong } from './client-secret.ts';
import { isEntraHost, isOfThisMachine } from './login-host.ts';
import { jsonAnswer, oauthError, type OauthFault } from './oauth-answer.ts';
import type { ReplayGuard } from './replay-guard.ts';
import { tenantNamed } from './tenant-names.ts';
import { parametersOf, type TokenParameters } from './token-parameters.ts';

export type TokenEndpoint = {
  readonly directory: Directory;
  readonly publicUrl: URL;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly replays: ReplayGuard | undefined;
  readonly tokenLifetimeMs: number;
};

export type TokenRequest = {
  /** As in the path: an id, a domain, or a name that stands for any. */
  readonly tenant: string;
  readonly version: 'v1' | 'v2';
  readonly body: string;
  readonly authorization: string | null;
  readonly correlationId?: string | undefined;
};

type Proof = { readonly credential: AppCredential['kind'] };

/** An OAuth answer, good or bad; rejects only when the switchboard itself fails. */
export async function tokenAnswer(endpoint: TokenEndpoint, request: TokenRequest): Promise<Response> {
  const granted = await grantedToken(endpoint, request);
  if (granted instanceof Response) return granted;
  const { clock, random } = endpoint;
  const { correlationId, authorization } = request;
  return oauthError(granted, { clock, random, correlationId, isBasic: authorization !== null });
}

async function grantedToken(endpoint: TokenEndpoint, request: TokenRequest): Promise<Response | OauthFault> {
  const { directory, publicUrl, tokenLifetimeMs, clock, random } = endpoint;
  const tenant = tenantNamed(directory, request.tenant);
  if (!tenant) return bad(90002, `Tenant '${request.tenant.slice(0, 100)}' not found. The tenants here: ${directory.tenants.map(({ tenantId }) => tenantId).join(', ')}.`); // prettier-ignore
  const parameters = parametersOf(request, publicUrl);
  if ('code' in parameters) return parameters;
  const { clientId, audience } = parameters;
  const app = directory.apps.find(({ appId }) => appId.toLowerCase() === clientId.toLowerCase());
  const tenantId = tenant === 'any' ? app?.tenantId : tenant.tenantId;
  if (!app || tenantId === undefined || !isIn(app, tenantId)) {
    return { ...bad(700016, `Application with identifier '${clientId.slice(0, 100)}' was not found in the directory '${tenantId ?? request.tenant}'. Register it there, or consent to it.`), error: 'unauthorized_client' }; // prettier-ignore
  }
  const proof = await proofOf(app, parameters, endpoint, tenantId);
  if ('code' in proof) return proof;
  const options = { tenantId, audience, ...proof, lifetimeMs: tokenLifetimeMs, tokenId: random.uuid() };
  const token = await accessToken(endpoint, app, options);
  const body = request.version === 'v1' ? versionOne(token, audience, tokenLifetimeMs, clock) : versionTwo(token, tokenLifetimeMs);
  return jsonAnswer(body, { 'cache-control': 'no-store', pragma: 'no-cache' });
}

function versionTwo(token: string, lifetimeMs: number): object {
  const expiresIn = Math.floor(lifetimeMs / 1000);
  return { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token };
}

/** The older form has its numbers as text, and tells the times themselves. */
function versionOne(token: string, resource: string, lifetimeMs: number, clock: Clock): object {
  const now = Math.floor(clock.wallMs() / 1000);
  const expiresIn = Math.floor(lifetimeMs / 1000);
  const [expires_in, expires_on, not_before] = [expiresIn, now + expiresIn, now].map(String);
  return { token_type: 'Bearer', expires_in, ext_expires_in: expires_in, expires_on, not_before, resource, access_token: token };
}

/** At home an app is known without consent; elsewhere by it. */
function isIn(app: AppEntry, tenantId: string): boolean {
  return app.tenantId === tenantId || app.grants[tenantId] !== undefined;
}

async function proofOf(
  app: AppEntry,
  { secret, assertion }: TokenParameters,
  { clock, publicUrl, directory, replays }: TokenEndpoint,
  tenantId: string,
): Promise<Proof | OauthFault> {
  if (assertion !== undefined) {
    const isAudience = (audience: string): boolean => isTokenEndpoint(audience, { publicUrl, directory, tenantId });
    const fault = await assertionFault(assertion, { app, isAudience, clock, replays });
    return fault ?? { credential: 'certificate' };
  }
  if (!secret) return wrong(7000218, `The request body must contain the following parameter: 'client_assertion' or 'client_secret' (with '${assertionType}').`); // prettier-ignore
  const credential = secretAmong(app.credentials, secret);
  if (!credential) return wrong(7000215, `Invalid client secret provided for the app '${app.appId}'. Send the secret itself, not its id.`);
  if (clock.wallMs() >= (credential.endsMs ?? Infinity)) return wrong(7000222, `The client secret (it begins with ${credential.hint}) of the app '${app.appId}' has expired. Make a new one.`); // prettier-ignore
  return { credential: 'secret' };
}

/** The endpoint itself, or the issuer that it belongs to, of this tenant or of any; at whichever of our names. */
function isTokenEndpoint(
  audience: string,
  { publicUrl, directory, tenantId }: Pick<TokenEndpoint, 'publicUrl' | 'directory'> & { readonly tenantId: string },
): boolean {
  if (!URL.canParse(audience)) return false;
  const { hostname, origin, pathname } = new URL(audience);
  if (origin !== publicUrl.origin && !isEntraHost(hostname) && !isOfThisMachine(hostname)) return false;
  const [, name = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const named = tenantNamed(directory, name);
  if (named !== 'any' && named?.tenantId !== tenantId) return false;
  return ['', '/', '/v2.0', '/oauth2/token', '/oauth2/v2.0/token'].includes(rest.toLowerCase());
}

function bad(code: number, text: string): OauthFault {
  return { status: 400, error: 'invalid_request', code, text };
}

function wrong(code: number, text: string): OauthFault {
  return { status: 401, error: 'invalid_client', code, text };
}
