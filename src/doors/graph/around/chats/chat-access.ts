/** The chat that a request names, for whoever may see it. */
import { isUp } from '../../../../switchboard/call.ts';
import { problem, type AroundAnswer, type AroundRequest } from '../around-command.ts';
import { aroundPermission } from '../around-permissions.ts';
import { maySeeThread } from './chat-readers.ts';
import type { ChatThread } from './chat-resource.ts';

/** The chat of that thread, in the caller's tenant. */
export function threadOf(
  { surroundings, switchboard, caller: { tenantId } }: Pick<AroundRequest, 'surroundings' | 'switchboard' | 'caller'>,
  threadId: string,
): ChatThread | undefined {
  const meeting = surroundings.meetings.of({ tenantId }).find((each) => each.threadId === threadId);
  if (meeting) return { threadId, tenantId, topic: meeting.subject, createdMs: meeting.createdMs, meeting };
  const call = switchboard.calls().find(({ group, endedMs }) => group?.threadId === threadId && endedMs === undefined);
  if (!call?.group || !call.legs.some((leg) => isUp(leg) && leg.self.tenantId === tenantId)) return undefined;
  return { threadId, tenantId, topic: call.group.subject, createdMs: call.startedMs };
}

/** Hands the chat of the path to `work`, or says no. */
export function onChat(
  request: AroundRequest,
  template: string,
  work: (thread: ChatThread) => AroundAnswer | Promise<AroundAnswer>,
): AroundAnswer | Promise<AroundAnswer> {
  const [threadId = ''] = request.ids;
  const thread = threadOf(request, threadId);
  if (!thread) return problem(404, 'NotFound', `There is no chat ${threadId.slice(0, 200)} in this tenant, or its call is over.`);
  const row = aroundPermission(request.method, template)?.permissions ?? [];
  if (!maySeeThread(request, threadId, row)) return notInChat();
  return work(thread);
}

export function notInChat(): AroundAnswer {
  const what = 'The app does not take part in this conversation, and its permissions are for conversations in which it does.';
  return problem(403, 'Forbidden', `${what} Join it first, or grant the app a permission for all chats.`);
}
