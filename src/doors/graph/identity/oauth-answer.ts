/** Answers of the identity platform: JSON, and errors in the shape of OAuth with Entra's numbers (RFC 6749 §5.2). */
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';

export type OauthFault = { readonly status: number; readonly error: string; readonly code: number; readonly text: string };

export type OauthContext = {
  readonly clock: Clock;
  readonly random: Random;
  /** What the client calls its request, if it does. */
  readonly correlationId?: string | undefined;
  /** Whether the client proved itself in the `Authorization` header: then a 401 names the scheme (RFC 6749 §5.2). */
  readonly isBasic?: boolean | undefined;
};

export function oauthError({ status, error, code, text }: OauthFault, { clock, random, correlationId, isBasic }: OauthContext): Response {
  const trace = random.uuid();
  const correlation = correlationId ?? random.uuid();
  const timestamp = `${new Date(clock.wallMs()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = `AADSTS${String(code)}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  const body = {
    error,
    error_description: description,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${String(code)}`,
  };
  const headers: Record<string, string> = status === 401 && isBasic ? { 'www-authenticate': 'Basic realm=""' } : {};
  return jsonAnswer(body, { ...headers, 'cache-control': 'no-store', pragma: 'no-cache' }, status);
}

export function jsonAnswer(body: object, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}
