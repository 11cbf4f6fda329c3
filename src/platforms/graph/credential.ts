/** How an app proves who it is when it asks for a token: with a secret, or with an assertion that its certificate signs. */
import { createHash, X509Certificate } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { PlatformError } from './errors.ts';

/** `certificate` and `privateKey` are PEM; the key is PKCS #8 and RSA. */
export type AppCredential =
  | { readonly secret: string; readonly certificate?: undefined }
  | { readonly certificate: { readonly certificate: string; readonly privateKey: string }; readonly secret?: undefined };

const ASSERTION_LIVES_S = 5 * 60;

export type ProofOptions = { readonly tokenUrl: string; readonly appId: string; readonly clock: Clock; readonly random: Random };

/**
 * The fields of the token request that prove it. Source: RFC 6749 §2.3.1; RFC 7523 §2.2; Entra docs,
 * identity-platform/certificate-credentials. Rejects with `platform/no-token` when the certificate or its key cannot be read.
 */
export async function proofOf(credential: AppCredential, options: ProofOptions): Promise<Readonly<Record<string, string>>> {
  if (credential.secret !== undefined) return { client_secret: credential.secret };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(credential.certificate, options),
  };
}

async function assertion(
  pair: { certificate: string; privateKey: string },
  { tokenUrl, appId, clock, random }: ProofOptions,
): Promise<string> {
  const now = Math.floor(clock.wallMs() / 1000);
  const claims = { aud: tokenUrl, iss: appId, sub: appId, jti: random.uuid(), nbf: now, iat: now, exp: now + ASSERTION_LIVES_S };
  try {
    const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprintOf(pair.certificate) };
    return await clock.hold(async () => new SignJWT(claims).setProtectedHeader(header).sign(await importPKCS8(pair.privateKey, 'PS256')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `the app’s certificate cannot sign: ${why}; it has to be PEM, and its key PKCS #8 and RSA (openssl pkcs8 -topk8 -nocrypt)`;
    throw new PlatformError('platform/no-token', message, { cause });
  }
}

/** RFC 7515 §4.1.8. */
function thumbprintOf(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
}
