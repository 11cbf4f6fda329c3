/** A subscription as an app asks for it, checked against what the resource allows. Nothing is sent yet. */
import { isSameId } from '../../../../switchboard/directory.ts';
import { isSameLink } from '../../../../switchboard/meetings/join-link.ts';
import { subscriptionBody, type SubscriptionBody } from '../../../../wire/graph/subscription.ts';
import { notServed, personOf, problem, type AroundAnswer, type AroundRequest } from '../around-command.ts';
import { notInChat, threadOf } from '../chats/chat-access.ts';
import { maySeeThread } from '../chats/chat-readers.ts';
import { bodyAs } from '../../request-reading.ts';
import { certificateDer } from './encrypted-content.ts';
import { badEndpoint } from './endpoint.ts';
import { resourceOf, rules, type SubscribedResource, type SubscriptionRule } from './subscribed-resource.ts';
import type { Certificate, ChangeType, Subscription } from './subscription.ts';

type Wanted = Omit<Subscription, 'subscriptionId'>;

/** The subscription, or the answer that says no. */
export function wantedSubscription(request: AroundRequest): { readonly wanted: Wanted } | { readonly no: AroundAnswer } {
  const body = bodyAs(subscriptionBody, request.json);
  const subscribed = resourceOf(body.resource);
  if (!subscribed) return { no: notServed(`A subscription to ${body.resource.slice(0, 200)}`, 'presences, callRecords, messages of a chat, and transcripts and recordings of onlineMeetings can be subscribed to.') }; // prettier-ignore
  const rule = rules[subscribed.kind];
  const nowMs = request.clock.wallMs();
  const expiresMs = Date.parse(body.expirationDateTime);
  const changeTypes = body.changeType.split(',').map((each) => each.trim().toLowerCase());
  const certificate = certificateOf(body);
  const no =
    (rule.isBeta && request.version !== 'beta' ? invalid('This resource can be subscribed to at beta only.') : undefined) ??
    forbidden(request, rule) ??
    unknownOwner(request, subscribed) ??
    badChange(changeTypes, rule) ??
    badExpiry(expiresMs, nowMs, rule) ??
    badAddress(request, body.notificationUrl, 'notificationUrl') ??
    (body.lifecycleNotificationUrl == null ? undefined : badAddress(request, body.lifecycleNotificationUrl, 'lifecycleNotificationUrl')) ??
    missingLifecycle(body, expiresMs - nowMs, rule) ??
    badData(body, certificate, rule);
  if (no) return { no };
  const { app, caller } = request;
  return {
    wanted: {
      tenantId: caller.tenantId,
      appId: app.appId,
      resource: body.resource,
      changeTypes: changeTypes as ChangeType[],
      notificationUrl: body.notificationUrl,
      ...(body.lifecycleNotificationUrl == null ? {} : { lifecycleUrl: body.lifecycleNotificationUrl }),
      ...(body.clientState == null ? {} : { clientState: body.clientState }),
      createdMs: nowMs,
      authorizedMs: nowMs,
      expiresMs,
      ...(body.includeResourceData && certificate && 'der' in certificate ? { certificate } : {}),
      tlsVersion: body.latestSupportedTlsVersion ?? 'v1_2',
    },
  };
}

/** Undefined where none is given; `why` where it cannot serve. */
export function certificateOf({
  encryptionCertificate,
  encryptionCertificateId,
}: Pick<SubscriptionBody, 'encryptionCertificate' | 'encryptionCertificateId'>): Certificate | { readonly why: string } | undefined {
  if (encryptionCertificate == null) return undefined;
  if (encryptionCertificateId == null) return { why: 'encryptionCertificateId is missing' };
  const read = certificateDer(encryptionCertificate);
  return 'der' in read ? { certificateId: encryptionCertificateId, der: read.der } : { why: `encryptionCertificate: ${read.why}` };
}

export function forbidden({ caller }: AroundRequest, { permissions }: SubscriptionRule): AroundAnswer | undefined {
  if (permissions.some((each) => caller.roles.includes(each))) return undefined;
  return problem(403, 'Forbidden', `Insufficient privileges to complete the operation. The resource needs ${permissions.join(' or ')}.`);
}

