/** Operations: work on a call that ends later. Source: Graph docs, resources/commsoperation and its derived types. */
import { z } from 'zod';
import { mediaInfo, resultInfo, type MediaInfo, type ResultInfo } from './call.ts';
import { inAnyCase } from './in-any-case.ts';
import { invitationParticipantInfo, type InvitationParticipantInfo } from './identity.ts';

/** Lower case on the wire, though the metadata say `Running`. */
type OperationStatus = 'notStarted' | 'running' | 'completed' | 'failed';

/** `type` is the part of `@odata.type` after `#microsoft.graph.`, for instance `playPromptOperation`. */
export type Operation = {
  readonly '@odata.type'?: string | undefined;
  readonly id?: string | undefined;
  readonly status: OperationStatus;
  readonly clientContext?: string | null | undefined;
  readonly resultInfo?: ResultInfo | null | undefined;
  /** Undeclared in v1.0, but there on the wire. */
  readonly completionReason?: string | null | undefined;
  readonly prompts?: readonly MediaPrompt[] | null | undefined;
  /** inviteParticipantsOperation: who was invited. */
  readonly participants?: readonly InvitationParticipantInfo[] | null | undefined;
  /** recordOperation: where the sound lies, and the token that opens it. */
  readonly recordingLocation?: string | null | undefined;
  readonly recordingAccessToken?: string | null | undefined;
};

export type MediaPrompt = { readonly '@odata.type'?: string | undefined; readonly mediaInfo: MediaInfo };

export const mediaPrompt: z.ZodType<MediaPrompt> = z.looseObject({ mediaInfo });

export const operationResource: z.ZodType<Operation> = z.looseObject({
  '@odata.type': z.string().optional(),
  id: z.string().optional(),
  status: inAnyCase(['notStarted', 'running', 'completed', 'failed'] as const),
  clientContext: z.string().nullish(),
  resultInfo: resultInfo.nullish(),
  completionReason: z.string().nullish(),
  prompts: z.array(mediaPrompt).nullish(),
  participants: z.array(invitationParticipantInfo).nullish(),
  recordingLocation: z.string().nullish(),
  recordingAccessToken: z.string().nullish(),
});
