/** A request around calls: who asks, may it, and what came of it; reported to the inspector either way. */
import type { Around } from './around.ts';
import { callerOf, type Caller } from '../identity/access-token.ts';
import { notServed, problem, type AroundAnswer } from './around-command.ts';
import { aroundPermission } from './around-permissions.ts';
import { aroundCommands, methodsOf, type AroundRoute } from './around-routes.ts';
import { contentResponse } from './content-response.ts';
import { clouds } from './clouds.ts';
import { asDoorError, errorResponse, GraphDoorError } from '../errors.ts';
import { openExchange } from '../exchanges.ts';
import { originOf } from '../identity/login-host.ts';
import { bodyText } from '../body-text.ts';
import { parsedJson } from '../request-reading.ts';
import type { Ids, Serving } from '../serving-options.ts';
import type { Surroundings } from './surroundings.ts';

export async function serveAround(request: Request, route: AroundRoute, around: Around, serving: Serving, ids: Ids): Promise<Response> {
  const { method, url, headers } = request;
  let caller: Caller | undefined;
  let body: string | undefined;
  let answer: Response;
  let failure: unknown;
  try {
    caller = await callerOf(request, serving);
    body = await bodyText(request, serving);
  } catch (error) {
    failure = error;
  }
  const opened = { exchangeId: ids.clientRequestId, direction: 'command', appId: caller?.appId ?? '', callId: undefined, method, url, headers, body } as const; // prettier-ignore
  const exchange = openExchange(serving.facts, serving.clock, opened);
  try {
    if (!caller || body === undefined) throw failure;
    serving.throttle?.request(caller.appId);
    answer = asResponse(await carriedOut(request, route, { caller, body }, around, serving), ids, headers.get('range'));
  } catch (error) {
    answer = errorResponse(asDoorError(error, serving.log), ids);
  }
  const isText = /json|text/.test(answer.headers.get('content-type') ?? 'json');
  const shown = isText ? { body: await answer.clone().text() } : {};
  exchange.answered({ status: answer.status, headers: answer.headers, ...shown });
  return answer;
}

async function carriedOut(
  request: Request,
  { template, version, ids, args }: AroundRoute,
  { caller, body }: { readonly caller: Caller; readonly body: string },
  { surroundings, desk, fetch }: Around,
  { directory, switchboard, clock, random, publicUrl }: Serving,
): Promise<AroundAnswer> {
  const { method, headers } = request;
  if (template === '/me') return problem(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  const refusal = refusalOf(method, template, caller, surroundings);
  if (refusal) return refusal;
  const run = aroundCommands[`${method} ${template}`];
  if (!run) return unserved(method, template);
  const app = directory.apps.find(({ appId }) => appId === caller.appId);
  if (!app) throw new GraphDoorError('graph-door/unauthenticated', 'The app is not registered here.');
  return run({
    caller,
    app,
    directory,
    surroundings,
    switchboard,
    desk,
    settings: surroundings.settings,
    clock,
    random,
    method,
    version,
    base: `${originOf(request, publicUrl)}/${version}`,
    url: new URL(request.url),
    headers,
    ids,
    args,
    json: parsedJson(body),
    fetch,
  });
}

function refusalOf(method: string, template: string, { appId, roles }: Caller, { settings }: Surroundings): AroundAnswer | undefined {
  const closed = clouds[settings.cloud].isWithout.find((part) => template.split('/').includes(part));
  if (closed !== undefined) return problem(404, 'ResourceNotFound', `Resource not found for ${closed}: it is not open in this cloud.`);
  const row = aroundPermission(method, template);
  if (!row || row.permissions.some((each) => roles.includes(each))) return undefined;
  const code = template.startsWith('/users') && template.split('/').length <= 3 ? 'Authorization_RequestDenied' : 'Forbidden';
  if (row.permissions.length === 0)
    return problem(403, code, `${method} ${template} is for signed-in people; no application permission opens it.`);
  const need = row.permissions.length === 1 ? `It needs ${row.permissions.join()}` : `It needs one of ${row.permissions.join(', ')}`;
  const has = roles.join(', ') || 'none';
  return problem(403, code, `Insufficient privileges to complete the operation. ${need}; the token of ${appId} has ${has}.`);
}

function unserved(method: string, template: string): AroundAnswer {
  if (aroundPermission(method, template)) return notServed(`${method} ${template}`, 'there is nothing behind it yet.');
  const others = methodsOf(template);
  if (others.length === 0) return problem(404, 'ResourceNotFound', `Resource not found for ${template}.`);
  return problem(405, 'Request_BadRequest', `Specified HTTP method is not allowed for the request target; ${others.join(', ')} is.`);
}

function asResponse({ status, body, content, location, problem: refusal }: AroundAnswer, ids: Ids, range: string | null): Response {
  if (refusal) {
    const innerError = { date: ids.date, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId };
    return Response.json({ error: { ...refusal, innerError } }, { status });
  }
  const headers: Record<string, string> = location === undefined ? {} : { location };
  if (content) return contentResponse(content, status, range, headers);
  if (!body) return new Response(null, { status, headers });
  return Response.json(body, { status, headers });
}
