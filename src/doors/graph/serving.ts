/** One request from its arrival to its answer: which service it is for, and what is said when that fails. */
import { aroundRouteOf } from './around/around-routes.ts';
import { serveAround } from './around/around-serving.ts';
import { serveCommand } from './command-serving.ts';
import { asDoorError, errorResponse, GraphDoorError } from './errors.ts';
import { serveIdentity } from './identity/identity-serving.ts';
import { loginOriginOf, originOf } from './identity/login-host.ts';
import { requestIdsOf } from './request-ids.ts';
import { notImplemented } from './request-reading.ts';
import { routeOf } from './routes.ts';
import { withServiceHeaders } from './service-headers.ts';
import type { Ids, Serving } from './serving-options.ts';

export async function serve(request: Request, serving: Serving): Promise<Response> {
  const ids = { ...requestIdsOf(request, serving), loginOrigin: loginOriginOf(originOf(request, serving.publicUrl)) };
  let response: Response;
  try {
    response = await routed(request, serving, ids);
  } catch (error) {
    response = errorResponse(asDoorError(error, serving.log), ids);
  }
  return withServiceHeaders(response, request, ids, serving);
}

async function routed(request: Request, serving: Serving, ids: Ids): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routeOf(pathname);
  switch (route?.kind) {
    case 'token':
    case 'tenantDocument':
    case 'instanceDocument':
    case 'notificationDocument':
    case 'keys':
      return serveIdentity(request, route, serving, ids.clientRequestId);
    case 'recording':
      return recording(request, route.recordingId, serving);
    case 'command':
      return serveCommand(request, route, serving, ids);
    case 'elsewhere': {
      const around = serving.around && aroundRouteOf(pathname);
      if (serving.around && around) return serveAround(request, around, serving.around, serving, ids);
      if (!route.isDocumented) throw new GraphDoorError('graph-door/unknown-path', `Resource not found for ${pathname}.`);
      throw notImplemented(`${request.method} ${pathname}`, 'Only /communications/calls is.');
    }
    case undefined:
      throw new GraphDoorError('graph-door/unknown-path', `Resource not found for ${pathname}.`);
  }
}

function recording({ method, headers }: Request, recordingId: string, { recordings }: Serving): Response {
  if (method !== 'GET') throw new GraphDoorError('graph-door/wrong-method', 'Recordings are read with GET.');
  const sound = recordings.read(recordingId, headers.get('authorization'));
  if (sound === 'unknown') throw new GraphDoorError('graph-door/unknown-path', 'There is no such recording, or it is no longer kept.');
  if (sound === 'denied') {
    throw new GraphDoorError(
      'graph-door/unauthenticated',
      'A recording is read with “Authorization: Bearer” and its recordingAccessToken.',
    );
  }
  return new Response(new Uint8Array(sound), { headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' } });
}