export function badExpiry(expiresMs: number, nowMs: number, { longestMs }: SubscriptionRule): AroundAnswer | undefined {
  if (expiresMs <= nowMs) return invalid('Subscription expiration must be in the future.');
  // Clocks are never the same to the second.
  if (expiresMs - nowMs <= longestMs + 60_000) return undefined;
  return invalid(`Subscription expiration can only be ${String(longestMs / 60_000)} minutes in the future.`);
}

export function badAddress({ app }: AroundRequest, link: string, name: string): AroundAnswer | undefined {
  if (/^EventHub:/i.test(link)) return notServed(`${name} of an Event Hub`, 'there is none.');
  const why = badEndpoint(link, app);
  return why === undefined ? undefined : invalid(`${name}: ${why}.`);
}

export function invalid(message: string): AroundAnswer {
  return problem(400, 'InvalidRequest', message);
}

function badChange(changeTypes: readonly string[], rule: SubscriptionRule): AroundAnswer | undefined {
  const wrong = changeTypes.find((each) => !(rule.changeTypes as readonly string[]).includes(each));
  return wrong === undefined
    ? undefined
    : invalid(`changeType: “${wrong}” is not told of this resource; ${rule.changeTypes.join(', ')} is.`);
}

function missingLifecycle(
  { lifecycleNotificationUrl }: SubscriptionBody,
  lifeMs: number,
  rule: SubscriptionRule,
): AroundAnswer | undefined {
  if (lifecycleNotificationUrl != null || lifeMs <= rule.lifecycleBeyondMs + 60_000) return undefined;
  return invalid(
    'lifecycleNotificationUrl is required for subscription creation on this resource when the expirationDateTime value exceeds 1 hour',
  );
}

function badData(
  { includeResourceData }: SubscriptionBody,
  certificate: ReturnType<typeof certificateOf>,
  rule: SubscriptionRule,
): AroundAnswer | undefined {
  if (certificate && 'why' in certificate) return invalid(`${certificate.why}.`);
  if (!includeResourceData) return undefined;
  if (!rule.mayIncludeData) return invalid('includeResourceData: changes of this resource are told without its content.');
  return certificate ? undefined : invalid('encryptionCertificate is missing: includeResourceData needs it.');
}

/** What is of a person or a meeting must be there, and the app must be let act for them. */
function unknownOwner(request: AroundRequest, subscribed: SubscribedResource): AroundAnswer | undefined {
  if (subscribed.kind === 'callRecord') return undefined;
  if (subscribed.kind === 'meetingCall') {
    const meetings = request.surroundings.meetings.of({ tenantId: request.caller.tenantId });
    const isThere = meetings.some(({ joinWebUrl }) => isSameLink(joinWebUrl, subscribed.joinWebUrl));
    return isThere ? undefined : problem(404, 'ResourceNotFound', 'There is no such meeting.');
  }
  if (subscribed.kind === 'chatMessage') {
    if (!threadOf(request, subscribed.threadId)) return problem(404, 'ResourceNotFound', 'There is no such chat.');
    return maySeeThread(request, subscribed.threadId, rules.chatMessage.permissions) ? undefined : notInChat();
  }
  if (subscribed.kind === 'presence') {
    const unknown = subscribed.userIds.find((id) => !isSameId(personOf(request, id)?.userId ?? '', id));
    return unknown === undefined ? undefined : problem(404, 'ResourceNotFound', `There is no user with the id ${unknown.slice(0, 200)}.`);
  }
  const { meetingId, userId } = subscribed;
  const meeting = meetingId === undefined ? undefined : request.surroundings.meetings.get(meetingId);
  if (meetingId !== undefined && meeting?.tenantId !== request.caller.tenantId)
    return problem(404, 'ResourceNotFound', 'There is no such meeting.');
  const owner = userId ?? meeting?.organizerId;
  if (owner === undefined) return undefined;
  const person = personOf(request, owner);
  // What happens is told by ids alone, so a name would be waited on in vain.
  if (!person || !isSameId(person.userId, owner))
    return problem(404, 'ResourceNotFound', `There is no user with the id ${owner.slice(0, 200)}.`);
  const access = request.settings.meetingAccess[request.app.appId] ?? 'everyone';
  if (access === 'everyone' || access.includes(person.userId)) return undefined;
  return problem(403, 'Forbidden', `App ${request.app.appId} is not authorized to Read meeting on behalf of user ${owner}`);
}
