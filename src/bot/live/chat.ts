/** The chat of a group call or meeting, as a bot's author uses it. */
import type { Cancel } from '../../base/cancel.ts';
import type { CarrierChat, ChatMessage } from '../../call/media.ts';
import { BotError } from '../errors.ts';

/** New messages are told as `call.facts.on('messagePosted', ({ message }) => …)`; `message.from.isSelf` tells the bot's own. */
export type CallChat = {
  post(text: string, options?: Cancel): Promise<ChatMessage>;
  /** The latest messages, oldest first: 20, unless told otherwise. */
  read(options?: Cancel & { readonly atMost?: number | undefined }): Promise<readonly ChatMessage[]>;
};

/** The chat, or a `BotError` with `bot/no-chat`. */
export function chatOf(chat: CarrierChat | undefined): CarrierChat {
  if (chat) return chat;
  throw new BotError('bot/no-chat', 'this call has no chat: carriers have one in group calls and meetings; an invitation makes a call one');
}
