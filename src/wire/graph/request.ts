/** The bodies that bots send. Source: Graph docs, api/call-answer, call-reject, call-redirect, call-transfer, call-playprompt, call-record, application-post-calls. */
import { z } from 'zod';
import { inAnyCase, mediaConfig, type MediaConfig } from './call.ts';
import { identitySet, invitationParticipantInfo, type IdentitySet, type InvitationParticipantInfo } from './identity.ts';
import { mediaPrompt, type MediaPrompt } from './operation.ts';

export type CreateCallBody = {
  readonly callbackUri: string;
  readonly targets: readonly InvitationParticipantInfo[];
  readonly requestedModalities: readonly string[];
  readonly mediaConfig: MediaConfig;
  readonly tenantId?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly source?: { readonly identity?: IdentitySet | undefined } | null | undefined;
};
export type AnswerBody = {
  readonly callbackUri: string;
  readonly mediaConfig: MediaConfig;
  readonly acceptedModalities?: readonly string[] | null | undefined;
};
export type RejectBody = {
  readonly reason?: 'none' | 'busy' | 'forbidden' | null | undefined;
  readonly callbackUri?: string | null | undefined;
};
/** `timeout` in seconds, 15 to 90. */
export type RedirectBody = {
  readonly targets: readonly InvitationParticipantInfo[];
  readonly timeout?: number | null | undefined;
  readonly callbackUri?: string | null | undefined;
};
export type TransferBody = {
  readonly transferTarget: InvitationParticipantInfo;
  readonly transferee?: { readonly identity?: IdentitySet | undefined } | null | undefined;
};
export type ClientContextBody = { readonly clientContext?: string | null | undefined };
export type PlayPromptBody = ClientContextBody & { readonly prompts: readonly MediaPrompt[]; readonly loop?: boolean | null | undefined };
/** Times in seconds, 1 to 120, 5 where absent. */
export type RecordResponseBody = ClientContextBody & {
  readonly prompts?: readonly MediaPrompt[] | null | undefined;
  readonly bargeInAllowed?: boolean | null | undefined;
  readonly initialSilenceTimeoutInSeconds?: number | null | undefined;
  readonly maxSilenceTimeoutInSeconds?: number | null | undefined;
  readonly maxRecordDurationInSeconds?: number | null | undefined;
  readonly playBeep?: boolean | null | undefined;
  readonly stopTones?: readonly string[] | null | undefined;
};

const clientContext = z.string().max(256).nullish();
const seconds = z.number().int().min(1).max(120).nullish();
const callbackUri = z.string().min(1).max(2048);

export const clientContextBody: z.ZodType<ClientContextBody> = z.looseObject({ clientContext });

export const createCallBody: z.ZodType<CreateCallBody> = z.looseObject({
  callbackUri,
  targets: z.array(invitationParticipantInfo).min(1),
  requestedModalities: z.array(z.string()).default(['audio']),
  mediaConfig,
  tenantId: z.string().nullish(),
  subject: z.string().nullish(),
  source: z.looseObject({ identity: identitySet.optional() }).nullish(),
});

export const answerBody: z.ZodType<AnswerBody> = z.looseObject({
  callbackUri,
  mediaConfig,
  acceptedModalities: z.array(z.string()).nullish(),
});

export const rejectBody: z.ZodType<RejectBody> = z.looseObject({
  reason: inAnyCase(['none', 'busy', 'forbidden'] as const).nullish(),
  callbackUri: callbackUri.nullish(),
});

export const redirectBody: z.ZodType<RedirectBody> = z.looseObject({
  targets: z.array(invitationParticipantInfo).min(1).max(25),
  timeout: z.number().int().min(15).max(90).nullish(),
  callbackUri: callbackUri.nullish(),
});

export const transferBody: z.ZodType<TransferBody> = z.looseObject({
  transferTarget: invitationParticipantInfo,
  transferee: z.looseObject({ identity: identitySet.optional() }).nullish(),
});

export const playPromptBody: z.ZodType<PlayPromptBody> = z.looseObject({
  prompts: z.array(mediaPrompt).min(1).max(20),
  loop: z.boolean().nullish(),
  clientContext,
});

export const recordResponseBody: z.ZodType<RecordResponseBody> = z.looseObject({
  prompts: z.array(mediaPrompt).max(1).nullish(),
  bargeInAllowed: z.boolean().nullish(),
  initialSilenceTimeoutInSeconds: seconds,
  maxSilenceTimeoutInSeconds: seconds,
  maxRecordDurationInSeconds: seconds,
  playBeep: z.boolean().nullish(),
  stopTones: z.array(z.string()).nullish(),
  clientContext,
});
