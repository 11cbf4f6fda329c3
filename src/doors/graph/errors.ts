/** How the door says no: each kind with its HTTP status and the code that Graph gives it. */
import type { Log } from '../../base/log.ts';
import type { Refused } from '../../switchboard/result.ts';
import type { ErrorBody } from '../../wire/graph/error-body.ts';

export type GraphDoorErrorCode =
  /** The body, a parameter or a target is not what the command takes. */
  | 'graph-door/bad-request'
  /** recordResponse takes one prompt at most. */
  | 'graph-door/bad-prompts'
  | 'graph-door/unauthenticated'
  /** The token lacks the permission that the command needs. */
  | 'graph-door/forbidden'
  | 'graph-door/other-tenant'
  /** The token is good, but its app is not known here (any more). */
  | 'graph-door/not-registered'
  | 'graph-door/unknown-path'
  | 'graph-door/unknown-call'
  /** There is no such participant, routing group, operation or meeting. */
  | 'graph-door/unknown-item'
  /** The passcode of a meeting is not what it must be. */
  | 'graph-door/wrong-passcode'
  | 'graph-door/wrong-method'
  /** The call is in a state in which this cannot be done. */
  | 'graph-door/wrong-state'
  | 'graph-door/too-large'
  /** The body is compressed in a way that is not known. */
  | 'graph-door/unknown-encoding'
  | 'graph-door/queue-full'
  /** More than Microsoft's limits allow an app. */
  | 'graph-door/throttled'
  | 'graph-door/failed'
  /** Documented by Microsoft, not served here. */
  | 'graph-door/not-implemented'
  | 'graph-door/full'
  /** A prompt could not be fetched; told in a notification, never as an answer. */
  | 'graph-door/prompt';

const answers: Readonly<Record<GraphDoorErrorCode, readonly [status: number, graphCode: string]>> = {
  'graph-door/bad-request': [400, 'BadRequest'],
  'graph-door/bad-prompts': [400, '8523'],
  'graph-door/unauthenticated': [401, 'InvalidAuthenticationToken'],
  'graph-door/forbidden': [403, '7504'],
  'graph-door/other-tenant': [403, '7505'],
  'graph-door/not-registered': [403, '7503'],
  'graph-door/unknown-path': [404, 'ResourceNotFound'],
  'graph-door/unknown-call': [404, '8522'],
  'graph-door/unknown-item': [404, 'NotFound'],
  'graph-door/wrong-passcode': [403, 'Forbidden'],
  'graph-door/wrong-method': [405, 'MethodNotAllowed'],
  'graph-door/wrong-state': [409, 'Conflict'],
  'graph-door/too-large': [413, 'RequestEntityTooLarge'],
  'graph-door/unknown-encoding': [415, 'UnsupportedMediaType'],
  'graph-door/queue-full': [429, 'TooManyRequests'],
  'graph-door/throttled': [429, 'TooManyRequests'],
  'graph-door/failed': [500, 'InternalServerError'],
  'graph-door/not-implemented': [501, 'NotImplemented'],
  'graph-door/full': [503, 'ServiceUnavailable'],
  'graph-door/prompt': [502, 'BadGateway'],
};

export class GraphDoorError extends Error {
  readonly code: GraphDoorErrorCode;
  /** When to come again, in seconds: for answers with 429 and 503. */
  readonly retryAfterS: number;
  /** The methods that a path does take: for answers with 405. */
  readonly allow: readonly string[];
  constructor(
    code: GraphDoorErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterS?: number; readonly allow?: readonly string[] } = {},
  ) {
    super(message, options);
    this.name = 'GraphDoorError';
    this.code = code;
    this.retryAfterS = options.retryAfterS ?? 1;
    this.allow = options.allow ?? [];
  }
}

const refusals: Readonly<Record<Refused['code'], GraphDoorErrorCode>> = {
  'switchboard/unknown-leg': 'graph-door/unknown-call',
  'switchboard/unknown-person': 'graph-door/bad-request',
  'switchboard/unknown-app': 'graph-door/forbidden',
  'switchboard/unknown-target': 'graph-door/bad-request',
  'switchboard/takes-part': 'graph-door/bad-request',
  'switchboard/not-other-side': 'graph-door/bad-request',
  'switchboard/own-number': 'graph-door/bad-request',
  'switchboard/bad-group': 'graph-door/bad-request',
  'switchboard/unknown-participant': 'graph-door/unknown-item',
  'switchboard/unknown-group': 'graph-door/unknown-item',
  'switchboard/unknown-meeting': 'graph-door/unknown-item',
  'switchboard/wrong-passcode': 'graph-door/wrong-passcode',
  'switchboard/not-allowed': 'graph-door/forbidden',
  'switchboard/not-offered': 'graph-door/not-implemented',
  'switchboard/own-media': 'graph-door/bad-request',
  'switchboard/hosted-media': 'graph-door/bad-request',
  'switchboard/taken': 'graph-door/wrong-state',
  'switchboard/wrong-state': 'graph-door/wrong-state',
  'switchboard/queue-full': 'graph-door/queue-full',
  'switchboard/full': 'graph-door/full',
};

/** What the switchboard refused, as the door says it. */
export function fromRefusal({ code, message, remedy }: Refused): GraphDoorError {
  if (code === 'switchboard/unknown-leg') return new GraphDoorError('graph-door/unknown-call', 'Call not found.');
  return new GraphDoorError(refusals[code], `${message} ${remedy}`);
}

/** The answer in Graph's envelope. */
export function errorResponse(
  error: GraphDoorError,
  ids: { readonly requestId: string; readonly clientRequestId: string; readonly date: string; readonly loginOrigin?: string },
): Response {
  const [status, code] = answers[error.code];
  const innerError = { date: ids.date, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId };
  const body: ErrorBody = { error: { code, message: error.message, innerError } };
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (status === 401) headers['www-authenticate'] = challenge(ids.loginOrigin);
  // RFC 9110 §15.5.6: a 405 names what is allowed, if it is nothing.
  if (status === 405) headers['allow'] = error.allow.join(', ');
  // RFC 9110 §12.5.3: a 415 for the encoding's sake names what can be read.
  if (status === 415) headers['accept-encoding'] = 'gzip, deflate, br';
  if (status === 429 || status === 503) headers['retry-after'] = String(error.retryAfterS);
  return new Response(JSON.stringify(body), { status, headers });
}

/** As Graph has it: where to go for a token, and which application it is to be for. */
function challenge(loginOrigin = 'https://login.microsoftonline.com'): string {
  return `Bearer realm="", authorization_uri="${loginOrigin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;
}

/** Whatever was thrown, as an answer; what is not ours is logged and told without details. */
export function asDoorError(error: unknown, log: Log): GraphDoorError {
  if (error instanceof GraphDoorError) return error;
  log.error('the Graph door failed', { error });
  return new GraphDoorError('graph-door/failed', 'The switchboard failed; its log says why.', { cause: error });
}
