/** The call resource as it is on the wire, the undeclared properties included. Source: Graph docs, resources/call; captured notifications. */
import { z } from 'zod';
import { inAnyCase } from './in-any-case.ts';
import { identitySet, participantInfo, type IdentitySet, type ParticipantInfo } from './identity.ts';

export type CallState =
  'incoming' | 'establishing' | 'established' | 'hold' | 'transferring' | 'transferAccepted' | 'redirecting' | 'terminating' | 'terminated';

export type ResultInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly code: number;
  readonly subcode: number;
  readonly message?: string | null | undefined;
};

/** `final` is who is rung now, `original` who was meant. */
export type CallRoute = {
  readonly '@odata.type'?: string | undefined;
  readonly routingType: 'forwarded' | 'lookup' | 'selfFork';
  readonly original: IdentitySet;
  readonly final: IdentitySet;
};

export type MediaConfig = {
  readonly '@odata.type': string;
  readonly preFetchMedia?: readonly MediaInfo[] | undefined;
  readonly removeFromDefaultAudioGroup?: boolean | null | undefined;
  readonly blob?: string | undefined;
};

/** Where a sound lies. `resourceId` is the key under which the service may cache it. */
export type MediaInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly uri: string;
  readonly resourceId?: string | null | undefined;
};

/** Where the chat of a conversation is. */
export type ChatInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly threadId?: string | null | undefined;
  readonly messageId?: string | null | undefined;
  readonly replyChainMessageId?: string | null | undefined;
};

/** One of organizerMeetingInfo, tokenMeetingInfo, joinMeetingIdMeetingInfo, by its `@odata.type`. */
export type MeetingInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly organizer?: IdentitySet | null | undefined;
  readonly allowConversationWithoutHost?: boolean | null | undefined;
  readonly token?: string | null | undefined;
  readonly joinMeetingId?: string | null | undefined;
  readonly passcode?: string | null | undefined;
};

/** Source: Graph docs, resources/calloptions, incomingcalloptions, outgoingcalloptions. */
export type CallOptions = {
  readonly '@odata.type'?: string | undefined;
  readonly hideBotAfterEscalation?: boolean | null | undefined;
  readonly isContentSharingNotificationEnabled?: boolean | null | undefined;
  readonly isDeltaRosterEnabled?: boolean | null | undefined;
  readonly isInteractiveRosterEnabled?: boolean | null | undefined;
};

export type ToneInfo = { readonly '@odata.type'?: string | undefined; readonly sequenceId: number; readonly tone: string };

/** Source: Graph docs, resources/calltranscriptioninfo. */
export type CallTranscriptionInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly state?: 'notStarted' | 'active' | 'inactive' | null | undefined;
  readonly lastModifiedDateTime?: string | null | undefined;
};

/** In notifications nearly all may be absent; `id` is absent from updates of a call. */
export type Call = {
  readonly '@odata.type'?: string | undefined;
  readonly '@odata.context'?: string | undefined;
  readonly id?: string | undefined;
  readonly state?: CallState | undefined;
  readonly direction?: 'incoming' | 'outgoing' | undefined;
  readonly callbackUri?: string | null | undefined;
  readonly callChainId?: string | null | undefined;
  readonly callRoutes?: readonly CallRoute[] | null | undefined;
  readonly source?: ParticipantInfo | null | undefined;
  readonly targets?: readonly ParticipantInfo[] | null | undefined;
  readonly requestedModalities?: readonly string[] | null | undefined;
  readonly mediaConfig?: MediaConfig | null | undefined;
  readonly mediaState?: { readonly audio?: 'active' | 'inactive' | null | undefined } | null | undefined;
  readonly resultInfo?: ResultInfo | null | undefined;
  readonly toneInfo?: ToneInfo | null | undefined;
  readonly transcription?: CallTranscriptionInfo | null | undefined;
  readonly tenantId?: string | null | undefined;
  readonly myParticipantId?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly chatInfo?: ChatInfo | null | undefined;
  readonly meetingInfo?: MeetingInfo | null | undefined;
  readonly callOptions?: CallOptions | null | undefined;
  readonly incomingContext?:
    { readonly sourceParticipantId?: string | null | undefined; readonly transferor?: IdentitySet | null | undefined } | null | undefined;
  readonly meetingCapability?: object | null | undefined;
  readonly coOrganizers?: readonly unknown[] | null | undefined;
  readonly terminationReason?: string | null | undefined;
  /** Beta. */
  readonly ringingTimeoutInSeconds?: number | null | undefined;
};

