/** A command of an app: who asks, may it, and what came of it; reported to the inspector either way. */
import { callerOf, type Caller } from './identity/access-token.ts';
import type { CommandAnswer } from './command.ts';
import { commands } from './calls/commands.ts';
import { asDoorError, errorResponse, GraphDoorError } from './errors.ts';
import { openExchange } from './exchanges.ts';
import { originOf } from './identity/login-host.ts';
import { metadataReads } from './calls/metadata-only.ts';
import { checkMayCall, checkTenant } from './permissions.ts';
import { bodyText } from './body-text.ts';
import { parsedJson } from './request-reading.ts';
import type { Route } from './routes.ts';
import type { Ids, Serving } from './serving-options.ts';
import { isServedIn, notServed } from './calls/unserved.ts';

type CommandRoute = Route & { kind: 'command' };

/** What a command needs depends on the call for these two: they look themselves. */
const checkedByThemselves = ['POST /communications/calls', 'POST /communications/calls/{id}/answer'];

export async function serveCommand(request: Request, route: CommandRoute, serving: Serving, ids: Ids): Promise<Response> {
  const { facts, clock } = serving;
  const { method, url, headers } = request;
  const [caller, text] = await Promise.all([settled(callerOf(request, serving)), settled(bodyText(request, serving))]);
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
    const known = must(caller);
    serving.throttle?.request(known.appId);
    const outcome = await carriedOut(request, route, known, must(text), serving);
    callId = outcome.callId;
    if (callId !== undefined) callPlaced(known, callId, headers, serving);
    answer = asResponse(outcome);
  } catch (error) {
    answer = errorResponse(asDoorError(error, serving.log), ids);
  }
  exchange.answered({ status: answer.status, headers: answer.headers, body: await answer.clone().text(), callId });
  return answer;
}

async function carriedOut(
  request: Request,
  { template, version, callId = '', itemId = '' }: CommandRoute,
  caller: Caller,
  text: string,
  serving: Serving,
): Promise<CommandAnswer> {
  const { method, url } = request;
  const { directory, random, settings, publicUrl, throttle, prefetch } = serving;
  const command = `${method} ${template}`;
  const reads = settings.metadataOnly === 'serve' ? metadataReads[command] : undefined;
  const run = isServedIn(version, command) ? (commands[command] ?? reads) : undefined;
  if (!run) throw notServed({ method, template, version }, settings);
  if (!checkedByThemselves.includes(command)) checkMayCall({ method, path: template }, caller);
  const app = directory.apps.find(({ appId }) => appId === caller.appId);
  if (!app) throw new GraphDoorError('graph-door/not-registered', 'Application is not registered in our store.');
  if (command === 'POST /communications/calls') throttle?.placing(app.appId);
  checkTenantOf(callId, caller, serving);
  // So that a token can be made at once, for the first notification already.
  await serving.tokens.prepare();
  return run({
    ...serving,
    caller,
    app,
    callId,
    itemId,
    json: parsedJson(text),
    url: new URL(url),
    base: `${originOf(request, publicUrl)}/${version}`,
    newId: () => random.uuid(),
    prefetch: (sources) => prefetch(app, sources),
  });
}

/** A token of one tenant opens no call of another, though both be the same app's; what is not the app's at all is not found later. */
function checkTenantOf(legId: string, caller: Caller, { switchboard, tenants }: Serving): void {
  if (switchboard.readCall({ appId: caller.appId, legId }).ok) checkTenant(caller, tenants.of(legId));
}

/** From now on it counts, until it ends; it may have ended already. */
function callPlaced({ appId }: Caller, legId: string, headers: Headers, { scenarios, throttle, switchboard }: Serving): void {
  scenarios.keep(legId, headers);
  throttle?.callBegan(appId, legId);
  const read = switchboard.readCall({ appId, legId });
  if (!read.ok || read.leg.state === 'ended') throttle?.callEnded(appId, legId);
}

function asResponse({ status, body, location }: CommandAnswer): Response {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  const headers = { ...(location === undefined ? {} : { location }), ...(body === undefined ? {} : { 'content-type': type }) };
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? null);
  return new Response(text, { status, headers });
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
