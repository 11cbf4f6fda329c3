/** Refusals as the real door makes them: with its own words, headers and ids. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { errorResponse, GraphDoorError } from '../../doors/graph/errors.ts';
import { loginOriginOf, originOf } from '../../doors/graph/identity/login-host.ts';
import { oauthError } from '../../doors/graph/identity/oauth-answer.ts';
import { requestIdsOf } from '../../doors/graph/request-ids.ts';
import { withServiceHeaders } from '../../doors/graph/service-headers.ts';
import { defaultSettings } from '../../doors/graph/settings.ts';
import { origin } from '../house/lab-directory.ts';

const kinds = {
  401: ['graph-door/unauthenticated', 'Lifetime validation failed, the token is expired. Fetch a new one.'],
  429: ['graph-door/throttled', 'Please retry again later: more requests than the lab lets through.'],
  500: ['graph-door/failed', 'The switchboard failed, as the lab has it.'],
  502: ['graph-door/prompt', 'The gateway had no good answer, as the lab has it.'],
  503: ['graph-door/full', 'The service cannot be used now, as the lab has it.'],
} as const;

export type Refusing = { readonly clock: Clock; readonly random: Random };

/** Graph's answer to a request that is not let through. */
export function refusal(
  status: keyof typeof kinds,
  request: Request,
  { clock, random, retryAfterS = 1 }: Refusing & { readonly retryAfterS?: number | undefined },
): Response {
  const [code, message] = kinds[status];
  const ids = requestIdsOf(request, { clock, random });
  const loginOrigin = loginOriginOf(originOf(request, new URL(origin)));
  const answer = errorResponse(new GraphDoorError(code, message, { retryAfterS }), { ...ids, loginOrigin });
  return withServiceHeaders(answer, request, ids, { clock, settings: defaultSettings });
}

/** What the identity platform says when it is not well itself; 90033 is Entra's number for it. */
export function noToken(request: Request, { clock, random }: Refusing): Response {
  const correlationId = request.headers.get('client-request-id') ?? undefined;
  const fault = { status: 503, error: 'temporarily_unavailable', code: 90033, text: 'A transient error has occurred. Please try again.' };
  return oauthError(fault, { clock, random, correlationId });
}
