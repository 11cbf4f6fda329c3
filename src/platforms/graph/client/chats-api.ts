/** Chats of group calls and meetings, and subscriptions to what is written in them. Source: Graph docs, api/chat-post-messages, chat-list-messages, subscription-post-subscriptions. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import { chatMessage, type ChatMessage } from '../../../wire/graph/chat-message.ts';
import type { SubscriptionBody, SubscriptionChange } from '../../../wire/graph/subscription.ts';
import type { Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/** A subscription as far as it is relied on. */
export type AnsweredSubscription = { readonly id: string; readonly expirationDateTime: string };

/** Each method rejects with a `PlatformError` when the service says no. */
export class ChatsApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** Plain text. Not repeated unless surely unheard: it would stand there twice. On Teams apps need Teamwork.Migrate.All for it. */
  post(chatId: string, text: string, options?: Cancel): Promise<ChatMessage> {
    const body = { body: { contentType: 'text', content: text } };
    return this.#requester.read(chatMessage, {
      ...options,
      what: 'POST messages',
      method: 'POST',
      path: at(chatId),
      body,
      isRepeatable: false,
    });
  }

  /** Newest first, 50 at most. */
  list(chatId: string, { top = 20, signal }: Cancel & { readonly top?: number | undefined } = {}): Promise<Page<ChatMessage>> {
    const path = `${at(chatId)}?$top=${String(Math.min(50, Math.max(1, top)))}`;
    return this.#requester.read(pageOfMessages, { signal, what: 'GET messages', method: 'GET', path, isRepeatable: true });
  }

  /** The service asks `notificationUrl` whether it is there before it answers. */
  subscribe(body: SubscriptionBody, options?: Cancel): Promise<AnsweredSubscription> {
    const asking = { ...options, what: 'POST subscriptions', method: 'POST', path: '/subscriptions', body, isRepeatable: false } as const;
    return this.#requester.read(answeredSubscription, asking);
  }

  renew(subscriptionId: string, body: SubscriptionChange, options?: Cancel): Promise<AnsweredSubscription> {
    const path = `/subscriptions/${encodeURIComponent(subscriptionId)}`;
    return this.#requester.read(answeredSubscription, {
      ...options,
      what: 'PATCH subscription',
      method: 'PATCH',
      path,
      body,
      isRepeatable: true,
    });
  }

  /** `gone` when there was none any more. */
  unsubscribe(subscriptionId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const path = `/subscriptions/${encodeURIComponent(subscriptionId)}`;
    return this.#requester.unlessGone({ ...options, what: 'DELETE subscription', method: 'DELETE', path, isRepeatable: true }, 'done');
  }
}

function at(chatId: string): string {
  return `/chats/${encodeURIComponent(chatId)}/messages`;
}

const pageOfMessages = collection(chatMessage);
const answeredSubscription: z.ZodType<AnsweredSubscription> = z.looseObject({ id: z.string().min(1), expirationDateTime: z.string() });
