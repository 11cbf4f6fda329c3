/** One request from its arrival to its answer: who asks, what for, may it, and what came of it. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import { callerOf, type Caller } from './access-token.ts';
import { commands, type CommandAnswer } from './commands.ts';
import { errorResponse, GraphDoorError } from './errors.ts';
import { openExchange, type GraphDoorFacts } from './exchanges.ts';
import { keysDocument, notificationDocument, tenantDocument, tokenAnswer } from './identity.ts';
import { documentedCommand } from './permissions.ts';
import { readBody } from './read-body.ts';
import type { Recordings } from './recordings.ts';
import { notImplemented, parsedJson } from './request-reading.ts';
import { routeOf, unserved, type Route } from './routes.ts';
import type { GraphSettings } from './settings.ts';
import type { SigningKey } from './signing-keys.ts';

export type Serving = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: GraphSettings;
  readonly publicUrl: URL;
  readonly recordings: Recordings;
  readonly facts: Facts<GraphDoorFacts>;
  readonly key: () => Promise<SigningKey>;
};

type Ids = { readonly requestId: string; readonly clientRequestId: string; readonly date: string };
type CommandRoute = Route & { kind: 'command' };

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
      return command(request, route, serving, ids);
    case 'elsewhere':
      if (!route.isDocumented) throw unknownPath(pathname);
      throw notImplemented(`${request.method} ${pathname}`, 'Only /communications/calls is.');
    case undefined:
      throw unknownPath(pathname);
  }
}

async function command(request: Request, route: CommandRoute, serving: Serving, ids: Ids): Promise<Response> {
  const { facts, clock } = serving;
  const { method, url, headers } = request;
  const [caller, text] = await Promise.all([settled(callerFor(request, serving)), settled(bodyText(request, serving))]);
  const body = text.ok ? text.value : undefined;
  const appId = caller.ok ? caller.value.appId : '';
  const opened = {
    exchangeId: ids.clientRequestId,
    direction: 'command',
    appId,
    callId: route.callId,
    method,
    url,
    headers,
    body,
  } as const;
  const exchange = openExchange(facts, clock, opened);
  let answer: Response;
  let callId: string | undefined;
  try {
    const outcome = carriedOut(method, route, must(caller), must(text), serving);
    callId = outcome.callId;
    answer = asResponse(outcome);
  } catch (error) {
    answer = errorResponse(asDoorError(error, serving.log), ids);
  }
  exchange.answered({ status: answer.status, headers: answer.headers, body: await answer.clone().text(), callId });
  return answer;
}

function carriedOut(
  method: string,
  { template, version, callId }: CommandRoute,
  caller: Caller,
  text: string,
  serving: Serving,
): CommandAnswer {
  const { switchboard, directory, random, publicUrl } = serving;
  const run = commands[`${method} ${template}`];
  if (!run) throw notServed(method, template);
  checkPermission(method, template, caller);
  const app = directory.apps.find(({ appId }) => appId === caller.appId);
  if (!app) throw new GraphDoorError('graph-door/unauthenticated', 'The app is not registered here.');
  const base = `${publicUrl.origin}/${version}`;
  const json = parsedJson(text);
  return run({ switchboard, directory, app, roles: caller.roles, callId: callId ?? '', json, base, newId: () => random.uuid() });
}

/** Answering a call between two needs no permission; placing one needs its own, which the table lists among those for meetings. */
function checkPermission(method: string, template: string, { appId, roles }: Caller): void {
  if (template.endsWith('/answer')) return;
  const isCreate = template === '/communications/calls';
  const wanted = isCreate ? ['Calls.Initiate.All'] : (documentedCommand(method, template)?.permissions ?? []);
  if (wanted.length === 0 || wanted.some((each) => roles.includes(each))) return;
  const need = wanted.length === 1 ? `It needs ${wanted.join()}` : `It needs one of ${wanted.join(', ')}`;
  throw new GraphDoorError(
    'graph-door/forbidden',
    `Insufficient enterprise tenant permissions, cannot access this API. ${need}; the token of ${appId} has ${roles.join(', ') || 'none'}.`,
  );
}

function notServed(method: string, template: string): GraphDoorError {
  const why = unserved(method, template);
  if (why === 'not-implemented') return notImplemented(`${method} ${template}`, 'Nothing was done.');
  if (why === 'wrong-method') return new GraphDoorError('graph-door/wrong-method', `${template} does not take ${method}.`);
  return unknownPath(template);
}

async function token(request: Request, tenant: string, serving: Serving, ids: Ids): Promise<Response> {
  const { facts, clock, settings } = serving;
  if (request.method !== 'POST') throw new GraphDoorError('graph-door/wrong-method', 'Tokens are asked for with POST.');
  const body = await bodyText(request, serving);
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

async function callerFor(request: Request, serving: Serving): Promise<Caller> {
  return callerOf(request, { ...serving, key: await serving.key() });
}

async function bodyText(request: Request, { settings: { bodyBytes } }: Serving): Promise<string> {
  const tooLarge = (): GraphDoorError => new GraphDoorError('graph-door/too-large', `A body may have ${String(bodyBytes)} bytes at most.`);
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytes) throw tooLarge();
  const bytes = await readBody(request.body, { limitBytes: bodyBytes });
  if (!bytes) throw tooLarge();
  return Buffer.from(bytes).toString('utf8');
}

function asResponse({ status, body, location }: CommandAnswer): Response {
  const headers = { ...(location === undefined ? {} : { location }), ...(body ? { 'content-type': 'application/json' } : {}) };
  return new Response(body ? JSON.stringify(body) : null, { status, headers });
}

function asDoorError(error: unknown, log: Log): GraphDoorError {
  if (error instanceof GraphDoorError) return error;
  log.error('the Graph door failed', { error });
  return new GraphDoorError('graph-door/failed', 'The switchboard failed; its log says why.', { cause: error });
}

function unknownPath(path: string): GraphDoorError {
  return new GraphDoorError('graph-door/unknown-path', `Resource not found for ${path}.`);
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** The outcome as a value, so that what failed can be reported before it is thrown. */
async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error };
  }
}

function must<T>(outcome: Settled<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
