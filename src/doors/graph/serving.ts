/** One request from its arrival to its answer: which service it is for, and what is said when that fails. */
import { serveCommand } from './command-serving.ts';
import { asDoorError, errorResponse, GraphDoorError } from './errors.ts';
import { openExchange } from './exchanges.ts';
import { keysDocument, notificationDocument, tenantDocument, tokenAnswer } from './identity.ts';
import { bodyText, notImplemented } from './request-reading.ts';
import { routeOf } from './routes.ts';
import type { Ids, Serving } from './serving-options.ts';

export async function serve(request: Request, serving: Serving): Promise<Response> {
  const requestId = serving.random.uuid();
  const clientRequestId = request.headers.get('client-request-id') ?? requestId;
  const ids = { requestId, clientRequestId, date: new Date(serving.clock.wallMs()).toISOString() };
  let response: Response;
  try {
    response = await routed(request, serving, ids);
  } catch (error) {
    response = errorResponse(asDoorError(error, serving.log), ids);
  }
  response.headers.set('request-id', requestId);
  response.headers.set('client-request-id', clientRequestId);
  return response;
}

async function routed(request: Request, serving: Serving, ids: Ids): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routeOf(pathname);
  switch (route?.kind) {
    case 'token':
      return token(request, route.tenant, serving, ids);
    case 'tenantDocument':
      return tenantDocument(serving);
    case 'notificationDocument':
      return notificationDocument(serving);
    case 'keys':
      return keysDocument(await serving.key());
    case 'recording':
      return recording(request, route.recordingId, serving);
    case 'command':
      return serveCommand(request, route, serving, ids);
    case 'elsewhere':
      if (!route.isDocumented) throw new GraphDoorError('graph-door/unknown-path', `Resource not found for ${pathname}.`);
      throw notImplemented(`${request.method} ${pathname}`, 'Only /communications/calls is.');
    case undefined:
      throw new GraphDoorError('graph-door/unknown-path', `Resource not found for ${pathname}.`);
  }
}

async function token(request: Request, tenant: string, serving: Serving, ids: Ids): Promise<Response> {
  const { facts, clock, settings } = serving;
  if (request.method !== 'POST') throw new GraphDoorError('graph-door/wrong-method', 'Tokens are asked for with POST.');
  const body = await bodyText(request, settings);
  const { url, headers, method } = request;
  const appId = new URLSearchParams(body).get('client_id') ?? '';
  const exchange = openExchange(facts, clock, {
    exchangeId: ids.clientRequestId,
    direction: 'command',
    appId,
    callId: undefined,
    method,
    url,
    headers,
    body,
  });
  const basic = headers.get('authorization');
  const identity = { ...serving, key: await serving.key(), tokenLifetimeMs: settings.tokenLifetimeMs };
  const answer = await tokenAnswer(identity, { tenant, body, basic });
  exchange.answered({ status: answer.status, headers: answer.headers, body: await answer.clone().text() });
  return answer;
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
