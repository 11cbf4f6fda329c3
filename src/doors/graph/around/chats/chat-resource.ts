/** A conversation's chat and its messages as Graph's `chat` and `chatMessage`. Source: Graph docs, resources/chat, resources/chatmessage, and the examples of their pages. */
import type { ChatMessage } from '../../../../switchboard/chat-book.ts';
import type { Party } from '../../../../switchboard/directory.ts';
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import type { Chat } from '../../../../wire/graph/chat-message.ts';

/** Of a meeting, or of a group call that is up. */
export type ChatThread = {
  readonly threadId: string;
  readonly tenantId: string;
  readonly topic: string | undefined;
  readonly createdMs: number;
  readonly meeting?: PlannedMeeting | undefined;
};

export function chatResource({ threadId, tenantId, topic, createdMs, meeting }: ChatThread): Chat {
  const createdDateTime = new Date(createdMs).toISOString();
  return {
    id: threadId,
    topic: topic ?? null,
    createdDateTime,
    lastUpdatedDateTime: createdDateTime,
    chatType: meeting ? 'meeting' : 'group',
    webUrl: null,
    tenantId,
    onlineMeetingInfo: meeting
      ? {
          calendarEventId: null,
          joinWebUrl: meeting.joinWebUrl,
          organizer: { id: meeting.organizerId, displayName: null, userIdentityType: 'aadUser' },
        }
      : null,
  };
}

/** Nothing is edited or deleted here. */
export function messageResource({ messageId, threadId, from, text, sentMs }: ChatMessage): object {
  const at = new Date(sentMs).toISOString();
  const nulls = { replyToId: null, lastEditedDateTime: null, deletedDateTime: null, subject: null, summary: null, webUrl: null };
  return {
    id: messageId,
    etag: String(sentMs),
    messageType: 'message',
    createdDateTime: at,
    lastModifiedDateTime: at,
    ...nulls,
    chatId: threadId,
    importance: 'normal',
    locale: 'en-us',
    channelIdentity: null,
    policyViolation: null,
    eventDetail: null,
    from: senderOf(from),
    body: { contentType: 'text', content: text },
    attachments: [],
    mentions: [],
    reactions: [],
    messageHistory: [],
  };
}

function senderOf({ kind, id, name, tenantId }: Party): object {
  if (kind === 'app') {
    const application = {
      '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
      id,
      displayName: name,
      applicationIdentityType: 'bot',
    };
    return { application, device: null, user: null };
  }
  const userIdentityType = kind === 'guest' ? 'anonymousGuest' : 'aadUser';
  const user = { '@odata.type': '#microsoft.graph.teamworkUserIdentity', id, displayName: name, userIdentityType, tenantId };
  return { application: null, device: null, user };
}
