/** What is written and said in a meeting: the chat, and the captions. */
import type { Caption, ChatMessage } from '../../../src/wire/live/page-event.ts';

const captionsKept = 200;

/** The chat after more of it; a message that is sent again keeps its place. */
export function chatAfter(before: readonly ChatMessage[], isStart: boolean, more: readonly ChatMessage[]): readonly ChatMessage[] {
  if (isStart) return more;
  const known = new Set(before.map(({ messageId }) => messageId));
  return [...before, ...more.filter(({ messageId }) => !known.has(messageId))];
}

export function unreadOf(chat: readonly ChatMessage[], read: ReadonlySet<string>): number {
  return chat.filter(({ messageId, isMine }) => !isMine && !read.has(messageId)).length;
}

/** The captions after one more: a later text of the same one takes its place, an empty one takes it away; the oldest go when there are 200. */
export function captionsAfter(before: readonly Caption[], caption: Caption): readonly Caption[] {
  const at = before.findLastIndex(({ captionId }) => captionId === caption.captionId);
  // A late interim does not undo what is final.
  if (before[at]?.isFinal === true && !caption.isFinal) return before;
  if (caption.text.trim() === '') return at < 0 ? before : before.toSpliced(at, 1);
  return at < 0 ? [...before, caption].slice(-captionsKept) : before.with(at, caption);
}
