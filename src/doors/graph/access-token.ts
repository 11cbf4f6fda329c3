/** The tokens with which apps come to the door: given out by `identity.ts`, read at every command. */
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../../base/clock.ts';
import type { AppEntry, Directory } from '../../switchboard/directory.ts';
import { GraphDoorError } from './errors.ts';
import { signed, type SigningKey } from './signing-keys.ts';

export const graphAudience = 'https://graph.microsoft.com';

/** Who asks, and what it may. */
export type Caller = { readonly appId: string; readonly roles: readonly string[] };

type Issuer = { readonly key: SigningKey; readonly clock: Clock; readonly directory: Directory; readonly publicUrl: URL };

export function issuerOf({ publicUrl, directory }: Pick<Issuer, 'publicUrl' | 'directory'>): string {
  return `${publicUrl.origin}/${directory.tenantId}/v2.0`;
}

export function accessToken(issuer: Issuer, app: AppEntry, lifetimeMs: number): Promise<string> {
  const { key, clock, directory } = issuer;
  const claims = { appid: app.appId, azp: app.appId, sub: app.appId, oid: app.appId, tid: directory.tenantId, idtyp: 'app', ver: '1.0' };
  return signed(key, clock, { ...claims, iss: issuerOf(issuer), aud: graphAudience, roles: [...app.permissions] }, lifetimeMs);
}

/** Reads the token of a request. Throws a `GraphDoorError` that says what is wrong with it. */
export async function callerOf(request: Request, issuer: Issuer): Promise<Caller> {
  const header = request.headers.get('authorization');
  if (header === null) throw denied('Access token is empty: send “Authorization: Bearer …”.');
  const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (token === undefined) throw denied('The Authorization header is not of the form “Bearer …”.');
  const { clock, key, directory } = issuer;
  try {
    const { payload } = await clock.hold(() =>
      jwtVerify(token, key.publicKey, {
        algorithms: ['RS256'],
        audience: graphAudience,
        issuer: issuerOf(issuer),
        currentDate: new Date(clock.wallMs()),
        requiredClaims: ['exp', 'appid', 'tid'],
      }),
    );
    const { appid, tid, roles } = payload;
    if (tid !== directory.tenantId) throw denied(`The token is of the tenant ${String(tid)}, not of ${directory.tenantId}.`);
    const app = directory.apps.find(({ appId }) => appId === appid);
    if (!app) throw denied(`The token's app ${String(appid)} is not registered here.`);
    return { appId: app.appId, roles: Array.isArray(roles) ? roles.map(String) : [] };
  } catch (cause) {
    throw cause instanceof GraphDoorError ? cause : denied(whyDenied(cause), cause);
  }
}

function whyDenied(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'Lifetime validation failed, the token is expired. Fetch a new one.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud')
      return `Access token validation failure. Invalid audience: ${String(error.payload.aud)}; ${graphAudience} is wanted.`;
    return `Access token validation failure. The claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'not as it must be'}.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Access token validation failure. The signature is not ours.';
  return 'CompactToken parsing failed: this is not a token that was given out here.';
}

function denied(message: string, cause?: unknown): GraphDoorError {
  return new GraphDoorError('graph-door/unauthenticated', message, { cause });
}
