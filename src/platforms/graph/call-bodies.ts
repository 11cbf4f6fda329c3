/** The bodies that create calls: to one, to several, and to a meeting in each of the ways in which Graph finds it. Source: Graph docs, api/application-post-calls. */
import type { Target } from '../../call/platform.ts';
import type { IdentitySet } from '../../wire/graph/identity.ts';
import type { CreateCallBody } from '../../wire/graph/request.ts';
import type { JoinAddress } from '../../wire/graph/join-link.ts';
import { PlatformError } from './errors.ts';
import type { MediaRoad } from './media-road.ts';
import { invitationTo } from './parties.ts';

/** Graph docs, api/application-post-calls. */
const MOST_TARGETS = 5;

export type CallBase = {
  /** Where notifications go: https, and reachable from the service. */
  readonly callbackUri: string;
  readonly tenantId: string;
  readonly appId: string;
  /** Service-hosted unless given. */
  readonly road?: MediaRoad | undefined;
  /** Left out of the common sound of the meeting. */
  readonly isApart?: boolean | undefined;
};

/** A call to one person, app or number. */
export function callTo(target: Target, base: CallBase): CreateCallBody {
  return { ...common(base), source: sourceOf(base.appId), targets: [invitationTo(target)] };
}

/** One call with two to five people. Throws `TypeError` for fewer or more. */
export function groupCall(
  targets: readonly Target[],
  { subject, ...base }: CallBase & { readonly subject?: string | undefined },
): CreateCallBody {
  if (targets.length < 2 || targets.length > MOST_TARGETS) {
    throw new TypeError(
      `a group call begins with 2 to ${String(MOST_TARGETS)} people, and got ${String(targets.length)}; invite others later`,
    );
  }
  const more = subject === undefined ? {} : { subject };
  return { ...common(base), ...tellingOfSharing, source: sourceOf(base.appId), targets: targets.map(invitationTo), ...more };
}

/** A guest has a name of its own, and may have to wait in the lobby. */
export type Guest = { readonly id: string; readonly name: string };

/** A meeting by coordinates, id or token. Throws `platform/no-meeting` for coordinates without an organizer. */
export function meetingCall(
  meeting: JoinAddress | { readonly kind: 'token'; readonly token: string },
  { guest, ...base }: CallBase & { readonly guest?: Guest | undefined },
): CreateCallBody {
  const source = guest === undefined ? {} : { source: guestSource(guest) };
  return { ...common(base), ...tellingOfSharing, ...source, targets: [], ...whereIs(meeting) };
}

/** Asks to be told when content is shared. Source: Graph docs, resources/outgoingcalloptions. */
const tellingOfSharing = {
  callOptions: { '@odata.type': '#microsoft.graph.outgoingCallOptions', isContentSharingNotificationEnabled: true },
} as const satisfies Pick<CreateCallBody, 'callOptions'>;

function common({
  callbackUri,
  tenantId,
  road,
  isApart = false,
}: CallBase): Omit<CreateCallBody, 'targets'> & { readonly '@odata.type': string } {
  return {
    '@odata.type': '#microsoft.graph.call',
    callbackUri,
    requestedModalities: road?.modalities ?? ['audio'],
    mediaConfig: {
      ...(road?.mediaConfig ?? { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' }),
      ...(isApart ? { removeFromDefaultAudioGroup: true } : {}),
    },
    tenantId,
  };
}

function whereIs(meeting: Parameters<typeof meetingCall>[0]): Pick<CreateCallBody, 'chatInfo' | 'meetingInfo'> {
  if (meeting.kind === 'token') return { meetingInfo: { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token: meeting.token } };
  if (meeting.kind === 'id') {
    const { joinMeetingId, passcode = null } = meeting;
    return { meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId, passcode } };
  }
  const { threadId, messageId, replyChainMessageId, organizer } = meeting;
  if (organizer === undefined) {
    const message =
      'the join link does not say who organizes the meeting, and Graph wants to know; copy the whole link, to the end of its context';
    throw new PlatformError('platform/no-meeting', message);
  }
  const { id, tenantId } = organizer;
  return {
    chatInfo: {
      '@odata.type': '#microsoft.graph.chatInfo',
      threadId,
      messageId,
      ...(replyChainMessageId === undefined ? {} : { replyChainMessageId }),
    },
    meetingInfo: {
      '@odata.type': '#microsoft.graph.organizerMeetingInfo',
      // Practice: the tenant is wanted here and at the call.
      organizer: identitySetOf({ id, tenantId }),
      allowConversationWithoutHost: true,
    },
  };
}

type Source = NonNullable<CreateCallBody['source']> & { readonly '@odata.type': string };

function sourceOf(appId: string): Source {
  return { '@odata.type': '#microsoft.graph.participantInfo', identity: { application: { id: appId } } };
}

function guestSource({ id, name }: Guest): Source {
  const guest = { '@odata.type': '#microsoft.graph.identity', id, displayName: name };
  const identity = { '@odata.type': '#microsoft.graph.communicationsIdentitySet', guest };
  return { '@odata.type': '#microsoft.graph.participantInfo', identity };
}

function identitySetOf({
  id,
  tenantId,
}: {
  readonly id: string;
  readonly tenantId: string;
}): IdentitySet & { readonly '@odata.type': string } {
  const user = { '@odata.type': '#microsoft.graph.identity', id, tenantId };
  return { '@odata.type': '#microsoft.graph.identitySet', user };
}
