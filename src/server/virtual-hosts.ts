/** The hosts that bots have written into them, and what each of them serves here: the paths of its own service and nothing else. */
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { errorResponse, GraphDoorError } from '../doors/graph/errors.ts';
import { entraHosts, graphHosts } from '../doors/graph/identity/login-host.ts';

type Service = 'graph' | 'identity' | 'calling';

/** Of every cloud. No counterpart of api.aps.skype.com is documented for the national clouds, so that there is none. */
const services: ReadonlyMap<string, Service> = new Map([
  ...[...graphHosts.keys()].map((host) => [host, 'graph'] as const),
  ...entraHosts.flat().map((host) => [host, 'identity'] as const),
  ['api.aps.skype.com', 'calling'] as const,
]);

/** All of them. */
export const virtualHosts: readonly string[] = [...services.keys()];

/** What a service answers to; `/v1/keys` is where the real calling service keeps its keys. */
const paths: Readonly<Record<Service, RegExp>> = {
  graph: /^\/(v1\.0|beta|app|communications)(\/|$)/i,
  identity: /^\/(?!(?:v1|v1\.0|beta|app|communications)\/)[^/]+\/(oauth2|discovery|v2\.0|\.well-known)\//i,
  calling: /^\/v1\/(\.well-known\/|keys$)/i,
};

/** Undefined for what may pass: requests to other hosts, and those that the host named has a service for. */
export type RefuseMisplaced = (request: Request) => Response | undefined;

/** Says 404 to requests that a virtual host has no service for, as that host would. */
export function misplacedRequests({ clock, random }: { readonly clock: Clock; readonly random: Random }): RefuseMisplaced {
  return (request) => {
    const { hostname, pathname } = new URL(request.url);
    const service = services.get(hostname);
    if (service === undefined || paths[service].test(pathname)) return undefined;
    if (service === 'calling') return new Response(`There is nothing at ${pathname}.\n`, { status: 404 });
    const requestId = random.uuid();
    if (service === 'identity') return identityError(pathname, requestId, clock);
    const clientRequestId = request.headers.get('client-request-id') ?? requestId;
    const ids = { requestId, clientRequestId, date: new Date(clock.wallMs()).toISOString() };
    const response = errorResponse(new GraphDoorError('graph-door/unknown-path', `Resource not found for ${pathname}.`), ids);
    response.headers.set('request-id', requestId);
    response.headers.set('client-request-id', clientRequestId);
    return response;
  };
}

/** OAuth's own shape (RFC 6749 §5.2), with what the identity platform adds to it. */
function identityError(pathname: string, traceId: string, clock: Clock): Response {
  const body = {
    error: 'invalid_request',
    error_description: `There is nothing at ${pathname}.`,
    timestamp: new Date(clock.wallMs()).toISOString(),
    trace_id: traceId,
    correlation_id: traceId,
  };
  return Response.json(body, { status: 404 });
}
