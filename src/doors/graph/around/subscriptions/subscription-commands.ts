/** Subscriptions made, read, renewed and ended. Source: Graph docs, api/subscription-post-subscriptions, -get, -list, -update, -delete, -reauthorize. */
import { subscriptionChange } from '../../../../wire/graph/subscription.ts';
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { isRecord } from '../../command.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { bodyAs } from '../../request-reading.ts';
import { handshake } from './endpoint.ts';
import { badAddress, badExpiry, certificateOf, forbidden, invalid, wantedSubscription } from './subscription-reading.ts';
import { resourceOf, rules } from './subscribed-resource.ts';
import { subscriptionResource } from './subscription-resource.ts';
import type { Subscription } from './subscription.ts';

export const subscriptionCommands: Readonly<Record<string, ServeAround>> = {
  'POST /subscriptions': create,
  'GET /subscriptions': list,
  'GET /subscriptions/{id}': (request) => own(request, (subscription) => answer(request, subscription, 200)),
  'PATCH /subscriptions/{id}': (request) => own(request, (subscription) => renew(request, subscription)),
  'DELETE /subscriptions/{id}': (request) =>
    own(request, async ({ subscriptionId }) => {
      await request.surroundings.subscriptions.remove(subscriptionId);
      request.desk.forget(subscriptionId);
      return { status: 204 };
    }),
  'POST /subscriptions/{id}/reauthorize': (request) =>
    own(request, async ({ subscriptionId, resource }) => {
      const subscribed = resourceOf(resource);
      const no = subscribed && forbidden(request, rules[subscribed.kind]);
      if (no) return no;
      const changed = await request.surroundings.subscriptions.change(subscriptionId, { authorizedMs: request.clock.wallMs() });
      if (changed) request.desk.watch(changed);
      return { status: 204 };
    }),
};

async function create(request: AroundRequest): Promise<AroundAnswer> {
  const { surroundings, random, desk } = request;
  const read = wantedSubscription(request);
  if ('no' in read) return read.no;
  const { notificationUrl, lifecycleUrl } = read.wanted;
  const refusal = await silent(request, [notificationUrl, ...(lifecycleUrl === undefined ? [] : [lifecycleUrl])]);
  if (refusal) return refusal;
  const subscription = { subscriptionId: random.uuid(), ...read.wanted };
  if (!(await surroundings.subscriptions.add(subscription))) {
    return problem(403, 'Forbidden', 'As many subscriptions are open as an app, or this switchboard, may have; delete some.');
  }
  desk.watch(subscription);
  return answer(request, subscription, 201);
}

async function renew(request: AroundRequest, { subscriptionId, resource, certificate }: Subscription): Promise<AroundAnswer> {
  const { json, clock, surroundings, desk } = request;
  const { expirationDateTime, notificationUrl, ...sealing } = bodyAs(subscriptionChange, json);
  if (isRecord(json) && json['lifecycleNotificationUrl'] != null)
    return invalid('lifecycleNotificationUrl cannot be changed; make a new subscription with it.');
  const subscribed = resourceOf(resource);
  if (!subscribed) return invalid('The resource cannot be subscribed to any more.');
  const rule = rules[subscribed.kind];
  const nowMs = clock.wallMs();
  const newCertificate = certificateOf(sealing);
  const no =
    forbidden(request, rule) ??
    (expirationDateTime == null ? undefined : badExpiry(Date.parse(expirationDateTime), nowMs, rule)) ??
    (newCertificate && 'why' in newCertificate ? invalid(`${newCertificate.why}.`) : undefined) ??
    (notificationUrl == null ? undefined : badAddress(request, notificationUrl, 'notificationUrl'));
  if (no) return no;
  const refusal = notificationUrl == null ? undefined : await silent(request, [notificationUrl]);
  if (refusal) return refusal;
  const changed = await surroundings.subscriptions.change(subscriptionId, {
    authorizedMs: nowMs,
    ...(expirationDateTime == null ? {} : { expiresMs: Date.parse(expirationDateTime) }),
    ...(notificationUrl == null ? {} : { notificationUrl }),
    ...(certificate && newCertificate && 'der' in newCertificate ? { certificate: newCertificate } : {}),
  });
  if (!changed) return unknown();
  desk.watch(changed);
  return answer(request, changed, 200);
}

/** The refusal, when one of the addresses does not answer as it must. Each is asked, even the same one twice. */
async function silent({ app, desk, settings }: AroundRequest, links: readonly string[]): Promise<AroundAnswer | undefined> {
  for (const link of links) {
    const why = await handshake(link, app, { ...desk.endpoint, timeoutMs: settings.subscriptions.handshakeMs });
    if (why !== undefined) {
      const message = `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. ${link}: ${why}.`;
      return problem(400, 'ValidationError', message);
    }
  }
  return undefined;
}

function list(request: AroundRequest): AroundAnswer {
  const { url, base, surroundings, app, caller } = request;
  const query = queryOf(url.searchParams, ['$top', '$skiptoken']);
  const items = surroundings.subscriptions.of({ appId: app.appId, tenantId: caller.tenantId }).map(subscriptionResource);
  return { status: 200, body: pageOf(items, query, { url, base, context: `${base}/$metadata#subscriptions`, pageSize: 100 }) };
}

function own(
  request: AroundRequest,
  work: (subscription: Subscription) => AroundAnswer | Promise<AroundAnswer>,
): AroundAnswer | Promise<AroundAnswer> {
  const { surroundings, ids, app, caller } = request;
  const subscription = surroundings.subscriptions.get(ids[0] ?? '');
  const isOwn = subscription?.appId === app.appId && subscription.tenantId === caller.tenantId;
  return subscription && isOwn ? work(subscription) : unknown();
}

function answer({ base }: AroundRequest, subscription: Subscription, status: number): AroundAnswer {
  return { status, body: { '@odata.context': `${base}/$metadata#subscriptions/$entity`, ...subscriptionResource(subscription) } };
}

function unknown(): AroundAnswer {
  return problem(404, 'ResourceNotFound', 'The object was not found.');
}
