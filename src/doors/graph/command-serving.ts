/** A command of an app: who asks, may it, and what came of it; reported to the inspector either way. */
import { callerOf, type Caller } from './access-token.ts';
import type { CommandAnswer } from './command.ts';
import { commands } from './commands.ts';
import { asDoorError, errorResponse, GraphDoorError } from './errors.ts';
import { openExchange } from './exchanges.ts';
import { documentedCommand } from './permissions.ts';
import { bodyText, notImplemented, parsedJson } from './request-reading.ts';
import { unserved, type Route } from './routes.ts';
import type { Ids, Serving } from './serving-options.ts';

type CommandRoute = Route & { kind: 'command' };

export async function serveCommand(request: Request, route: CommandRoute, serving: Serving, ids: Ids): Promise<Response> {
  const { facts, clock } = serving;
  const { method, url, headers } = request;
  const [caller, text] = await Promise.all([settled(callerFor(request, serving)), settled(bodyText(request, serving.settings))]);
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
  const { switchboard, directory, random, settings, publicUrl } = serving;
  const run = commands[`${method} ${template}`];
  if (!run) throw notServed(method, template);
  checkPermission(method, template, caller);
  const app = directory.apps.find(({ appId }) => appId === caller.appId);
  if (!app) throw new GraphDoorError('graph-door/unauthenticated', 'The app is not registered here.');
  const base = `${publicUrl.origin}/${version}`;
  const json = parsedJson(text);
  return run({ switchboard, directory, settings, app, callId: callId ?? '', json, base, newId: () => random.uuid() });
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
  return new GraphDoorError('graph-door/unknown-path', `Resource not found for ${template}.`);
}

async function callerFor(request: Request, serving: Serving): Promise<Caller> {
  return callerOf(request, { ...serving, key: await serving.key() });
}

function asResponse({ status, body, location }: CommandAnswer): Response {
  const headers = { ...(location === undefined ? {} : { location }), ...(body ? { 'content-type': 'application/json' } : {}) };
  return new Response(body ? JSON.stringify(body) : null, { status, headers });
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
