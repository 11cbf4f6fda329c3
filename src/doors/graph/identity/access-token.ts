/** The tokens with which apps come to the door: given out by the token endpoint, read at every command. */
import { createHash } from 'node:crypto';
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import type { Clock } from '../../../base/clock.ts';
import type { AppCredential, AppEntry, Directory } from '../../../switchboard/directory.ts';
import { GraphDoorError } from '../errors.ts';
import { graphHosts } from './login-host.ts';
import { signed, type SigningKey, type SigningKeys } from './signing-keys.ts';

export const graphAudience = 'https://graph.microsoft.com';
/** Graph as an application; it may be asked for by this id, and then a token's audience is the id. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';
/** Graph of any cloud, with and without the last stroke, or by its id. */
const audiences = [graphAppId, ...[...graphHosts.keys()].flatMap((host) => [`https://${host}`, `https://${host}/`])];
const longestToken = 16 * 1024;

/** Who asks, in which tenant, and what it may. */
export type Caller = { readonly appId: string; readonly tenantId: string; readonly roles: readonly string[] };

type Issuer = { readonly keys: Pick<SigningKeys, 'key' | 'keys'>; readonly clock: Clock; readonly directory: Directory };

/**
 * Entra gives Graph tokens of version 1 whatever endpoint they are asked at, since Graph's own registration asks for these
 * (learn.microsoft.com/entra/identity-platform/access-tokens, "Token formats"): so the issuer is that of version 1.
 */
export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

export type AccessTokenOptions = {
  readonly tenantId: string;
  readonly audience: string;
  /** How the app proved itself. */
  readonly credential: AppCredential['kind'];
  readonly lifetimeMs: number;
  /** A name for this token, unlike any other's. */
  readonly tokenId: string;
};

/** A token of an app in a tenant, with what that tenant's administrator consented to as `roles`. */
export async function accessToken({ keys, clock }: Issuer, app: AppEntry, options: AccessTokenOptions): Promise<string> {
  const { tenantId, audience, credential, lifetimeMs, tokenId } = options;
  const roles = app.grants[tenantId] ?? [];
  const issuer = issuerOf(tenantId);
  const objectId = servicePrincipalId(app.appId, tenantId);
  const claims = {
    aud: audience,
    iss: issuer,
    app_displayname: app.name,
    appid: app.appId,
    appidacr: credential === 'secret' ? '1' : '2',
    idp: issuer,
    idtyp: 'app',
    oid: objectId,
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
    sub: objectId,
    tid: tenantId,
    uti: tokenId,
    ver: '1.0',
  };
  return signed(await keys.key(), clock, claims, lifetimeMs);
}

/** Reads the token of a request. Throws a `GraphDoorError` that says what is wrong with it. */
export async function callerOf(request: { readonly headers: Pick<Headers, 'get'> }, { keys, clock, directory }: Issuer): Promise<Caller> {
  const header = request.headers.get('authorization');
  if (header === null || header.trim() === '') throw denied('Access token is empty: send “Authorization: Bearer …”.');
  const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (token === undefined) throw denied('The Authorization header is not of the form “Bearer …”.');
  if (token.length > longestToken) throw denied('CompactToken parsing failed: this is too long for a token.');
  const published = await keys.keys();
  try {
    const { payload } = await clock.hold(() =>
      jwtVerify(token, (protectedHeader) => keyNamed(published, protectedHeader), {
        algorithms: ['RS256'],
        audience: audiences,
        currentDate: new Date(clock.wallMs()),
        requiredClaims: ['exp', 'iss', 'appid', 'tid'],
      }),
    );
    const { appid, tid, iss, roles } = payload;
    const tenant = directory.tenants.find(({ tenantId }) => tenantId === tid);
    if (!tenant) throw denied(`The token is of the tenant ${String(tid)}, which is not one of this switchboard.`);
    if (iss !== issuerOf(tenant.tenantId)) throw denied('Access token validation failure. The claim iss is not as it must be.');
    const app = directory.apps.find(({ appId }) => appId === appid);
    if (!app) throw new GraphDoorError('graph-door/not-registered', `Application is not registered in our store. (${String(appid)})`);
    return { appId: app.appId, tenantId: tenant.tenantId, roles: Array.isArray(roles) ? roles.map(String) : [] };
  } catch (cause) {
    throw cause instanceof GraphDoorError ? cause : denied(whyDenied(cause), cause);
  }
}

/** The same as a value. */
export async function tokenRead(
  request: Parameters<typeof callerOf>[0],
  issuer: Issuer,
): Promise<({ readonly ok: true } & Caller) | { readonly ok: false; readonly message: string }> {
  try {
    return { ok: true, ...(await callerOf(request, issuer)) };
  } catch (error) {
    if (!(error instanceof GraphDoorError)) throw error;
    return { ok: false, message: error.message };
  }
}

function keyNamed(published: readonly SigningKey[], { kid }: JWTHeaderParameters): SigningKey['publicKey'] {
  const found = published.find((each) => each.kid === kid);
  if (!found) throw new errors.JWKSNoMatchingKey();
  return found.publicKey;
}

function whyDenied(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'Lifetime validation failed, the token is expired. Fetch a new one.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud')
      return `Access token validation failure. Invalid audience: ${String(error.payload.aud)}; ${graphAudience} is wanted.`;
    return `Access token validation failure. The claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'not as it must be'}.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'Access token validation failure. The signature is not ours.';
  return 'CompactToken parsing failed: this is not a token that was given out here.';
}

/** The app's own object in a tenant: the same in every token, and other than the app's id. */
export function servicePrincipalId(appId: string, tenantId: string): string {
  const hex = createHash('sha256').update(`service principal of ${appId} in ${tenantId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function denied(message: string, cause?: unknown): GraphDoorError {
  return new GraphDoorError('graph-door/unauthenticated', message, { cause });
}
