/** The bodies that bots send. Source: Graph docs, api/call-answer, call-reject, call-redirect, call-transfer, call-playprompt, call-record, application-post-calls. */
import { z } from 'zod';
import {
  callOptions,
  chatInfo,
  mediaConfig,
  meetingInfo,
  type CallOptions,
  type ChatInfo,
  type MediaConfig,
  type MeetingInfo,
} from './call.ts';
import { inAnyCase } from './in-any-case.ts';
import { identitySet, invitationParticipantInfo, type IdentitySet, type InvitationParticipantInfo } from './identity.ts';
import { mediaPrompt, type MediaPrompt } from './operation.ts';

export type RoutingPolicy = 'none' | 'noMissedCall' | 'disableForwardingExceptPhone' | 'disableForwarding' | 'preferSkypeForBusiness';

/** Either targets (one, or up to five for a group call), or a meeting by `meetingInfo`, with `chatInfo` for coordinates. */
export type CreateCallBody = {
  readonly callbackUri: string;
  readonly targets: readonly InvitationParticipantInfo[];
  readonly chatInfo?: ChatInfo | null | undefined;
  readonly meetingInfo?: MeetingInfo | null | undefined;
  readonly callOptions?: CallOptions | null | undefined;
  /** Beta: at most 115. */
  readonly ringingTimeoutInSeconds?: number | null | undefined;
  /** Beta: what is not to be done with the call on its way to whom it is for. */
  readonly routingPolicies?: readonly RoutingPolicy[] | null | undefined;
  readonly direction?: 'incoming' | 'outgoing' | null | undefined;
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
  readonly callOptions?: CallOptions | null | undefined;
  readonly participantCapacity?: number | null | undefined;
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
  /** Who is to be put through out of a group call: by `participantId`, or else by identity. */
  readonly transferee?:
    { readonly identity?: IdentitySet | undefined; readonly participantId?: string | null | undefined } | null | undefined;
};
export type ClientContextBody = { readonly clientContext?: string | null | undefined };
export type TranscriptionBody = ClientContextBody & { readonly language?: string | null | undefined };
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

/** At most five; several in a group call only. */
export type InviteBody = ClientContextBody & { readonly participants: readonly InvitationParticipantInfo[] };
/** Beta. Those named by their participant ids; absent: everybody else. */
export type MuteAllBody = ClientContextBody & { readonly participants?: readonly string[] | null | undefined };
export type StartHoldMusicBody = ClientContextBody & { readonly customPrompt?: MediaPrompt | null | undefined };
/** Tones by Graph's names; `delayBetweenTonesMs` is the silence between two. */
export type SendDtmfTonesBody = ClientContextBody & {
  readonly tones: readonly string[];
  readonly delayBetweenTonesMs?: number | null | undefined;
};
export type UpdateRecordingStatusBody = ClientContextBody & { readonly status: 'notRecording' | 'recording' | 'failed' };
export type ChangeScreenSharingRoleBody = { readonly role: 'viewer' | 'sharer' };

const modalities = z.array(inAnyCase(['unknown', 'audio', 'video', 'videoBasedScreenSharing', 'data'] as const));
const routingPolicies = z.array(
  inAnyCase([
    'none', 'noMissedCall', 'disableForwardingExceptPhone', 'disableForwarding', 'preferSkypeForBusiness',
  ] satisfies readonly RoutingPolicy[]),
); // prettier-ignore

const clientContext = z.string().max(256).nullish();
const seconds = z.number().int().min(1).max(120).nullish();
const callbackUri = z.string().min(1).max(2048);

export const clientContextBody: z.ZodType<ClientContextBody> = z.looseObject({ clientContext });

export const transcriptionBody: z.ZodType<TranscriptionBody> = z.looseObject({ clientContext, language: z.string().max(35).nullish() });

export const createCallBody: z.ZodType<CreateCallBody> = z.looseObject({
  callbackUri,
  targets: z.array(invitationParticipantInfo).default([]),
  chatInfo: chatInfo.nullish(),
  meetingInfo: meetingInfo.nullish(),
  callOptions: callOptions.nullish(),
  ringingTimeoutInSeconds: z.number().int().min(1).max(115).nullish(),
  routingPolicies: routingPolicies.nullish(),
  direction: inAnyCase(['incoming', 'outgoing'] as const).nullish(),
  requestedModalities: modalities.default(['audio']),
  mediaConfig,
  tenantId: z.string().nullish(),
  subject: z.string().nullish(),
  source: z.looseObject({ identity: identitySet.optional() }).nullish(),
});

export const answerBody: z.ZodType<AnswerBody> = z.looseObject({
  callbackUri,
  mediaConfig,
  acceptedModalities: modalities.nullish(),
  callOptions: callOptions.nullish(),
  participantCapacity: z.number().int().min(1).nullish(),
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

/** Beta: how the targets of a redirection are rung. */
export const dispositionBody: z.ZodType<{ readonly targetDisposition?: 'default' | 'simultaneousRing' | 'forward' | null | undefined }> =
  z.looseObject({ targetDisposition: inAnyCase(['default', 'simultaneousRing', 'forward'] as const).nullish() });

export const transferBody: z.ZodType<TransferBody> = z.looseObject({
  transferTarget: invitationParticipantInfo,
  transferee: z.looseObject({ identity: identitySet.optional(), participantId: z.string().nullish() }).nullish(),
});

export const inviteBody: z.ZodType<InviteBody> = z.looseObject({
  participants: z.array(invitationParticipantInfo).min(1).max(5),
  clientContext,
});

export const muteAllBody: z.ZodType<MuteAllBody> = z.looseObject({ participants: z.array(z.string()).max(1_000).nullish(), clientContext });

export const startHoldMusicBody: z.ZodType<StartHoldMusicBody> = z.looseObject({ customPrompt: mediaPrompt.nullish(), clientContext });

export const sendDtmfTonesBody: z.ZodType<SendDtmfTonesBody> = z.looseObject({
  tones: z.array(z.string()).min(1).max(1_000),
  delayBetweenTonesMs: z.number().int().min(0).max(60_000).nullish(),
  clientContext,
});

export const updateRecordingStatusBody: z.ZodType<UpdateRecordingStatusBody> = z.looseObject({
  status: inAnyCase(['notRecording', 'recording', 'failed'] as const),
  clientContext,
});

export const changeScreenSharingRoleBody: z.ZodType<ChangeScreenSharingRoleBody> = z.looseObject({
  role: inAnyCase(['viewer', 'sharer'] as const),
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
