/** What an app says of itself and signs with its certificate, in place of a secret (RFC 7523, and Entra's page on certificate credentials). */
import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { Clock } from '../../../base/clock.ts';
import type { AppEntry } from '../../../switchboard/directory.ts';
import type { CertificateCredential } from './certificate.ts';
import type { OauthFault } from './oauth-answer.ts';
import type { ReplayGuard } from './replay-guard.ts';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type AssertionOptions = {
  readonly app: AppEntry;
  /** Whether an audience names the token endpoint that was asked, by any of its names. */
  readonly isAudience: (audience: string) => boolean;
  readonly clock: Clock;
  /** Absent: an assertion may serve again while it is good. */
  readonly replays: ReplayGuard | undefined;
};

const algorithms = ['RS256', 'PS256'];
/** Clocks may differ by so much, as with Entra. */
const toleranceSeconds = 300;
const longestAssertion = 32 * 1024;

/** Undefined when the assertion proves the app; otherwise what is wrong with it. */
export async function assertionFault(assertion: string, options: AssertionOptions): Promise<OauthFault | undefined> {
  const header = headerOf(assertion);
  if (!header) return fault(50027, 'The client assertion is no signed JWT.');
  const { alg = '' } = header;
  if (!algorithms.includes(alg)) return fault(5002738, `'${alg.slice(0, 20)}' is no algorithm for assertions; sign with RS256 or PS256.`);
  const certificate = certificateNamed(header, options.app);
  if (!certificate) return fault(700027, `No certificate of the app '${options.app.appId}' has the thumbprint of the header (x5t#S256 or x5t). Register it first.`); // prettier-ignore
  const { clock } = options;
  try {
    const { payload } = await clock.hold(() =>
      jwtVerify(assertion, new X509Certificate(certificate.pem).publicKey, {
        algorithms,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(clock.wallMs()),
        requiredClaims: ['aud', 'exp', 'iss', 'sub'],
      }),
    );
    return claimsFault(payload, certificate, options);
  } catch (error) {
    return faultOf(error);
  }
}

function claimsFault(payload: JWTPayload, certificate: CertificateCredential, options: AssertionOptions): OauthFault | undefined {
  const { app, clock, isAudience, replays } = options;
  const nowMs = clock.wallMs();
  if (nowMs >= (certificate.endsMs ?? Infinity)) return fault(1000502, 'The certificate is no longer valid. Register a new one.');
  if (payload.iss !== app.appId || payload.sub !== app.appId)
    return fault(700021, `The assertion is of '${String(payload.sub)}', and client_id says '${app.appId}': iss, sub and client_id must be the same.`); // prettier-ignore
  if (![payload.aud ?? []].flat().some(isAudience))
    return fault(700023, `The assertion's audience '${String(payload.aud)}' is not the token endpoint that was asked.`);
  if (!replays) return undefined;
  if (!payload.jti) return fault(50027, "The assertion has no 'jti', by which one that comes twice would be known.");
  const untilMs = ((payload.exp ?? 0) + toleranceSeconds) * 1000;
  if (replays.isFirst(`${app.appId} ${payload.jti}`, { nowMs, untilMs })) return undefined;
  return fault(50013, `The assertion '${payload.jti}' has served already. Sign a new one for each request.`);
}

function headerOf(assertion: string): ProtectedHeaderParameters | undefined {
  if (assertion.length > longestAssertion) return undefined;
  try {
    const header = decodeProtectedHeader(assertion);
    return typeof (header.alg ?? '') === 'string' ? header : undefined;
  } catch {
    return undefined;
  }
}

/** By either thumbprint; older libraries write them in plain base64. */
function certificateNamed({ x5t, 'x5t#S256': x5tS256 }: ProtectedHeaderParameters, app: AppEntry): CertificateCredential | undefined {
  const named = (thumbprint: unknown, each: string): boolean =>
    typeof thumbprint === 'string' && thumbprint.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === each;
  return app.credentials.find(
    (each): each is CertificateCredential =>
      each.kind === 'certificate' && (x5tS256 === undefined ? named(x5t, each.sha1) : named(x5tS256, each.sha256)),
  );
}

function faultOf(error: unknown): OauthFault {
  if (error instanceof errors.JWTExpired) return fault(700024, 'The client assertion has expired. Sign a new one; check the clock.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return fault(700024, 'The client assertion is not valid yet. Check the clock.');
    return fault(50027, `The client assertion's claim '${error.claim}' is missing or not as it must be.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return fault(700027, 'The client assertion is not signed with the key of the certificate that its header names.');
  return fault(50027, 'The client assertion is no signed JWT.');
}

function fault(code: number, text: string): OauthFault {
  return { status: 401, error: 'invalid_client', code, text };
}
