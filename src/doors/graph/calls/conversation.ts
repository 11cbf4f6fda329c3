/** A group call or meeting as Graph's `chatInfo` and `meetingInfo`: by these an app knows it, and comes back to it. */
import type { Group } from '../../../switchboard/call.ts';
import type { Call, ChatInfo, MeetingInfo } from '../../../wire/graph/call.ts';
import { identityOf, type Viewer } from './parties.ts';

/** What a token of a conversation stands for: its meeting, or else the call itself. */
export function conversationIdOf(callId: string, { meeting }: Group): string {
  return meeting?.meetingId ?? callId;
}

function chatInfoOf({ threadId }: Group): ChatInfo {
  const type = { '@odata.type': '#microsoft.graph.chatInfo' };
  return { ...type, threadId, messageId: '0', replyChainMessageId: null };
}

/** In notifications a conversation is named by a token, whatever the app joined by. */
export function tokenInfo(token: string): MeetingInfo {
  return { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token };
}

/** What a call says of its conversation; nothing when it is between two. */
export function conversationOf(group: Group | undefined, token: string | undefined): Pick<Call, 'chatInfo' | 'meetingInfo'> {
  if (!group) return {};
  return { chatInfo: chatInfoOf(group), ...(token === undefined ? {} : { meetingInfo: tokenInfo(token) }) };
}

/** A meeting by whoever holds it; undefined for a group call that nobody planned. */
export function organizerInfo({ meeting }: Group, viewer: Viewer): MeetingInfo | undefined {
  if (!meeting) return undefined;
  const { organizerId: id, tenantId } = meeting;
  const organizer = identityOf({ kind: 'person', id, tenantId, name: '', number: '' }, viewer);
  return { '@odata.type': '#microsoft.graph.organizerMeetingInfo', organizer, allowConversationWithoutHost: true };
}
