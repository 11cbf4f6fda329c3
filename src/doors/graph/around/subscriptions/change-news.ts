/** Something that changed, who subscribed to it, and how it is told. */
import type { ChatMessage } from '../../../../switchboard/chat-book.ts';
import type { Presence } from '../../../../switchboard/presence/presence-state.ts';
import type { Party } from '../../../../switchboard/directory.ts';
import { isSameId } from '../../../../switchboard/directory.ts';
import { isSameLink } from '../../../../switchboard/meetings/join-link.ts';
import type { CallStory } from '../../../../switchboard/records/call-story.ts';
import type { MeetingEvent } from '../../../../switchboard/records/meeting-calls.ts';
import type { ChangeNotification } from '../../../../wire/graph/subscription.ts';
import { recordingResource } from '../meetings/recording-resource.ts';
import type { ShelvedRecording } from '../meetings/recording-shelf.ts';
import { transcriptResource } from '../meetings/transcript-resource.ts';
import type { ShelvedTranscript } from '../meetings/transcript-shelf.ts';
import { messageResource } from '../chats/chat-resource.ts';
import { presenceResource } from '../presence/presence-resource.ts';
import type { SubscribedResource } from './subscribed-resource.ts';
import type { ChangeType } from './subscription.ts';

/** `tenantIds` are those whose subscriptions may hear of it. */
export type News = { readonly tenantIds: readonly string[]; readonly changeType: ChangeType } & (
  | { readonly kind: 'presence'; readonly presence: Presence }
  | { readonly kind: 'callRecord'; readonly story: CallStory }
  | { readonly kind: 'chatMessage'; readonly message: ChatMessage }
  | { readonly kind: 'meetingCall'; readonly event: MeetingEvent; readonly joinWebUrl: string }
  | { readonly kind: 'transcript'; readonly transcript: ShelvedTranscript }
  | { readonly kind: 'recording'; readonly recording: ShelvedRecording }
);

export type Told = {
  readonly resource: string;
  readonly resourceData: NonNullable<ChangeNotification['resourceData']>;
  /** What is sealed where the subscription asks for it; where it does not, it may be in `resourceData`. */
  readonly content: object;
  readonly isContentPlain?: true;
};

export function isAbout(subscribed: SubscribedResource, news: News): boolean {
  switch (news.kind) {
    case 'presence':
      return subscribed.kind === 'presence' && subscribed.userIds.some((id) => isSameId(id, news.presence.userId));
    case 'callRecord':
      return subscribed.kind === 'callRecord';
    case 'chatMessage':
      return subscribed.kind === 'chatMessage' && subscribed.threadId === news.message.threadId;
    case 'meetingCall':
      return subscribed.kind === 'meetingCall' && isSameLink(subscribed.joinWebUrl, news.joinWebUrl);
    case 'transcript':
      return subscribed.kind === 'transcript' && isOfMeeting(subscribed, news.transcript);
    case 'recording':
      return subscribed.kind === 'recording' && isOfMeeting(subscribed, news.recording);
  }
}

/** Calls that were no meetings are not subscribed to by these. */
function isOfMeeting(
  { meetingId, userId }: { readonly meetingId?: string | undefined; readonly userId?: string | undefined },
  of: { readonly meetingId?: string | undefined; readonly organizerId: string },
): boolean {
  if (of.meetingId === undefined) return false;
  if (meetingId !== undefined) return meetingId === of.meetingId;
  return userId === undefined || isSameId(userId, of.organizerId);
}

/** `base` is what the addresses of contents begin with. */
export function told(news: News, base: string): Told {
  switch (news.kind) {
    case 'presence': {
      const { userId: id } = news.presence;
      const annotations = { '@odata.type': '#microsoft.graph.presence', '@odata.id': `users/${id}/presence` };
      return {
        resource: `communications/presences/${id}`,
        resourceData: { ...annotations, id },
        content: { ...annotations, ...presenceResource(news.presence) },
      };
    }
    case 'callRecord': {
      const { callId: id } = news.story;
      const resource = `communications/callRecords/${id}`;
      return { resource, resourceData: { '@odata.type': '#microsoft.graph.callrecord', '@odata.id': resource, id }, content: { id } };
    }
    case 'chatMessage': {
      const { messageId: id, threadId } = news.message;
      const resource = `chats('${threadId}')/messages('${id}')`;
      const annotations = { '@odata.type': '#Microsoft.Graph.chatMessage', '@odata.id': resource };
      return { resource, resourceData: { ...annotations, id }, content: { ...annotations, ...messageResource(news.message) } };
    }
    case 'meetingCall': {
      const resource = `communications/onlineMeetings?$filter=joinWebUrl+eq+'${news.joinWebUrl}'`;
      const resourceData = { '@odata.type': '#Microsoft.Graph.onlineMeeting', '@odata.id': resource, id: resource };
      return { resource, resourceData, content: { ...resourceData, ...meetingEvent(news.event) }, isContentPlain: true };
    }
    case 'transcript': {
      const { recordingId: id, meetingId = '' } = news.transcript;
      const resource = `communications/onlineMeetings('${meetingId}')/transcripts('${id}')`;
      const annotations = { '@odata.type': '#Microsoft.Graph.callTranscript', '@odata.id': resource };
      return { resource, resourceData: { ...annotations, id }, content: transcriptResource(news.transcript, base) };
    }
    case 'recording': {
      const { recordingId: id, meetingId = '' } = news.recording;
      const resource = `communications/onlineMeetings('${meetingId}')/recordings('${id}')`;
      const annotations = { '@odata.type': '#Microsoft.Graph.callRecording', '@odata.id': resource };
      return { resource, resourceData: { ...annotations, id }, content: recordingResource(news.recording, base) };
    }
  }
}

/** Source: Graph docs, changenotifications-for-onlinemeeting, whose names of identities are in Pascal case. */
function meetingEvent({ type, atMs, joined, exited }: MeetingEvent): object {
  const roster =
    type === 'CallRosterUpdate' ? { 'activeParticipants@joined': joined.map(active), 'activeParticipants@exited': exited.map(active) } : {};
  return {
    eventType: `Microsoft.Communication.${type}`,
    eventDateTime: new Date(atMs).toISOString(),
    state: type === 'CallEnded' ? 'inactive' : 'active',
    ...roster,
  };
}

function active({ kind, id, name, tenantId }: Party): object {
  const what = kind === 'person' ? 'User' : kind === 'guest' ? 'Guest' : 'Application';
  return { id, identity: { [what]: { Id: id, DisplayName: name, TenantId: tenantId } } };
}
