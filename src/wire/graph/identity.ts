/** Who takes part: Graph's identity types, as they are on the wire. Source: Graph docs, resources/communicationsidentityset, participantinfo. */
import { z } from 'zod';
import { inAnyCase } from './in-any-case.ts';

/** Open on the wire: what else comes is kept. `tenantId` and `identityProvider` are undeclared but real. */
export type Identity = {
  readonly id?: string | null | undefined;
  readonly displayName?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
  readonly identityProvider?: string | null | undefined;
};

export type IdentitySet = {
  readonly user?: Identity | null | undefined;
  readonly application?: Identity | null | undefined;
  readonly applicationInstance?: Identity | null | undefined;
  readonly guest?: Identity | null | undefined;
  /** `id` is the number in E.164. */
  readonly phone?: Identity | null | undefined;
  /** What an app without any Calls permission gets in place of `user`. */
  readonly encrypted?: Identity | null | undefined;
};

export type ParticipantInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly identity: IdentitySet;
  readonly endpointType?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly languageId?: string | null | undefined;
  readonly countryCode?: string | null | undefined;
  readonly id?: string | null | undefined;
  readonly participantId?: string | null | undefined;
};

export type InvitationParticipantInfo = {
  readonly '@odata.type'?: string | undefined;
  readonly identity: IdentitySet;
  /** The call to be replaced: makes a transfer consultative, and brings the other side of that call to a group call. */
  readonly replacesCallId?: string | null | undefined;
  readonly hidden?: boolean | null | undefined;
  readonly participantId?: string | null | undefined;
  /** Beta: at which of her endpoints she is to be rung. */
  readonly endpointType?: string | null | undefined;
  readonly removeFromDefaultAudioRoutingGroup?: boolean | null | undefined;
};

const identity = z.looseObject({
  id: z.string().nullish(),
  displayName: z.string().nullish(),
  tenantId: z.string().nullish(),
  identityProvider: z.string().nullish(),
});

export const identitySet: z.ZodType<IdentitySet> = z.looseObject({
  user: identity.nullish(),
  application: identity.nullish(),
  applicationInstance: identity.nullish(),
  guest: identity.nullish(),
  phone: identity.nullish(),
  encrypted: identity.nullish(),
});

export const participantInfo: z.ZodType<ParticipantInfo> = z.looseObject({
  identity: identitySet,
  endpointType: z.string().nullish(),
  region: z.string().nullish(),
  languageId: z.string().nullish(),
  countryCode: z.string().nullish(),
  id: z.string().nullish(),
  participantId: z.string().nullish(),
});

export const invitationParticipantInfo: z.ZodType<InvitationParticipantInfo> = z.looseObject({
  identity: identitySet,
  replacesCallId: z.string().nullish(),
  hidden: z.boolean().nullish(),
  participantId: z.string().nullish(),
  endpointType: inAnyCase(['default', 'voicemail', 'skypeForBusiness', 'skypeForBusinessVoipPhone'] as const).nullish(),
  removeFromDefaultAudioRoutingGroup: z.boolean().nullish(),
});
