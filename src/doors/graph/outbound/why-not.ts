/** Why a request came to nothing, in words. */
import { DeadlineError } from '../../../base/clock.ts';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** A clause that follows a colon. */
export function whyNot(error: unknown): string {
  if (error instanceof DeadlineError) return `no answer within ${String(error.ms / 1000)} s`;
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; depth++) {
    if (each instanceof DeadlineError) return whyNot(each);
    const said = words[codeOf(each) ?? ''];
    if (said !== undefined) return said;
    each = each.cause ?? (each instanceof AggregateError ? each.errors[0] : undefined);
  }
  return error instanceof Error ? error.message : String(error);
}

/** Whether nobody heard the request, so that it may be sent again. */
export function isUnheard(error: unknown): boolean {
  return [
    'connection refused',
    'the host could not be looked up',
    'the host cannot be reached',
    'the network cannot be reached',
    'the connection was cut',
  ].includes(whyNot(error));
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
