/** Chats and what is written in them. Source: Graph docs, resources/chat, resources/chatmessage, api/chat-post-messages, chat-list-messages. */
import { z } from 'zod';
import { inAnyCase } from './in-any-case.ts';

/** What a bot says of a message that it writes. What is left out is as Graph has it by default. */
export type ChatMessageBody = {
  readonly body: { readonly contentType?: 'text' | 'html' | null | undefined; readonly content: string };
  readonly subject?: string | null | undefined;
  readonly importance?: string | null | undefined;
  readonly attachments?: readonly unknown[] | null | undefined;
  readonly hostedContents?: readonly unknown[] | null | undefined;
  readonly createdDateTime?: string | null | undefined;
  readonly from?: object | null | undefined;
};

type MessageSender = {
  readonly '@odata.type'?: string | undefined;
  readonly id: string;
  readonly displayName?: string | null | undefined;
  readonly userIdentityType?: string | null | undefined;
  readonly applicationIdentityType?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
};

/** As Graph answers it, as far as it is read. */
export type ChatMessage = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly chatId?: string | null | undefined;
  readonly createdDateTime: string;
  readonly messageType?: string | null | undefined;
  readonly from?:
    { readonly user?: MessageSender | null | undefined; readonly application?: MessageSender | null | undefined } | null | undefined;
  readonly body: { readonly contentType: 'text' | 'html'; readonly content: string };
};

export type Chat = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly topic: string | null;
  readonly createdDateTime: string;
  readonly lastUpdatedDateTime: string;
  readonly chatType: 'group' | 'meeting';
  readonly webUrl: null;
  readonly tenantId: string;
  readonly onlineMeetingInfo: {
    readonly calendarEventId: null;
    readonly joinWebUrl: string;
    readonly organizer: { readonly id: string; readonly displayName: null; readonly userIdentityType: 'aadUser' };
  } | null;
};

/** A message has 28 KB at most on Teams (learn.microsoft.com/microsoftteams/limits-specifications-teams, "Chat"). */
const mostMessageCharacters = 28_000;

export const chatMessageBody: z.ZodType<ChatMessageBody> = z.looseObject({
  body: z.looseObject({
    contentType: inAnyCase(['text', 'html'] as const).nullish(),
    content: z.string().min(1).max(mostMessageCharacters),
  }),
  subject: z.string().nullish(),
  importance: z.string().nullish(),
  attachments: z.array(z.unknown()).nullish(),
  hostedContents: z.array(z.unknown()).nullish(),
  createdDateTime: z.string().nullish(),
  from: z.looseObject({}).nullish(),
});

const sender = z.looseObject({
  id: z.string(),
  displayName: z.string().nullish(),
  userIdentityType: z.string().nullish(),
  applicationIdentityType: z.string().nullish(),
  tenantId: z.string().nullish(),
});

/** Reads a message out of an answer or a notification: tolerant of what is missing and of what is new. */
export const chatMessage: z.ZodType<ChatMessage> = z.looseObject({
  id: z.string().min(1),
  chatId: z.string().nullish(),
  createdDateTime: z.string(),
  messageType: z.string().nullish(),
  from: z.looseObject({ user: sender.nullish(), application: sender.nullish() }).nullish(),
  body: z.looseObject({ contentType: inAnyCase(['text', 'html'] as const), content: z.string() }),
});
