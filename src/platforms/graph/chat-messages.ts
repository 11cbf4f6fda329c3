/** A message of a chat, out of Graph's words into ours. */
import type { ChatMessage } from '../../call/media.ts';
import type { ChatMessage as WireMessage } from '../../wire/graph/chat-message.ts';

export function messageOf({ id, from, body, createdDateTime }: WireMessage, appId: string): ChatMessage {
  const sender = from?.user ?? from?.application;
  const isSelf = from?.application?.id === appId;
  const name = sender?.displayName ?? undefined;
  const text = body.contentType === 'html' ? textOfHtml(body.content) : body.content;
  return {
    id,
    text,
    from: { id: sender?.id ?? '', ...(name === undefined ? {} : { name }), isSelf },
    sentMs: Date.parse(createdDateTime) || 0,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'", nbsp: ' ' };

/** What a person reads of it: Teams writes paragraphs and line breaks as tags. */
function textOfHtml(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .trim();
}