const callStates = [
  'incoming', 'establishing', 'established', 'hold', 'transferring', 'transferAccepted', 'redirecting', 'terminating', 'terminated',
] as const satisfies readonly CallState[]; // prettier-ignore

export const resultInfo: z.ZodType<ResultInfo> = z.preprocess(
  // Graph's own transfer examples spell it `subCode`.
  (value) => (isRecord(value) && value['subcode'] === undefined && 'subCode' in value ? { ...value, subcode: value['subCode'] } : value),
  z.looseObject({ code: z.number(), subcode: z.number().default(0), message: z.string().nullish() }),
);

export const mediaInfo: z.ZodType<MediaInfo> = z.looseObject({ uri: z.string().min(1), resourceId: z.string().nullish() });

export const chatInfo: z.ZodType<ChatInfo> = z.looseObject({
  threadId: z.string().nullish(),
  messageId: z.string().nullish(),
  replyChainMessageId: z.string().nullish(),
});

export const meetingInfo: z.ZodType<MeetingInfo> = z.looseObject({
  '@odata.type': z.string().optional(),
  organizer: identitySet.nullish(),
  allowConversationWithoutHost: z.boolean().nullish(),
  token: z.string().nullish(),
  joinMeetingId: z.string().nullish(),
  passcode: z.string().nullish(),
});

export const callOptions: z.ZodType<CallOptions> = z.looseObject({
  '@odata.type': z.string().optional(),
  hideBotAfterEscalation: z.boolean().nullish(),
  isContentSharingNotificationEnabled: z.boolean().nullish(),
  isDeltaRosterEnabled: z.boolean().nullish(),
  isInteractiveRosterEnabled: z.boolean().nullish(),
});

export const mediaConfig: z.ZodType<MediaConfig> = z.looseObject({
  '@odata.type': z.string(),
  preFetchMedia: z.array(mediaInfo).optional(),
  removeFromDefaultAudioGroup: z.boolean().nullish(),
  blob: z.string().optional(),
});

const nullishObject = z.looseObject({}).nullish();

/** Reads a call out of a notification or an answer: tolerant of what is missing and of what is new. */
export const callResource: z.ZodType<Call> = z.looseObject({
  id: z.string().optional(),
  state: inAnyCase(callStates).optional(),
  direction: inAnyCase(['incoming', 'outgoing'] as const).optional(),
  callbackUri: z.string().nullish(),
  callChainId: z.string().nullish(),
  callRoutes: z
    .array(
      z.looseObject({ routingType: inAnyCase(['forwarded', 'lookup', 'selfFork'] as const), original: identitySet, final: identitySet }),
    )
    .nullish(),
  source: participantInfo.nullish(),
  targets: z.array(participantInfo).nullish(),
  requestedModalities: z.array(z.string()).nullish(),
  mediaState: z.looseObject({ audio: inAnyCase(['active', 'inactive'] as const).nullish() }).nullish(),
  resultInfo: resultInfo.nullish(),
  toneInfo: z.looseObject({ sequenceId: z.number(), tone: z.string() }).nullish(),
  tenantId: z.string().nullish(),
  myParticipantId: z.string().nullish(),
  subject: z.string().nullish(),
  chatInfo: chatInfo.nullish(),
  meetingInfo: meetingInfo.nullish(),
  callOptions: callOptions.nullish(),
  incomingContext: z.looseObject({ sourceParticipantId: z.string().nullish(), transferor: identitySet.nullish() }).nullish(),
  meetingCapability: nullishObject,
  coOrganizers: z.array(z.unknown()).nullish(),
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
