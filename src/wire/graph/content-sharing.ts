/** A session in which content is shown to a group call or meeting. Source: Graph docs, resources/contentsharingsession. */
import { z } from 'zod';

/** `presenterParticipantId` is of beta. */
export type ContentSharingSession = {
  readonly '@odata.type'?: string | undefined;
  readonly id: string;
  readonly presenterParticipantId?: string | null | undefined;
};

export const contentSharingSession: z.ZodType<ContentSharingSession> = z.looseObject({
  id: z.string().min(1),
  presenterParticipantId: z.string().nullish(),
});
