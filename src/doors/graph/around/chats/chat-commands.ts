/** The chats of meetings and group calls, read and written to. Source: Graph docs, api/chat-get, chat-list-messages, chatmessage-get, chat-post-messages. */
import type { ChatMessage } from '../../../../switchboard/chat-book.ts';
import { chatMessageBody, type ChatMessageBody } from '../../../../wire/graph/chat-message.ts';
import { notServed, problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { filterOf } from '../../odata/odata-filter.ts';
import { nextLink } from '../../odata/odata-page.ts';
import { queryOf, type ODataQuery } from '../../odata/odata-query.ts';
import { bodyAs } from '../../request-reading.ts';
import { onChat } from './chat-access.ts';
import { chatResource, messageResource } from './chat-resource.ts';
import { textOfHtml } from './message-text.ts';

const ofMessages = '/chats/{id}/messages';
/** Documented: 50 at most; the default is not. */
const mostTop = 50;
const usualTop = 20;
const moments = ['lastModifiedDateTime', 'createdDateTime'];

export const chatCommands: Readonly<Record<string, ServeAround>> = {
  'GET /chats/{id}': (request) =>
    onChat(request, '/chats/{id}', (thread) => {
      queryOf(request.url.searchParams, ['$format']);
      return { status: 200, body: { '@odata.context': `${request.base}/$metadata#chats/$entity`, ...chatResource(thread) } };
    }),
  'GET /chats/{id}/messages': (request) => onChat(request, ofMessages, ({ threadId }) => listed(request, threadId)),
  'POST /chats/{id}/messages': (request) => onChat(request, ofMessages, ({ threadId }) => posted(request, threadId)),
  'GET /chats/{id}/messages/{id}': (request) =>
    onChat(request, `${ofMessages}/{id}`, ({ threadId }) => {
      queryOf(request.url.searchParams, ['$format']);
      const [, messageId = ''] = request.ids;
      const found = request.switchboard.chats.of(threadId).find((each) => each.messageId === messageId);
      if (!found) return problem(404, 'NotFound', `There is no message ${messageId.slice(0, 100)} in this chat, or it is no longer kept.`);
      return { status: 200, body: { '@odata.context': `${contextOf(request, threadId)}/$entity`, ...messageResource(found) } };
    }),
};

/** Newest first. A page is counted from the oldest message, so that what is written meanwhile moves nothing. */
function listed(request: AroundRequest, threadId: string): AroundAnswer {
  const { url, base, switchboard } = request;
  const query = queryOf(url.searchParams, ['$top', '$skiptoken', '$orderby', '$filter', '$count', '$format'], mostTop);
  const messages = filtered(switchboard.chats.of(threadId), query).map((message) => messageResource(message));
  const end = query.skip === 0 ? messages.length : Math.min(query.skip, messages.length);
  const start = Math.max(0, end - (query.top ?? usualTop));
  const value = messages.slice(start, end).toReversed();
  const more = start > 0 ? { '@odata.nextLink': nextLink({ url, base }, start) } : {};
  return { status: 200, body: { '@odata.context': contextOf(request, threadId), '@odata.count': value.length, ...more, value } };
}

/** As documented: newest first is the only order, and a filter counts where the order is by the same moment, otherwise not. */
function filtered(messages: readonly ChatMessage[], { orderBy, filter }: ODataQuery): readonly ChatMessage[] {
  if (!orderBy) return messages;
  const moment = moments.find((each) => each.toLowerCase() === orderBy.path.toLowerCase());
  if (!moment || !orderBy.isDescending)
    throw new GraphDoorError('graph-door/bad-request', `$orderby takes ${moments.join(' or ')}, with “desc”.`);
  if (filter === undefined || !filter.toLowerCase().includes(moment.toLowerCase())) return messages;
  const passes = filterOf(filter, { paths: [moment] });
  return messages.filter((message) => passes(messageResource(message)));
}

function posted(request: AroundRequest, threadId: string): AroundAnswer {
  const { switchboard, app, settings } = request;
  if (!settings.appsMayPost)
    return problem(
      403,
      'Forbidden',
      'Applications write to chats here when messages are imported, and only then (the setting appsMayPost).',
    );
  const given = bodyAs(chatMessageBody, request.json);
  const extra = unservedIn(given);
  if (extra !== undefined) return notServed(extra, 'messages are plain text here.');
  const { contentType, content } = given.body;
  const text = contentType === 'html' ? textOfHtml(content) : content.trim();
  if (text === '') return problem(400, 'BadRequest', 'body.content: an empty message says nothing.');
  const result = switchboard.chats.postApp({ appId: app.appId, threadId, text });
  if (!result.ok) {
    const why =
      result.code === 'switchboard/unknown-leg'
        ? 'The app does not take part in this conversation. Join it first.'
        : `${result.message} ${result.remedy}`;
    return problem(403, 'Forbidden', why);
  }
  const message = switchboard.chats.of(threadId).find(({ messageId }) => messageId === result.messageId);
  if (!message) return problem(500, 'InternalServerError', 'The message was written, and cannot be found.');
  return { status: 201, body: { '@odata.context': `${contextOf(request, threadId)}/$entity`, ...messageResource(message) } };
}

/** What would be lost if it were taken. */
function unservedIn(given: ChatMessageBody): string | undefined {
  if (given.attachments?.length) return 'Attachments of messages';
  if (given.hostedContents?.length) return 'Contents within messages (hostedContents)';
  if (given.subject != null) return 'The subject of a message';
  if (given.importance != null && given.importance !== 'normal') return `The importance “${given.importance.slice(0, 20)}” of a message`;
  if (given.createdDateTime != null || given.from != null) return 'Importing messages (createdDateTime, from)';
  return undefined;
}

/** As on the pages: the id is encoded. */
function contextOf({ base }: AroundRequest, threadId: string): string {
  return `${base}/$metadata#chats('${encodeURIComponent(threadId)}')/messages`;
}
