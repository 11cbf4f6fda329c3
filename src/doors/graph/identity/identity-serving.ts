/** Requests to the identity platform: tokens, and the documents that lead to them. */
import type { Clock } from '../../../base/clock.ts';
import type { Facts } from '../../../base/facts.ts';
import type { Random } from '../../../base/random.ts';
import type { Directory } from '../../../switchboard/directory.ts';
import type { CloudName } from '../around/clouds.ts';
import { GraphDoorError } from '../errors.ts';
import { openExchange, type GraphDoorFacts } from '../exchanges.ts';
import { instanceDocument, keysDocument, notificationDocument, tenantDocument } from './identity-documents.ts';
import { bodyText } from '../body-text.ts';
import type { Route } from '../routes.ts';
import type { SigningKeys } from './signing-keys.ts';
import { originOf } from './login-host.ts';
import type { ReplayGuard } from './replay-guard.ts';
import { tokenAnswer } from './token-endpoint.ts';

export type IdentityServing = {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  readonly facts: Facts<GraphDoorFacts>;
  readonly settings: { readonly tokenLifetimeMs: number; readonly bodyBytes: number };
  readonly keys: SigningKeys;
  /** Absent: an app's assertion may serve again while it is good. */
  readonly replays: ReplayGuard | undefined;
  /** Whose hosts stand in documents; the global one's where left out. */
  readonly cloud?: CloudName | undefined;
};

export type IdentityRoute = Route & { readonly kind: 'token' | 'tenantDocument' | 'instanceDocument' | 'notificationDocument' | 'keys' };

/** `requestId` names the exchange to the inspector. Throws a `GraphDoorError` for what is not even a request of that kind. */
export async function serveIdentity(
  request: Request,
  route: IdentityRoute,
  serving: IdentityServing,
  requestId: string,
): Promise<Response> {
  const { clock, random } = serving;
  if (route.kind === 'token') return token(request, route, serving, requestId);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new GraphDoorError('graph-door/wrong-method', 'This document is read with GET.');
  const origin = originOf(request, serving.publicUrl);
  const correlationId = request.headers.get('client-request-id') ?? undefined;
  const options = {
    directory: serving.directory,
    publicUrl: serving.publicUrl,
    clock,
    random,
    correlationId,
    origin,
    cloud: serving.cloud,
  };
  switch (route.kind) {
    case 'tenantDocument':
      return tenantDocument(route.tenant, route.version, options);
    case 'instanceDocument':
      return instanceDocument(new URL(request.url).searchParams, options);
    case 'notificationDocument':
      return notificationDocument(origin);
    case 'keys':
      return keysDocument(await serving.keys.keys());
  }
}

async function token(
  request: Request,
  { tenant, version }: Route & { readonly kind: 'token' },
  serving: IdentityServing,
  exchangeId: string,
): Promise<Response> {
  const { facts, clock, settings } = serving;
  if (request.method !== 'POST') throw new GraphDoorError('graph-door/wrong-method', 'Tokens are asked for with POST.');
  const body = await bodyText(request, { clock, settings });
  const { url, headers, method } = request;
  const appId = new URLSearchParams(body).get('client_id') ?? '';
  const opened = { exchangeId, direction: 'command', appId, callId: undefined, method, url, headers, body } as const;
  const exchange = openExchange(facts, clock, opened);
  const authorization = headers.get('authorization');
  const correlationId = headers.get('client-request-id') ?? undefined;
  const endpoint = { ...serving, tokenLifetimeMs: settings.tokenLifetimeMs };
  const answer = await tokenAnswer(endpoint, { tenant, version, body, authorization, correlationId });
  exchange.answered({ status: answer.status, headers: answer.headers, body: await answer.clone().text() });
  return answer;
}
